/** Numbers as small integers on a grid: value = integer · scale + min, one grid a weight, as TensorFlow.js stores them. */

export interface AffineGrid {
  readonly scale: number;
  readonly min: number;
}

export interface AffineNumbers extends AffineGrid {
  readonly integers: Uint8Array | Uint16Array;
}

/**
 * The grid of 256 or 65,536 numbers from the smallest to the largest value, moved by less than a step so that zero is on it where it
 * lies between them, and the nearest place on it for each value. No value moves by more than half a step, and half a step more at the ends.
 * @param values finite
 */
export function toAffine(values: Float32Array, bytes: 1 | 2): AffineNumbers {
  const most = 256 ** bytes - 1;
  const { scale, min } = gridOf(values, most);
  const integers = bytes === 1 ? new Uint8Array(values.length) : new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) integers[i] = Math.min(most, Math.max(0, Math.round((values[i] - min) / scale)));
  return { scale, min, integers };
}

function gridOf(values: Float32Array, most: number): AffineGrid {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  // every value the same, or none at all
  if (!(low < high)) return { scale: 1, min: low === high ? low : 0 };
  const scale = (high - low) / most;
  return { scale, min: low <= 0 && high >= 0 ? -Math.round(-low / scale) * scale : low };
}

/** Computed in float64 and rounded once, as TensorFlow.js does. */
export function fromAffine(integers: Uint8Array | Uint16Array, { scale, min }: AffineGrid): Float32Array {
  const values = new Float32Array(integers.length);
  for (let i = 0; i < integers.length; i++) values[i] = integers[i] * scale + min;
  return values;
}
