import type { Random } from '@sekvens/core';

/**
 * Fills a matrix [rows, columns] with orthonormal rows or columns, whichever are fewer, times `gain`.
 *
 * They are Q of the QR decomposition of normal numbers, R's diagonal made positive, so that every rotation is equally likely
 * (Saxe et al. 2014; Mezzadri 2007). Gram and Schmidt's method gives such an R by itself; a vector that loses most of its length
 * in it is projected a second time, which keeps the result orthogonal to machine precision.
 *
 * The order of every sum is fixed, so the result is the same bytes everywhere.
 */
export function fillOrthogonal(values: Float32Array, shape: readonly number[], gain: number, random: Random): void {
  const [rows, columns] = shape;
  const length = Math.max(rows, columns);
  const count = Math.min(rows, columns);
  const vectors = Array.from({ length: count }, () => normalVector(length, random));
  for (let j = 0; j < count; j += 2) {
    const earlier = vectors.slice(0, j);
    const pair = vectors.slice(j, j + 2);
    const lengths = pair.map((vector) => Math.sqrt(dot(vector, vector)));
    project(pair, earlier);
    normalize(pair[0], lengths[0], earlier);
    if (pair.length === 2) {
      project([pair[1]], [pair[0]]);
      normalize(pair[1], lengths[1], [...earlier, pair[0]]);
    }
  }
  vectors.forEach((vector, j) => {
    if (rows < columns) for (let i = 0; i < length; i++) values[j * columns + i] = gain * vector[i];
    else for (let i = 0; i < length; i++) values[i * columns + j] = gain * vector[i];
  });
}

/** Gives a projected vector length one, after more projections if it lost much of the length it had. */
function normalize(vector: Float64Array, before: number, earlier: readonly Float64Array[]): void {
  let after = Math.sqrt(dot(vector, vector));
  while (after < 0.5 * before) {
    before = after;
    project([vector], earlier);
    after = Math.sqrt(dot(vector, vector));
  }
  for (let i = 0; i < vector.length; i++) vector[i] /= after;
}

/** Takes the directions of `earlier` out of one or two vectors. */
function project(vectors: readonly Float64Array[], earlier: readonly Float64Array[]): void {
  const tiles = vectors.length === 2 ? earlier.length - (earlier.length % 4) : 0;
  for (let k = 0; k < tiles; k += 4) projectTile(vectors[0], vectors[1], earlier[k], earlier[k + 1], earlier[k + 2], earlier[k + 3]);
  for (let k = tiles; k < earlier.length; k++) for (const vector of vectors) addScaled(vector, -dot(earlier[k], vector), earlier[k]);
}

/** Two vectors and four directions at once: every number read is used several times, which is several times as fast. */
function projectTile(u: Float64Array, v: Float64Array, a: Float64Array, b: Float64Array, c: Float64Array, d: Float64Array): void {
  let [ua, ub, uc, ud, va, vb, vc, vd] = [0, 0, 0, 0, 0, 0, 0, 0];
  const { length } = u;
  for (let i = 0; i < length; i++) {
    const x = u[i];
    const y = v[i];
    ua += x * a[i];
    ub += x * b[i];
    uc += x * c[i];
    ud += x * d[i];
    va += y * a[i];
    vb += y * b[i];
    vc += y * c[i];
    vd += y * d[i];
  }
  for (let i = 0; i < length; i++) {
    u[i] -= ua * a[i] + ub * b[i] + (uc * c[i] + ud * d[i]);
    v[i] -= va * a[i] + vb * b[i] + (vc * c[i] + vd * d[i]);
  }
}

function normalVector(length: number, random: Random): Float64Array {
  const vector = new Float64Array(length);
  for (let i = 0; i < length; i++) vector[i] = random.normal();
  return vector;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addScaled(vector: Float64Array, factor: number, direction: Float64Array): void {
  for (let i = 0; i < vector.length; i++) vector[i] += factor * direction[i];
}
