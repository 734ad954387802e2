import { describe, expect, test } from 'vitest';
import { assertClose, assertGuards, begin, combinations, heap, kernels, numbers, output, sizes } from './guarded.js';
import { packedRows } from './packed-rows.js';

/** Softmax of the scores of a row, in float64. */
function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - largest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((value) => value / sum);
}

const bytesOf = (pointer: number, count: number) => [...heap.i32(pointer, count)];

describe.each(combinations(sizes, sizes))('attention over %s rows of up to %s steps', (rows, steps) => {
  test.each(sizes)('of %s numbers, and its gradients', (width) => {
    const { lengths, stepOffsets, tokens, source } = packedRows(rows, steps, width, numbers);
    const scores = numbers(tokens, -6, 6);
    const token = (r: number, t: number) => stepOffsets[t] + r;
    const vector = (values: Float32Array, i: number) => values.subarray(i * width, (i + 1) * width);
    const stepsOf = (r: number) => Array.from({ length: lengths[r] }, (_, t) => token(r, t));
    const expected = { weights: new Float64Array(tokens), target: new Float64Array(rows * width) };
    for (let r = 0; r < rows; r++) {
      const places = stepsOf(r);
      softmax(places.map((i) => scores[i])).forEach((a, n) => {
        expected.weights[places[n]] = a;
        vector(source, places[n]).forEach((value, j) => (expected.target[r * width + j] += a * value));
      });
    }
    begin();
    const offsets = heap.putIntegers(stepOffsets);
    const [sourceAt, scoresAt] = [heap.putFloats(source), heap.putFloats(scores)];
    const [weights, target] = [output(tokens, 'the weights'), output(rows * width, 'the target')];
    kernels.attentionPoolForward(offsets, steps, 0, rows, width, sourceAt, scoresAt, weights, target);
    assertClose(heap.f32(weights, tokens), expected.weights, 1e-6, 'weights');
    assertClose(heap.f32(target, rows * width), expected.target, 2e-6, 'weighted mean');

    const gradient = numbers(rows * width);
    const gradientAt = heap.putFloats(gradient);
    const [scoreGradient, means, back] = [output(tokens, 'gradient of scores'), output(rows, 'means'), output(tokens * width, 'gradient of tokens')];
    kernels.attentionPoolBackward(offsets, steps, 0, rows, width, sourceAt, weights, gradientAt, scoreGradient, means, back);
    const ofScores = new Float64Array(tokens);
    const ofTokens = new Float64Array(tokens * width);
    for (let r = 0; r < rows; r++) {
      const above = gradient.subarray(r * width, (r + 1) * width);
      const products = stepsOf(r).map((i) => vector(source, i).reduce((sum, value, j) => sum + value * above[j], 0));
      const mean = stepsOf(r).reduce((sum, i, n) => sum + expected.weights[i] * products[n], 0);
      stepsOf(r).forEach((i, n) => {
        ofScores[i] = expected.weights[i] * (products[n] - mean);
        above.forEach((value, j) => (ofTokens[i * width + j] = expected.weights[i] * value));
      });
    }
    assertClose(heap.f32(scoreGradient, tokens), ofScores, 2e-6, 'gradient of scores');
    assertClose(heap.f32(back, tokens * width), ofTokens, 1e-6, 'gradient of tokens');

    const alone = output(tokens, 'gradient of scores alone');
    kernels.attentionPoolBackward(offsets, steps, 0, rows, width, sourceAt, weights, gradientAt, alone, means, 0);
    expect(bytesOf(alone, tokens)).toEqual(bytesOf(scoreGradient, tokens));

    // rows may be divided anywhere
    const divided = { weights: output(tokens, 'weights, divided'), target: output(rows * width, 'target, divided'), scores: output(tokens, 'scores, divided'), back: output(tokens * width, 'tokens, divided') };
    const bounds = [0, Math.floor(rows / 3), Math.floor((2 * rows) / 3), rows];
    bounds.slice(1).forEach((to, i) => {
      kernels.attentionPoolForward(offsets, steps, bounds[i], to, width, sourceAt, scoresAt, divided.weights, divided.target);
      kernels.attentionPoolBackward(offsets, steps, bounds[i], to, width, sourceAt, weights, gradientAt, divided.scores, means, divided.back);
    });
    expect(bytesOf(divided.weights, tokens)).toEqual(bytesOf(weights, tokens));
    expect(bytesOf(divided.target, rows * width)).toEqual(bytesOf(target, rows * width));
    expect(bytesOf(divided.scores, tokens)).toEqual(bytesOf(scoreGradient, tokens));
    expect(bytesOf(divided.back, tokens * width)).toEqual(bytesOf(back, tokens * width));
    assertGuards('attention');
  });
});

test('scores far apart leave one step all of the weight, and a NaN is not hidden', () => {
  begin();
  const offsets = heap.putIntegers([0, 2, 4, 5]);
  const weights = output(5, 'the weights');
  const target = output(2, 'the target');
  const source = heap.putFloats([1, 2, 3, 4, 5]);
  kernels.attentionPoolForward(offsets, 3, 0, 2, 1, source, heap.putFloats([-1e30, NaN, 1e30, 0, 0]), weights, target);
  const [first, second] = heap.f32(target, 2);
  expect(first).toBe(3);
  expect(second).toBeNaN();
  assertGuards('attention');
});
