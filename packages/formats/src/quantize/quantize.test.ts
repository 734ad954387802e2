import { dense, embedding, initializeWeights, lstm, network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import type { QuantizationType } from './quantized-tensor.js';
import { quantize } from './quantize.js';

const net = network([embedding({ inputDim: 100, outputDim: 8 }), lstm({ units: 4 }), dense({ units: 2 })]);
const parts = { network: net, weights: initializeWeights(net, 3), labels: ['a', 'b'] };

describe('quantize', () => {
  it.each([['float16', 2, 2 ** -11], ['uint16', 2, 1 / 65535], ['uint8', 4, 1 / 255]] as const)('to %s saves bytes, says how many, and how far numbers move', (type, factor, error) => {
    const { parts: after, sizes, maxError } = quantize(parts, type);
    expect(after).toMatchObject({ network: net, labels: ['a', 'b'] });
    expect(sizes.before).toBe(4 * (800 + 8 * 16 + 4 * 16 + 16 + 8 + 2));
    expect(sizes.after).toBe(sizes.before / factor);
    expect(sizes.weights.map(({ path }) => path)).toEqual(net.weights.map(({ path }) => path));
    let largest = 0;
    for (const { path, before, after: bytes, maxError: own } of sizes.weights) {
      expect(bytes).toBe(before / factor);
      const [low, high] = [Math.min(...parts.weights[path]), Math.max(...parts.weights[path])];
      const allowed = (type === 'float16' ? Math.max(-low, high) : high - low) * error * 1.01;
      expect(own).toBeLessThanOrEqual(allowed);
      const distances = Array.from(parts.weights[path], (value, i) => Math.abs(value - after.weights[path][i]));
      expect(Math.max(...distances)).toBe(own);
      largest = Math.max(largest, own);
    }
    expect(maxError).toBe(largest);
    expect(maxError).toBeGreaterThan(0);
  });

  it('leaves the model it is given as it is', () => {
    const before = structuredClone(parts.weights);
    quantize(parts, 'uint8');
    expect(parts.weights).toEqual(before);
  });

  it('refuses other types and numbers it cannot hold', () => {
    expect(() => quantize(parts, 'int4' as QuantizationType)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: quantize(parts, type): expected one of float16, uint16, uint8, got "int4".]`);
    const spoilt = (value: number) => ({ ...parts, weights: { ...parts.weights, 'dense/bias': Float32Array.of(0, value) } });
    expect(() => quantize(spoilt(NaN), 'uint8')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: quantize(parts, type), dense/bias[1]: expected a finite number, got NaN.]`);
    expect(() => quantize(spoilt(-Infinity), 'float16')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: quantize(parts, type), dense/bias[1]: expected a finite number, got -Infinity.]`);
    expect(() => quantize(spoilt(-65520), 'float16')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: quantize(parts, type), dense/bias[1]: expected a number below 65520 in magnitude, which is the most of a 16-bit float, got -65520. 'uint16' and 'uint8' hold numbers of any size.]`);
    expect(quantize(spoilt(-65520), 'uint16').parts.weights['dense/bias'][1]).toBe(-65520);
    expect(quantize(spoilt(65519), 'float16').parts.weights['dense/bias'][1]).toBe(65504);
  });
});
