import { describe, expect, it } from 'vitest';
import { toOnnxBiases, toOnnxGates } from './to-onnx-gates.js';

/** Numbers that tell their row, gate and unit: 100 · row + 10 · gate + unit. */
function kernel(rows: number, gates: number, units: number): Float32Array {
  return Float32Array.from({ length: rows * gates * units }, (_, i) => {
    const column = i % (gates * units);
    return 100 * Math.floor(i / (gates * units)) + 10 * Math.floor(column / units) + (column % units);
  });
}

describe('toOnnxGates', () => {
  it('turns a kernel and keeps its columns', () => {
    expect(Array.from(toOnnxGates('simpleRNN', kernel(2, 1, 3), 3))).toEqual([0, 100, 1, 101, 2, 102]);
  });

  it('brings the gates of an LSTM from i, f, c, o to i, o, f, c', () => {
    expect(Array.from(toOnnxGates('lstm', kernel(1, 4, 2), 2))).toEqual([0, 1, 30, 31, 10, 11, 20, 21]);
    expect(Array.from(toOnnxGates('lstm', kernel(2, 4, 1), 1))).toEqual([0, 100, 30, 130, 10, 110, 20, 120]);
  });

  it('leaves the gates of a GRU as they are, z, r, h', () => {
    expect(Array.from(toOnnxGates('gru', kernel(2, 3, 1), 1))).toEqual([0, 100, 10, 110, 20, 120]);
  });
});

describe('toOnnxBiases', () => {
  it('puts the one bias beside the kernel, and zeros beside the recurrent kernel', () => {
    expect(Array.from(toOnnxBiases('lstm', kernel(1, 4, 1), 1))).toEqual([0, 30, 10, 20, 0, 0, 0, 0]);
    expect(Array.from(toOnnxBiases('gru', kernel(1, 3, 1), 1))).toEqual([0, 10, 20, 0, 0, 0]);
  });

  it('puts both rows of a GRU with resetAfter where they belong', () => {
    expect(Array.from(toOnnxBiases('gru', kernel(2, 3, 1), 1))).toEqual([0, 10, 20, 100, 110, 120]);
  });
});
