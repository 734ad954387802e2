import { describe, expect, test } from 'vitest';
import { activationCodes } from '../../src/wasm/codes.js';
import { Heap } from '../../src/wasm/heap.js';
import { instantiateKernels } from '../../src/wasm/kernels.js';

const heap = new Heap();
const kernels = instantiateKernels(heap.memory);

/** The kernel's results for float32 inputs. */
function run(name: keyof typeof activationCodes, inputs: Float32Array): Float32Array {
  heap.beginBatch();
  const at = heap.putFloats(inputs);
  const out = heap.takeFloats(inputs.length);
  kernels.activation(activationCodes[name], at, out, inputs.length);
  return heap.f32(out, inputs.length).slice();
}

/** Every float32 exponent from 2^-30 up, both signs, with `perOctave` numbers between powers of two. */
function range(largest: number, perOctave: number): Float32Array {
  const values: number[] = [];
  for (let e = -30; 2 ** e <= largest; e++) {
    for (let i = 0; i < perOctave; i++) {
      const x = 2 ** e * (1 + i / perOctave);
      if (x <= largest) values.push(x, -x);
    }
  }
  return Float32Array.from(values);
}

const exact = {
  tanh: Math.tanh,
  sigmoid: (x: number) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  relu: (x: number) => Math.max(x, 0),
  hardSigmoid: (x: number) => Math.min(Math.max(x / 6 + 0.5, 0), 1),
  linear: (x: number) => x,
};

describe.each([
  ['tanh', 3e-7, 1000],
  ['sigmoid', 3e-7, 87.3],
  ['relu', 0, 1000],
  ['linear', 0, 1000],
] as const)('%s has relative error < %s for |x| up to %s', (name, tolerance, largest) => {
  test('against float64', () => {
    const x = range(largest, 2000);
    const y = run(name, x);
    let worst = 0;
    let at = 0;
    x.forEach((value, i) => {
      const truth = exact[name](value);
      const error = truth === 0 ? Math.abs(y[i]) : Math.abs(y[i] - truth) / Math.abs(truth);
      if (!(error <= worst)) [worst, at] = [error, value];
    });
    expect(worst, `worst at x = ${at}`).toBeLessThanOrEqual(tolerance);
  });
});

test('hardSigmoid has absolute error < 1e-7', () => {
  const x = range(10, 500);
  const y = run('hardSigmoid', x);
  x.forEach((value, i) => expect(Math.abs(y[i] - exact.hardSigmoid(value))).toBeLessThan(1e-7));
});

test('NaN stays NaN, infinities saturate, zero keeps its sign', () => {
  const x = Float32Array.of(NaN, Infinity, -Infinity, -0);
  expect([...run('tanh', x)]).toEqual([NaN, 1, -1, -0]);
  expect([...run('sigmoid', x)]).toEqual([NaN, 1, 0, 0.5]);
  expect([...run('relu', x)]).toEqual([NaN, Infinity, 0, -0]);
  expect([...run('hardSigmoid', x)]).toEqual([NaN, 1, 0, 0.5]);
  expect([...run('linear', x)]).toEqual([NaN, Infinity, -Infinity, -0]);
});

test('denormal inputs: tanh is within one of their steps, sigmoid gives 0.5; results of sigmoid below 2^-126 are flushed to zero', () => {
  const tiny = Float32Array.of(1e-40, -1e-40, 1.1754944e-38, -1e-45);
  run('tanh', tiny).forEach((value, i) => expect(Math.abs(value - tiny[i])).toBeLessThanOrEqual(2 ** -149));
  expect([...run('sigmoid', tiny)]).toEqual([0.5, 0.5, 0.5, 0.5]);
  const [above, below, far] = run('sigmoid', Float32Array.of(-87.3, -87.4, -1000));
  expect(above).toBeGreaterThan(0);
  expect([below, far]).toEqual([0, 0]);
});

test('each element of a row is computed alike, whatever its place', () => {
  const x = range(20, 37);
  const whole = run('tanh', x);
  for (let length = 1; length < 12; length++) {
    for (let from = 0; from + length < 60; from += 7) {
      expect([...run('tanh', x.slice(from, from + length))]).toEqual([...whole.slice(from, from + length)]);
    }
  }
});
