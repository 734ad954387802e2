import type { PackedTokens } from './batch-layout.js';
import type { Kernels } from './kernels.js';
import type { BatchRun } from './operation.js';
import type { Stage } from './stages.js';

/** Cuts the packed rows into parts with about the same number of tokens. */
export function cutRows(run: BatchRun, tokens: PackedTokens, parts: number, work: (kernels: Kernels, from: number, to: number) => void): Stage {
  const { rows, heap } = run;
  if (parts === 1) return [(kernels) => work(kernels, 0, rows)];
  const offsets = heap.i32(tokens.stepOffsets, tokens.steps + 1);
  const lengths = new Int32Array(rows);
  for (let t = 0; t < tokens.steps; t++) {
    // rows alive at step t and no longer at t + 1 have length t + 1
    const alive = offsets[t + 1] - offsets[t];
    const next = t + 1 < tokens.steps ? offsets[t + 2] - offsets[t + 1] : 0;
    lengths.fill(t + 1, next, alive);
  }
  const bounds = [0];
  let sum = 0;
  for (let p = 0; p < rows && bounds.length < parts; p++) {
    sum += lengths[p];
    if (sum >= (tokens.count * bounds.length) / parts && p + 1 > bounds[bounds.length - 1]) bounds.push(p + 1);
  }
  if (bounds[bounds.length - 1] < rows) bounds.push(rows);
  return bounds.slice(1).map((to, i) => (kernels) => work(kernels, bounds[i], to));
}
