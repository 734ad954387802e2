/** Losses in float64 by their formulas; errors are relative to 1 or to the larger number. */
import { describe, expect, test } from 'vitest';
import { assertClose, assertGuards, begin, combinations, doubles, heap, integers, kernels, numbers, output, sizes } from './guarded.js';

const softmax = (x: readonly number[]) => {
  const powers = x.map((value) => Math.exp(value - Math.max(...x)));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
};
const largest = (x: readonly number[]) => x.indexOf(Math.max(...x));
const sum = (x: readonly number[]) => x.reduce((a, b) => a + b, 0);
const rowsOf = (x: ArrayLike<number>, rows: number, width: number) => Array.from({ length: rows }, (_, r) => Array.from(x).slice(r * width, (r + 1) * width));

/** One row's loss, what it becomes, the share of it that is right, and the gradient of the loss. */
interface RowLoss {
  readonly loss: number;
  readonly result: readonly number[];
  readonly correct: number;
  readonly gradient: readonly number[];
}

const smoothings = [0, 0.3, 1];

type Call = (values: number, targets: number, weights: number, scale: number, gradient: number, totals: number) => void;

/** Runs a loss with and without weights and gradient, and compares everything it writes. */
function verify(rows: number, width: number, values: Float32Array, targets: Float32Array | Int32Array, call: Call, lossOf: (values: readonly number[], row: number) => RowLoss, name: string): void {
  const scale = Math.fround(0.37);
  const expected = rowsOf(values, rows, width).map(lossOf);
  for (const weights of [undefined, numbers(rows, 0, 2)]) {
    for (const withGradient of [true, false]) {
      begin();
      const weight = (r: number) => weights?.[r] ?? 1;
      const results = output(rows * width, 'the results', values);
      const gradient = withGradient ? output(rows * width, 'the gradient') : 0;
      const totals = doubles(3, 'the totals');
      const targetsAt = targets instanceof Int32Array ? heap.putIntegers(targets) : heap.putFloats(targets);
      call(results, targetsAt, weights ? heap.putFloats(weights) : 0, scale, gradient, totals);
      const context = `${name}, ${rows} rows of ${width}${weights ? ', weighted' : ''}`;
      assertClose(heap.f32(results, rows * width), expected.flatMap(({ result }) => result), 1e-6, `${context}: results`);
      if (gradient) assertClose(heap.f32(gradient, rows * width), expected.flatMap((row, r) => row.gradient.map((g) => g * weight(r) * scale)), 2e-6, `${context}: gradient`);
      const totalsExpected = [sum(expected.map(({ loss }, r) => weight(r) * loss)), sum(expected.map(({ correct }, r) => weight(r) * correct)), sum(expected.map((_, r) => weight(r)))];
      assertClose(heap.f64(totals, 3), totalsExpected, 2e-6, `${context}: totals`);
      assertGuards(context);
    }
  }
}

