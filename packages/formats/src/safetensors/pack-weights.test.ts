import { readSafetensors, readSafetensorsMetadata } from '@sekvens/engine';
import { dense, embedding, globalAveragePooling1D, initializeWeights, network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import type { WeightType } from '../model-format.js';
import { packWeights } from './pack-weights.js';

const net = network([embedding({ inputDim: 400, outputDim: 16, embeddingsInitializer: 'normal' }), globalAveragePooling1D(), dense({ units: 3 })]);
const weights = initializeWeights(net, 3);

describe('packWeights', () => {
  it('keeps float32 numbers as they are', () => {
    const read = readSafetensors(packWeights(net, weights, { a: 'b' }));
    expect(Object.keys(read)).toEqual(['embedding/embeddings', 'dense/kernel', 'dense/bias']);
    for (const { path, shape } of net.weights) expect(read[path]).toEqual({ shape, data: weights[path] });
  });

  it.each<[WeightType, number, (largest: number, value: number) => number]>([
    ['float16', 2, (_, value) => Math.max(Math.abs(value) * 2 ** -11, 2 ** -25)],
    ['uint16', 2, (largest) => largest / 65535 + 1e-8],
    ['uint8', 1, (largest) => largest / 255 + 1e-8],
  ])('stores %s in %i bytes a number, within half a step', (type, size, bound) => {
    const bytes = packWeights(net, weights, { a: 'b' }, type);
    const count = net.weights.reduce((sum, { path }) => sum + weights[path].length, 0);
    expect(bytes.length - count * size).toBeLessThan(700);
    const read = readSafetensors(bytes);
    let different = 0;
    for (const { path } of net.weights) {
      const largest = weights[path].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      weights[path].forEach((value, i) => {
        expect(Math.abs(read[path].data[i] - value)).toBeLessThanOrEqual(bound(largest, value));
        if (read[path].data[i] !== value) different++;
      });
    }
    expect(different).toBeGreaterThan(count / 2);
    expect(readSafetensorsMetadata(bytes).a).toBe('b');
  });

  it('hits the smallest and the largest number of each weight, and constant weights exactly', () => {
    for (const type of ['uint8', 'uint16'] as const) {
      const read = readSafetensors(packWeights(net, { ...weights, 'dense/bias': Float32Array.of(0.1, 0.1, 0.1) }, {}, type));
      expect([...read['dense/bias'].data]).toEqual([...Float32Array.of(0.1, 0.1, 0.1)]);
      const [before, after] = [weights['dense/kernel'], read['dense/kernel'].data];
      for (const end of [Math.min, Math.max]) expect(end(...after)).toBeCloseTo(end(...before), 7);
    }
  });

  it('refuses numbers that cannot be stored', async () => {
    const changed = (value: number) => ({ ...weights, 'dense/bias': Float32Array.of(0, value, 0) });
    expect(await errorOf(() => packWeights(net, changed(NaN), {}))).toBe('diverged: writing a model: expected finite numbers in dense/bias, got NaN. Train again with a smaller learning rate.');
    expect(await errorOf(() => packWeights(net, changed(-65536), {}, 'float16'))).toBe('unsupported: dense/bias as float16: expected numbers up to 65504, got -65536. Use uint16 instead, which has a scale for each weight.');
    expect(readSafetensors(packWeights(net, changed(-65536), {}, 'uint16'))['dense/bias'].data[1]).toBe(-65536);
  });
});
