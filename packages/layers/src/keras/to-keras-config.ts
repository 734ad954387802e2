import { SekvensError, show } from '@sekvens/core';
import { layerSpecs } from '../layers/specs.js';
import { classToName } from '../network/layer-names.js';
import type { Option } from '../options/option.js';
import { snakeCase } from '../options/option.js';
import type { LayerDefinition, Network, NetworkLayer } from '../types.js';
import type { KerasLayerConfig, KerasSequentialConfig } from './keras-config.js';
import { float32Policy } from './keras-config.js';

/**
 * A network as the config of a Keras 3 Sequential model.
 *
 * @throws SekvensError `unsupported` where Keras has no such thing, naming all of it: max pooling that uses a mask, average pooling
 *   that ignores one, both in one layer, attention pooling, dropout of an embedding, bidirectional layers of unequal units concatenated
 */
export function toKerasConfig(network: Network): KerasSequentialConfig {
  const problems = network.layers.flatMap(notInKeras);
  if (problems.length > 0) {
    throw new SekvensError({
      code: 'unsupported',
      where: 'toKerasConfig(network)',
      expected: 'layers that Keras has',
      got: problems.join('; '),
    });
  }
  const shape = [...network.input.shape];
  const dtype = network.input.kind === 'ids' ? 'int32' : 'float32';
  const input = { batch_shape: shape, dtype, sparse: false, ragged: false, name: 'input_layer', optional: false };
  const layers = network.layers.map(({ definition, name }) => layerToKeras({ ...definition, name }));
  return {
    module: 'keras',
    class_name: 'Sequential',
    config: { name: network.name, trainable: true, dtype: float32Policy(), layers: [wrap('InputLayer', input), ...layers], build_input_shape: [...shape] },
    registered_name: null,
  };
}

function layerToKeras(definition: LayerDefinition): KerasLayerConfig {
  const { kind, name, config } = definition;
  const spec = layerSpecs[kind];
  const written: Record<string, unknown> = { name, ...(spec.kerasCommon ?? { trainable: true, dtype: float32Policy() }) };
  for (const [option, { type, ours }] of Object.entries<Option<unknown>>(spec.options as Record<string, Option<unknown>>)) {
    if (ours) continue;
    const value = (config as unknown as Record<string, unknown>)[option];
    written[snakeCase(option)] = type.toKeras ? type.toKeras(value, (inner) => directionToKeras(inner as LayerDefinition, option)) : value;
  }
  for (const [key, extra] of Object.entries(spec.keras)) if (extra.written) written[key] = extra.value;
  return wrap(spec.className, written);
}

/** A layer inside a bidirectional one, with the name Keras would give it. */
function directionToKeras(definition: LayerDefinition, option: string): KerasLayerConfig {
  const direction = option === 'layer' ? 'forward' : 'backward';
  const name = definition.name ?? classToName(layerSpecs[definition.kind].className);
  return layerToKeras({ ...definition, name: name.startsWith(`${direction}_`) ? name : `${direction}_${name}` });
}

function wrap(className: string, config: Readonly<Record<string, unknown>>): KerasLayerConfig {
  return { module: 'keras.layers', class_name: className, config, registered_name: null };
}

function notInKeras({ name, definition, receivesMask }: NetworkLayer): string[] {
  const spec = layerSpecs[definition.kind];
  if (spec.ours) return [`${name}: Keras has no ${definition.kind}`];
  const { inKeras = {} } = spec;
  const config = definition.config as unknown as Record<string, unknown>;
  const own = Object.entries<Option<unknown>>(spec.options as Record<string, Option<unknown>>)
    .filter(([option, { ours, default: standard }]) => ours && !Object.hasOwn(inKeras, option) && config[option] !== standard)
    .map(([option]) => `${option}: ${show(config[option])}, an option Keras does not have`);
  const differing = receivesMask ? Object.entries(inKeras).filter(([option, value]) => config[option] !== value) : [];
  const problems = differing.map(([option, value]) => `${option}: ${show(config[option])} behind a mask, where Keras has ${show(value)}`);
  const other = spec.notInKeras?.(definition.config);
  return [...own, ...problems, ...(other === undefined ? [] : [other])].map((problem) => `${name}: ${problem}`);
}