// a softmax over no outputs is none
describe.each(combinations(sizes, sizes.filter((width) => width > 0)))('%s rows of %s logits', (rows, width) => {
  const logits = numbers(rows * width, -6, 6);

  test('softmaxRows and softmaxGradient, into another place and in place', () => {
    begin();
    const [source, target] = [output(rows * width, 'the source', logits), output(rows * width, 'the target')];
    const expected = rowsOf(logits, rows, width).map(softmax);
    kernels.softmaxRows(source, target, rows, width);
    assertClose(heap.f32(target, rows * width), expected.flat(), 1e-6, 'softmaxRows');
    kernels.softmaxRows(source, source, rows, width);
    expect([...heap.f32(source, rows * width)]).toEqual([...heap.f32(target, rows * width)]);

    const given = numbers(rows * width);
    const [gradient, back] = [output(rows * width, 'the gradient', given), output(rows * width, 'its gradient')];
    kernels.softmaxGradient(target, gradient, back, rows, width);
    const gradients = rowsOf(given, rows, width).map((g, r) => expected[r].map((y, j) => y * (g[j] - sum(g.map((value, i) => value * expected[r][i])))));
    assertClose(heap.f32(back, rows * width), gradients.flat(), 2e-6, 'softmaxGradient');
    kernels.softmaxGradient(target, gradient, gradient, rows, width);
    expect([...heap.f32(gradient, rows * width)]).toEqual([...heap.f32(back, rows * width)]);
    assertGuards('softmax');
  });

  test.each(smoothings)('softmaxCrossentropy with classes, smoothing %s', (smoothing) => {
    const classes = integers(rows, width);
    verify(rows, width, logits, classes, (z, y, w, scale, g, totals) => expect(kernels.softmaxCrossentropy(z, rows, width, y, 0, w, scale, g, totals, smoothing)).toBe(-1), (z, r) => {
      const p = softmax(z);
      const q = p.map((_, j) => (1 - smoothing) * Number(j === classes[r]) + smoothing / width);
      return { loss: -sum(q.map((share, j) => share * Math.log(p[j]))), result: p, correct: Number(largest(z) === classes[r]), gradient: p.map((value, j) => value - q[j]) };
    }, 'softmaxCrossentropy');
  });

  test.each(smoothings)('softmaxCrossentropy with distributions, whatever they add up to, smoothing %s', (smoothing) => {
    const shares = numbers(rows * width, 0, 1);
    verify(rows, width, logits, shares, (z, y, w, scale, g, totals) => expect(kernels.softmaxCrossentropy(z, rows, width, y, 1, w, scale, g, totals, smoothing)).toBe(-1), (z, r) => {
      const p = softmax(z);
      const given = rowsOf(shares, rows, width)[r];
      const q = given.map((share) => (1 - smoothing) * share + smoothing / width);
      return { loss: -sum(q.map((share, j) => share * Math.log(p[j]))), result: p, correct: Number(largest(z) === largest(given)), gradient: p.map((value, j) => sum(q) * value - q[j]) };
    }, 'softmaxCrossentropy, dense');
  });

  test.each(smoothings)('sigmoidCrossentropy, smoothing %s', (smoothing) => {
    const targets = numbers(rows * width, 0, 1);
    verify(rows, width, logits, targets, (z, y, w, scale, g, totals) => kernels.sigmoidCrossentropy(z, rows, width, y, w, scale, g, totals, smoothing), (z, r) => {
      const given = rowsOf(targets, rows, width)[r];
      const y = given.map((value) => (1 - smoothing) * value + smoothing / 2);
      const p = z.map((value) => 1 / (1 + Math.exp(-value)));
      return {
        loss: -sum(p.map((value, j) => y[j] * Math.log(value) + (1 - y[j]) * Math.log(1 - value))) / width,
        result: p, correct: sum(p.map((value, j) => Number(value > 0.5 === given[j] > 0.5))) / width, gradient: p.map((value, j) => (value - y[j]) / width),
      };
    }, 'sigmoidCrossentropy');
  });

  test('squaredError', () => {
    const targets = numbers(rows * width);
    verify(rows, width, logits, targets, (o, y, w, scale, g, totals) => kernels.squaredError(o, rows, width, y, w, scale, g, totals), (o, r) => {
      const y = rowsOf(targets, rows, width)[r];
      return { loss: sum(o.map((value, j) => (value - y[j]) ** 2)) / width, result: o, correct: 0, gradient: o.map((value, j) => (2 * (value - y[j])) / width) };
    }, 'squaredError');
  });
});

test.each([3, 4, -1])('softmaxCrossentropy tells in which row class %s is, which is not one of three', (wrong) => {
  begin();
  const classes = Int32Array.of(0, 2, wrong, 1);
  expect(kernels.softmaxCrossentropy(heap.putFloats(numbers(12)), 4, 3, heap.putIntegers(classes), 0, 0, 1, 0, doubles(3, 'the totals'), 0)).toBe(2);
});

test('a NaN among the logits is a NaN among the losses', () => {
  for (const loss of ['softmaxCrossentropy', 'sigmoidCrossentropy'] as const) {
    begin();
    const totals = doubles(3, 'the totals');
    const values = heap.putFloats([0, NaN, 1]);
    const targets = heap.putFloats([0, 1, 0]);
    if (loss === 'softmaxCrossentropy') kernels.softmaxCrossentropy(values, 1, 3, targets, 1, 0, 1, 0, totals, 0);
    else kernels.sigmoidCrossentropy(values, 1, 3, targets, 0, 1, 0, totals, 0);
    expect(heap.f64(totals, 1)[0]).toBeNaN();
  }
});
