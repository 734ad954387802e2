import { readSafetensors, readSafetensorsMetadata } from '@sekvens/engine';
import { dense, embedding, globalAveragePooling1D, initializeWeights, network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import type { QuantizationType } from '../quantize/quantized-tensor.js';
import { packWeights } from './pack-weights.js';

const net = network([embedding({ inputDim: 400, outputDim: 16, embeddingsInitializer: 'normal' }), globalAveragePooling1D(), dense({ units: 3 })]);
const weights = initializeWeights(net, 3);

describe('packWeights', () => {
  it('keeps float32 numbers as they are', () => {
    const read = readSafetensors(packWeights(net, weights, { a: 'b' }));
    expect(Object.keys(read)).toEqual(['embedding/embeddings', 'dense/kernel', 'dense/bias']);
    for (const { path, shape } of net.weights) expect(read[path]).toEqual({ shape, data: weights[path] });
  });

  it.each<[QuantizationType, number, (largest: number, value: number) => number]>([
    ['float16', 2, (_, value) => Math.max(Math.abs(value) * 2 ** -11, 2 ** -25)],
    ['uint16', 2, (largest) => (2 * largest) / 65535 + 1e-8],
    ['uint8', 1, (largest) => (2 * largest) / 255 + 1e-8],
  ])('stores %s in %i bytes a number, within a step', (type, size, bound) => {
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

  it('keeps zeros and constant weights exactly', () => {
    for (const type of ['uint8', 'uint16'] as const) {
      const read = readSafetensors(packWeights(net, { ...weights, 'dense/bias': Float32Array.of(0.1, 0.1, 0.1), 'dense/kernel': weights['dense/kernel'].map((value, i) => (i % 5 === 0 ? 0 : value)) }, {}, type));
      expect([...read['dense/bias'].data]).toEqual([...Float32Array.of(0.1, 0.1, 0.1)]);
      read['dense/kernel'].data.forEach((value, i) => (i % 5 === 0 ? expect(value === 0).toBe(true) : expect(value).toBeDefined()));
    }
  });

  it('refuses numbers that cannot be stored', async () => {
    const changed = (value: number) => ({ ...weights, 'dense/bias': Float32Array.of(0, value, 0) });
    expect(await errorOf(() => packWeights(net, changed(NaN), {}))).toBe('diverged: writing a model: expected finite numbers in dense/bias, got NaN. Train again with a smaller learning rate.');
    expect(await errorOf(() => packWeights(net, changed(-65536), {}, 'float16'))).toBe("invalid-data: dense/bias as float16[1]: expected a number below 65520 in magnitude, which is the most of a 16-bit float, got -65536. 'uint16' and 'uint8' hold numbers of any size.");
    expect(readSafetensors(packWeights(net, changed(-65536), {}, 'uint16'))['dense/bias'].data[1]).toBeCloseTo(-65536, -1);
  });
});
