import { integers } from './guarded.js';

/** Rows of lengths 0 … steps, longest first, packed: see assembly/layout.ts. */
export function packedRows(rows: number, steps: number, width: number, values: (count: number) => Float32Array) {
  const lengths = Array.from(integers(rows, steps + 1)).sort((a, b) => b - a);
  const stepOffsets = [0];
  for (let t = 0; t < steps; t++) stepOffsets.push(stepOffsets[t] + lengths.filter((length) => length > t).length);
  const tokens = stepOffsets[steps];
  const source = values(tokens * width);
  /** Column j of row r, over its steps. */
  const column = (r: number, j: number) => Array.from({ length: lengths[r] }, (_, t) => source[(stepOffsets[t] + r) * width + j]);
  return { lengths, stepOffsets, tokens, source, column };
}
