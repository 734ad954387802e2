import { SekvensError, show } from '@sekvens/core';

/**
 * Refuses ragged rows whose arrays are of the wrong kind or do not fit together: ids are Int32Array, features Float32Array or Float64Array
 * with `width` numbers a step; offsets ascend from 0 to the number of steps.
 */
export function assertRagged(ragged: { readonly values: unknown; readonly offsets: unknown }, kind: 'ids' | 'features', width: number, where: string): void {
  const { values, offsets } = ragged;
  const fits = kind === 'ids' ? values instanceof Int32Array : values instanceof Float32Array || values instanceof Float64Array;
  if (!fits) throw refuse(`${where}.values`, kind === 'ids' ? 'token ids as an Int32Array' : 'features as a Float32Array or Float64Array', nameOf(values));
  if (!(offsets instanceof Int32Array) || offsets.length === 0) throw refuse(`${where}.offsets`, 'an Int32Array that begins with 0', nameOf(offsets));
  const steps = (values as Int32Array | Float32Array | Float64Array).length / width;
  const wrong = offsets[0] === 0 ? offsets.findIndex((offset, r) => r > 0 && offset < offsets[r - 1]) : 0;
  if (wrong >= 0) throw refuse(`${where}.offsets[${wrong}]`, wrong === 0 ? '0' : `at least the offset before it, ${offsets[wrong - 1]}`, `${offsets[wrong]}`);
  const last = offsets[offsets.length - 1];
  if (last !== steps) throw refuse(`${where}.offsets`, `${steps} as the last offset, the number of ${kind === 'ids' ? 'ids' : `steps of ${width} features`}`, `${last}`);
}

function nameOf(value: unknown): string {
  return ArrayBuffer.isView(value) || Array.isArray(value) ? `${value.constructor.name} of ${(value as ArrayLike<unknown>).length}` : show(value);
}

function refuse(where: string, expected: string, got: string): SekvensError {
  return new SekvensError({ code: 'invalid-data', where, expected, got });
}
