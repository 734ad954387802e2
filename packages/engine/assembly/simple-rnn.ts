/**
 * SimpleRNN over packed rows: h_t = act(x_t·W + b + h_{t-1}·U).
 *
 * `h` holds x·W + b for all tokens on entry and the states on return, [tokens, units].
 */
import { ACCUMULATE, FROM_ZERO, gemm } from './gemm';
import { aliveRows, continuing, enter, fetchRows, firstEntering, followingOffset, maskRows, tokenOffset } from './steps';
import { activate4, derivative4, storeLanes } from './vector';

/**
 * Rows [row0, row1) forward. `previous` [tokens, units] receives h_{t-1}; `masked` the same times `stateMask` where
 * there is recurrent dropout (else 0, 0). `last` [rows, units] receives each row's final state.
 */
export function simpleRnnForward(
  stepOffsets: usize, steps: i32, rows: i32, row0: i32, row1: i32, reverse: i32, units: i32, act: i32,
  h: usize, recurrent: usize, previous: usize, masked: usize, stateMask: usize, initial: usize, last: usize,
): void {
  const bytes = <usize>units << 2;
  enter(last + <usize>row0 * bytes, initial, row0, row1, bytes);
  for (let s = 0; s < steps; s++) {
    const t = reverse ? steps - 1 - s : s;
    const offset = tokenOffset(stepOffsets, t);
    const alive = aliveRows(stepOffsets, steps, t);
    const end = min(row1, alive);
    if (end <= row0) continue;
    const entering = max(row0, firstEntering(stepOffsets, steps, t, reverse, alive));
    enter(previous + <usize>(offset + entering) * bytes, initial, entering, end, bytes);
    const at = <usize>(offset + row0) * bytes;
    let state = previous + at;
    if (stateMask) {
      maskRows(masked + at, state, stateMask, row0, end, bytes);
      state = masked + at;
    }
    gemm(end - row0, units, units, state, bytes, 4, recurrent, h + at, bytes, ACCUMULATE, 0);
    const goOn = continuing(stepOffsets, steps, t, reverse, alive);
    const next = goOn > 0 ? followingOffset(stepOffsets, t, reverse) : 0;
    for (let r = row0; r < end; r++) {
      const here = h + <usize>(offset + r) * bytes;
      const to = r < goOn ? previous + <usize>(next + r) * bytes : last + <usize>r * bytes;
      for (let j = 0; j < units; j += 4) {
        const c = <usize>j << 2;
        const v = activate4(act, v128.load(here + c));
        storeLanes(here + c, v, units - j);
        storeLanes(to + c, v, units - j);
      }
    }
  }
}

/**
 * Rows [row0, row1) forward, where no backward pass follows: `state` [rows, units] runs along and ends as the final state. `h` holds x·W + b
 * for all tokens; with a `table` of projections, whose row index[token] is a token's, it is scratch of one row for each row of the batch.
 * `out` [tokens, outRow bytes] receives the states, or is 0.
 */
export function simpleRnnInfer(
  stepOffsets: usize, steps: i32, row0: i32, row1: i32, reverse: i32, units: i32, act: i32,
  h: usize, table: usize, index: usize, recurrent: usize, out: usize, outRow: usize, initial: usize, state: usize,
): void {
  const bytes = <usize>units << 2;
  enter(state + <usize>row0 * bytes, initial, row0, row1, bytes);
  for (let s = 0; s < steps; s++) {
    const t = reverse ? steps - 1 - s : s;
    const offset = tokenOffset(stepOffsets, t);
    const end = min(row1, aliveRows(stepOffsets, steps, t));
    if (end <= row0) continue;
    if (table) fetchRows(h, table, index, offset, row0, end, bytes);
    const z = table ? h : h + <usize>offset * bytes;
    if (s > 0 || initial) gemm(end - row0, units, units, state + <usize>row0 * bytes, bytes, 4, recurrent, z + <usize>row0 * bytes, bytes, ACCUMULATE, 0);
    for (let r = row0; r < end; r++) {
      const here = z + <usize>r * bytes;
      const to = state + <usize>r * bytes;
      const outAt = out + <usize>(offset + r) * outRow;
      for (let j = 0; j < units; j += 4) {
        const c = <usize>j << 2;
        const v = activate4(act, v128.load(here + c));
        storeLanes(to + c, v, units - j);
        if (out) storeLanes(outAt + c, v, units - j);
      }
    }
  }
}

/**
 * Rows [row0, row1) backward. `h` holds the states on entry and the gradient of the pre-activations on return.
 * `outGradient` [tokens, outRow bytes] or 0, `lastGradient` [rows, units] or 0; `carry` [rows, units] ends as the
 * gradient of the initial state; `scratch` [rows, units] is needed with a state mask.
 */
export function simpleRnnBackward(
  stepOffsets: usize, steps: i32, rows: i32, row0: i32, row1: i32, reverse: i32, units: i32, act: i32,
  h: usize, recurrentT: usize, stateMask: usize, outGradient: usize, outRow: usize, lastGradient: usize, carry: usize, scratch: usize,
): void {
  const bytes = <usize>units << 2;
  enter(carry + <usize>row0 * bytes, lastGradient, row0, row1, bytes);
  for (let s = steps - 1; s >= 0; s--) {
    const t = reverse ? steps - 1 - s : s;
    const offset = tokenOffset(stepOffsets, t);
    const end = min(row1, aliveRows(stepOffsets, steps, t));
    if (end <= row0) continue;
    for (let r = row0; r < end; r++) {
      const here = h + <usize>(offset + r) * bytes;
      const back = carry + <usize>r * bytes;
      const out = outGradient + <usize>(offset + r) * outRow;
      for (let j = 0; j < units; j += 4) {
        const c = <usize>j << 2;
        let d = v128.load(back + c);
        if (outGradient) d = f32x4.add(d, v128.load(out + c));
        storeLanes(here + c, f32x4.mul(d, derivative4(act, v128.load(here + c))), units - j);
      }
    }
    const into = carry + <usize>row0 * bytes;
    const product = stateMask ? scratch + <usize>row0 * bytes : into;
    gemm(end - row0, units, units, h + <usize>(offset + row0) * bytes, bytes, 4, recurrentT, product, bytes, FROM_ZERO, 0);
    if (stateMask) maskRows(into, product, stateMask, row0, end, bytes);
  }
}
