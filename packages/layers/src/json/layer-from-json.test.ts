import { describe, expect, it } from 'vitest';
import { bidirectional, dense, embedding, gru, network } from '../index.js';
import { layerFromJSON } from './layer-from-json.js';
import { networkToJSON } from './network-to-json.js';

describe('layerFromJSON', () => {
  it('fills in defaults as the layer’s own function does', () => {
    expect(layerFromJSON({ kind: 'dense', name: 'classes', config: { units: 2 } })).toEqual(dense({ units: 2, name: 'classes' }));
    expect(layerFromJSON({ kind: 'globalMaxPooling1D' }).config).toEqual({ useMask: true });
  });

  it('reads layers inside layers, and initialisers', () => {
    const inner = { kind: 'gru', config: { units: 3, kernelInitializer: { kind: 'constant', value: 1 } } };
    expect(layerFromJSON({ kind: 'bidirectional', config: { layer: inner } })).toEqual(bidirectional({ layer: gru({ units: 3, kernelInitializer: { kind: 'constant', value: 1 } }) }));
  });

  it('reads what networkToJSON writes', () => {
    const original = network([embedding({ inputDim: 9, outputDim: 4, maskZero: true }), bidirectional({ layer: gru({ units: 3 }) }), dense({ units: 2 })]);
    const again = network(networkToJSON(original).layers.map((layer) => layerFromJSON(layer)));
    expect(networkToJSON(again)).toEqual(networkToJSON(original));
  });

  it.each<[unknown, string]>([
    ['lstm', 'layers[0]: expected a layer: kind, perhaps name and config, got "lstm".'],
    [{ kind: 'lstmm' }, 'layers[0].kind: expected one of embedding, '],
    [{ kind: 'lstmm' }, 'Did you mean lstm?'],
    [{ kind: 'lstm', units: 3 }, 'layers[0]: expected options among kind, name, config, got "units".'],
    [{ kind: 'lstm', config: 3 }, 'layers[0].config: expected the options of lstm, got 3.'],
    [{ kind: 'lstm', config: {} }, 'lstm({ units }): expected a positive integer below 2^31, got nothing. It is required.'],
    [{ kind: 'lstm', config: { unit: 3 } }, 'Did you mean units?'],
  ])('refuses %j', (json, message) => {
    expect(() => layerFromJSON(json, 'layers[0]')).toThrow(message);
  });
});
