/** Three products of vectors and matrices, all that the reference layers need. Matrices are row-major [rows, columns]. */

/** out += x · M[:, first … first + out.length) */
export function addProduct(out: Float64Array, x: Float64Array, matrix: Float64Array, columns: number, first = 0): void {
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < out.length; j++) out[j] += x[i] * matrix[i * columns + first + j];
  }
}

/** out += y · M[:, first … first + y.length)ᵀ: what a gradient y of the product above means for x */
export function addTransposedProduct(out: Float64Array, y: Float64Array, matrix: Float64Array, columns: number, first = 0): void {
  for (let i = 0; i < out.length; i++) {
    for (let j = 0; j < y.length; j++) out[i] += y[j] * matrix[i * columns + first + j];
  }
}

/** M[:, first … first + y.length) += xᵀ · y: what that gradient means for M */
export function addOuterProduct(matrix: Float64Array, x: Float64Array, y: Float64Array, columns: number, first = 0): void {
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < y.length; j++) matrix[i * columns + first + j] += x[i] * y[j];
  }
}

/** out += x */
export function addVector(out: Float64Array, x: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] += x[i];
}

/** x ⊙ y */
export function multiply(x: Float64Array, y: Float64Array): Float64Array {
  return x.map((value, i) => value * y[i]);
}
