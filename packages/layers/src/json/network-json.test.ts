import { describe, expect, it } from 'vitest';
import { attentionPooling1D, bidirectional, dense, embedding, globalMaxPooling1D, gru, lstm, network } from '../index.js';
import { networkFromJSON } from './network-from-json.js';
import { networkToJSON } from './network-to-json.js';

const original = network(
  [
    embedding({ inputDim: 9, outputDim: 4, maskZero: true }),
    bidirectional({ layer: gru({ units: 3, returnSequences: true, kernelInitializer: { kind: 'normal', stddev: 0.5 } }), mergeMode: 'mul' }),
    globalMaxPooling1D(),
    dense({ units: 2, activation: 'softmax', name: 'classes' }),
  ],
  { name: 'news', inputShape: [12] },
);

type Changeable = { layers: { kind: unknown; name?: unknown; config: Record<string, unknown> }[] } & Record<string, unknown>;
const changed = (change: (json: Changeable) => void): unknown => {
  const json = JSON.parse(JSON.stringify(networkToJSON(original))) as Changeable;
  change(json);
  return json;
};

describe('networkToJSON', () => {
  it('is readable, and complete but for the weights', () => {
    const { layers, ...rest } = networkToJSON(original);
    expect(rest).toEqual({ format: 'sekvens/network', version: 1, name: 'news', inputShape: [12] });
    expect(layers[0]).toEqual({
      kind: 'embedding',
      name: 'embedding',
      config: { inputDim: 9, outputDim: 4, maskZero: true, embeddingsInitializer: { kind: 'uniform', min: -0.05, max: 0.05 }, trainable: true, wordDropout: 0, embeddingDropout: 0 },
    });
    expect(layers[1].config.layer).toMatchObject({ kind: 'gru', config: { units: 3, resetAfter: true, zeroOutputForMask: true } });
  });

  it('is JSON and nothing else', () => {
    const json = networkToJSON(original);
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });
});

