import { describe, expect, test } from 'vitest';
import type { RecurrentActivation } from '@sekvens/layers';
import { elementwiseFunction } from '../../src/reference/activation-functions.js';
import { activationCodes } from '../../src/wasm/codes.js';
import { assertClose, assertGuards, begin, heap, kernels, numbers, output, sizes } from './guarded.js';

describe.each(Object.keys(activationCodes) as RecurrentActivation[])('%s', (name) => {
  const { value, derivative } = elementwiseFunction(name);
  const code = activationCodes[name];

  test.each(sizes)('and its gradient, of %s numbers, into another place and in place', (count) => {
    // beyond the kinks of hardSigmoid, which are at ±3
    const x = numbers(count, -4, 4);
    const given = numbers(count);
    begin();
    const [source, y] = [output(count, 'x', x), output(count, 'y')];
    kernels.activation(code, source, y, count);
    assertClose(heap.f32(y, count), Array.from(x, value), 3e-7, 'values');
    kernels.activation(code, source, source, count);
    expect([...heap.f32(source, count)]).toEqual([...heap.f32(y, count)]);

    const [gradient, back] = [output(count, 'the gradient', given), output(count, 'its gradient')];
    kernels.activationGradient(code, y, gradient, back, count);
    assertClose(heap.f32(back, count), Array.from(x, (one, i) => given[i] * derivative(one, value(one))), 1e-6, 'gradient');
    kernels.activationGradient(code, y, gradient, gradient, count);
    expect([...heap.f32(gradient, count)]).toEqual([...heap.f32(back, count)]);
    assertGuards(name);
  });
});

test('guards notice a number too many', () => {
  begin();
  const target = output(5, 'the target');
  kernels.scale(target, heap.putFloats(numbers(8)), 1, 6);
  expect(() => assertGuards('scale')).toThrow('scale: byte 0 after the target was changed');
  begin();
  const second = output(5, 'the target');
  kernels.scale(second - 4, heap.putFloats(numbers(8)), 1, 5);
  expect(() => assertGuards('scale')).toThrow('scale: byte 124 before the target was changed');
});
