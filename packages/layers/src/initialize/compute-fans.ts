/** Inputs and outputs a weight of this shape connects, counted as Keras does: a kernel [in, out] as it is, with all gates in `out`. */
export function computeFans(shape: readonly number[]): readonly [fanIn: number, fanOut: number] {
  return shape.length === 1 ? [shape[0], shape[0]] : [shape[0], shape[1]];
}