describe('networkFromJSON', () => {
  it('gives the network back, from the object or its text', () => {
    const { layers, ...rest } = networkFromJSON(networkToJSON(original));
    const named = original.layers.map((layer) => ({ ...layer, definition: { ...layer.definition, name: layer.name } }));
    expect({ ...rest, layers }).toEqual({ ...original, layers: named });
    expect(networkFromJSON(JSON.stringify(networkToJSON(original)))).toEqual({ ...rest, layers });
  });

  it('keeps the paths of weights that were numbered', () => {
    const two = network([lstm({ units: 2, returnSequences: true }), lstm({ units: 2 })], { inputShape: [null, 3] });
    expect(networkFromJSON(networkToJSON(two)).weights).toEqual(two.weights);
  });

  it('reads files from before there were options for dropout of embeddings', () => {
    const before = changed(({ layers }) => {
      delete layers[0].config.wordDropout;
      delete layers[0].config.embeddingDropout;
    });
    expect(networkFromJSON(before)).toEqual(networkFromJSON(networkToJSON(original)));
  });

  it('gives attention back, with a hidden layer and without', () => {
    for (const layer of [attentionPooling1D(), attentionPooling1D({ units: 5, kernelInitializer: 'heNormal' })]) {
      const attending = network([embedding({ inputDim: 9, outputDim: 4, wordDropout: 0.1 }), layer]);
      expect(networkFromJSON(JSON.stringify(networkToJSON(attending))).layers.map(({ definition }) => definition.config)).toEqual(attending.layers.map(({ definition }) => definition.config));
    }
  });

  it('refuses what is no network', () => {
    expect(() => networkFromJSON('{')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json): expected JSON, got "{".]`);
    expect(() => networkFromJSON(null)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json): expected an object, got null.]`);
    expect(() => networkFromJSON([])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json): expected an object, got [].]`);
    expect(() => networkFromJSON(changed((json) => (json.format = 'sekvens/other')))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json).format: expected "sekvens/network", got "sekvens/other".]`);
    expect(() => networkFromJSON(changed((json) => (json.version = 2)))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json).version: expected 1, got 2. The file may come from a newer sekvens: update the package.]`);
    expect(() => networkFromJSON(changed((json) => (json.name = 3)))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json).name: expected a string, got 3.]`);
    expect(() => networkFromJSON(changed((json) => (json.layers = [])))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json).layers: expected a list of 1 to 1000 layers, got [].]`);
    expect(() => networkFromJSON(changed((json) => delete json.layers[1].config.mergeMode))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json).layers[1].config.mergeMode: expected a value, got undefined.]`);
    expect(() => networkFromJSON(changed((json) => (json.layers[1].config.layer = 3)))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json).layers[1], bidirectional({ layer }): expected a recurrent layer: simpleRNN, lstm or gru, got 3.]`);
    expect(() => networkFromJSON(changed((json) => (json.layers[2].kind = 3)))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json).layers[2].kind: expected one of embedding, masking, simpleRNN, lstm, gru, bidirectional, dense, dropout, spatialDropout1D, activation, globalMaxPooling1D, globalAveragePooling1D, globalMaxAveragePooling1D, attentionPooling1D, got 3.]`);
    expect(() => networkFromJSON(changed((json) => (json.layers[3].config.unit = 3)))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json).layers[3].config: expected no key but units, activation, useBias, kernelInitializer, biasInitializer, trainable, got "unit".]`);
    expect(() => networkFromJSON(changed((json) => (json.layers[3].config.units = -1)))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json).layers[3], dense({ units }): expected a positive integer below 2^31, got -1.]`);
    expect(() => networkFromJSON(changed((json) => (json.layers[3].name = 'a/b')))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json).layers[3], dense({ name }): expected a name of 1 to 100 characters without slash or control characters, got "a/b".]`);
    expect(() => networkFromJSON(changed((json) => (json.inputShape = [null, 3])))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json), network(layers, { inputShape }): expected [time] for token ids, e.g. [null], got [null, 3]. A network that begins with an embedding may leave inputShape out.]`);
  });

  it('names all kinds it does not know', () => {
    const json = changed(({ layers }) => {
      layers[0].kind = 'attention';
      layers[1].kind = 'conv1D';
      layers[2].kind = '__proto__';
    });
    expect(() => networkFromJSON(json)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json).layers: expected layers of the kinds embedding, masking, simpleRNN, lstm, gru, bidirectional, dense, dropout, spatialDropout1D, activation, globalMaxPooling1D, globalAveragePooling1D, globalMaxAveragePooling1D, attentionPooling1D, got "attention", "conv1D", "__proto__". The file may come from a newer sekvens: update the package.]`);
  });

  it('shortens a long list of them', () => {
    const json = changed((value) => (value.layers = Array.from({ length: 40 }, (_, i) => ({ kind: `kind${i}`, config: {} }))));
    expect(() => networkFromJSON(json)).toThrow(/"kind19" and 20 more/);
  });

  it('refuses absurd sizes before anything is allocated', () => {
    expect(() => networkFromJSON(changed((json) => (json.layers[0].config.inputDim = 2 ** 31 - 1)))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json), network(layers): embedding/embeddings: expected at most 536,870,912 parameters in all, got 2147483647 · 4 here, 8,589,934,588 up to here.]`);
    expect(() => networkFromJSON(changed((json) => (json.layers = Array.from({ length: 1001 }, () => json.layers[3]))))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json).layers: expected a list of 1 to 1000 layers, got an array of 1001.]`);
  });

  it('cannot be made to write to prototypes', () => {
    const text = JSON.stringify(networkToJSON(original));
    expect(() => networkFromJSON(text.replace('"name":"news"', '"name":"news","__proto__":{"polluted":true}'))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json): expected no key but format, version, name, inputShape, layers, got "__proto__".]`);
    expect(() => networkFromJSON(text.replace('"maskZero":true', '"maskZero":true,"__proto__":{"polluted":true}'))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json).layers[0].config: expected no key but inputDim, outputDim, maskZero, embeddingsInitializer, trainable, wordDropout, embeddingDropout, got "__proto__".]`);
    expect(() => networkFromJSON(text.replace('"stddev":0.5', '"__proto__":{"polluted":true}'))).toThrow(/__proto__/);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('reads own properties only', () => {
    const { format, ...rest } = networkToJSON(original);
    expect(() => networkFromJSON(Object.assign(Object.create({ format }) as object, rest))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: networkFromJSON(json).format: expected a value, got undefined.]`);
  });
});
