import type { Random } from '@sekvens/core';

/**
 * Fills a matrix [rows, columns] with orthonormal rows or columns, whichever are fewer, times `gain`.
 *
 * They are Q of the QR decomposition of normal numbers, R's diagonal made positive, so that every rotation is equally likely
 * (Saxe et al. 2014; Mezzadri 2007). Gram and Schmidt's method gives such an R by itself; a vector that loses most of its length
 * in it is projected a second time, which keeps the result orthogonal to machine precision.
 */
export function fillOrthogonal(values: Float32Array, shape: readonly number[], gain: number, random: Random): void {
  const [rows, columns] = shape;
  const length = Math.max(rows, columns);
  const count = Math.min(rows, columns);
  const vectors: Float64Array[] = [];
  for (let j = 0; j < count; j++) {
    const vector = new Float64Array(length);
    for (let i = 0; i < length; i++) vector[i] = random.normal();
    orthogonalize(vector, vectors);
    vectors.push(vector);
  }
  vectors.forEach((vector, j) => {
    if (rows < columns) for (let i = 0; i < length; i++) values[j * columns + i] = gain * vector[i];
    else for (let i = 0; i < length; i++) values[i * columns + j] = gain * vector[i];
  });
}

/** Takes the earlier directions out of `vector` and gives it length one. */
function orthogonalize(vector: Float64Array, earlier: readonly Float64Array[]): void {
  let before = Math.sqrt(dot(vector, vector));
  for (;;) {
    for (const direction of earlier) addScaled(vector, -dot(direction, vector), direction);
    const after = Math.sqrt(dot(vector, vector));
    if (after > 0.5 * before) {
      for (let i = 0; i < vector.length; i++) vector[i] /= after;
      return;
    }
    before = after;
  }
}

/** Four sums side by side: an order of addition that is fixed, and four times as fast. */
function dot(a: Float64Array, b: Float64Array): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const blocks = a.length - (a.length % 4);
  let i = 0;
  for (; i < blocks; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (; i < a.length; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
}

function addScaled(vector: Float64Array, factor: number, direction: Float64Array): void {
  for (let i = 0; i < vector.length; i++) vector[i] += factor * direction[i];
}
