import { describe, expect, it } from 'vitest';
import { countParameters, fromKerasConfig, networkFromJSON, networkToJSON, summary, toKerasConfig } from '../src/index.js';
import { goldenConfigs, kerasModels } from './fixtures.js';

/** What Keras notes about how a layer was built is not part of what it is. */
function withoutNotes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) => (key === 'build_config' || key === 'compile_config' ? undefined : inner)) as unknown;
}

describe.each(kerasModels)("Keras' account of $name", ({ config, layers, parameters, summaries }) => {
  const network = fromKerasConfig(config);

  it('has the same layers, output shapes and masks', () => {
    expect(network.layers.map(({ name, outputShape, passesMask }) => ({ name, outputShape, mask: passesMask }))).toEqual(
      layers.map(({ name, outputShape, mask }) => ({ name, outputShape, mask })),
    );
  });

  it('has the same weights in the same order', () => {
    const snake = (name: string) => name.replace('recurrentKernel', 'recurrent_kernel');
    expect(network.layers.map(({ weights }) => weights.map(({ name, shape, trainable }) => ({ name: snake(name), shape, trainable })))).toEqual(
      layers.map(({ weights }) => weights),
    );
    expect(countParameters(network)).toBe(parameters);
  });

  it.each(summaries)('has the same summary with $options', ({ options, text }) => {
    expect(summary(network, options)).toBe(text);
  });

  it('is written back as Keras wrote it', () => {
    expect(toKerasConfig(network)).toEqual(withoutNotes(config));
  });

  it('survives JSON', () => {
    const back = networkFromJSON(JSON.parse(JSON.stringify(networkToJSON(network))));
    expect(back).toEqual(network);
  });
});

describe.each(goldenConfigs)('the saved model $name', ({ config, h5Config, parameters }) => {
  it('is read from .keras and written back as it was', () => {
    const network = fromKerasConfig(config);
    expect(countParameters(network)).toBe(parameters);
    const written = withoutNotes(config) as { config: { layers: { config: { name: string } }[] } };
    written.config.layers[0].config.name = 'input_layer';
    expect(toKerasConfig(network)).toEqual(written);
  });

  it('is the same network in .h5', () => {
    const { layers } = fromKerasConfig(h5Config);
    expect(layers).toEqual(fromKerasConfig(config).layers);
  });
});
