/**
 * LSTM over packed rows, gate order i, f, c, o:
 *
 *   z_t = x_t·W + b + h_{t-1}·U
 *   i, f, o = rec(z_i), rec(z_f), rec(z_o)     g = act(z_c)
 *   c_t = f·c_{t-1} + i·g                      h_t = o·act(c_t)
 *
 * `gates` [tokens, 4·units] holds x·W + b on entry, the activated gates after the forward pass and the gradient of z
 * after the backward pass.
 */
import { ACCUMULATE, FROM_ZERO, gemm } from './gemm';
import { aliveRows, continuing, enter, fetchRows, firstEntering, followingOffset, maskRows, tokenOffset } from './steps';
import { activate4, derivative4, SIGMOID, storeLanes, TANH } from './vector';

/** `isKept`: the gates and act(c) go into `gates` and `activated`, where a backward pass finds them. */
// @ts-ignore: decorator
@inline
function cell(isKept: bool, act: i32, rec: i32, gates: usize, carried: usize, cellOut: usize, activated: usize, stateOut: usize, out: usize, units: i32): void {
  const bytes = <usize>units << 2;
  for (let j = 0; j < units; j += 4) {
    const at = <usize>j << 2;
    const left = units - j;
    const zi = gates + at;
    const zf = zi + bytes;
    const zg = zf + bytes;
    const zo = zg + bytes;
    const i = activate4(rec, v128.load(zi));
    const f = activate4(rec, v128.load(zf));
    const g = activate4(act, v128.load(zg));
    const o = activate4(rec, v128.load(zo));
    const c = f32x4.add(f32x4.mul(f, v128.load(carried + at)), f32x4.mul(i, g));
    const a = activate4(act, c);
    const h = f32x4.mul(o, a);
    if (isKept) {
      storeLanes(zi, i, left);
      storeLanes(zf, f, left);
      storeLanes(zg, g, left);
      storeLanes(zo, o, left);
      storeLanes(activated + at, a, left);
    }
    storeLanes(cellOut + at, c, left);
    storeLanes(stateOut + at, h, left);
    if (out) storeLanes(out + at, h, left);
  }
}

/**
 * Rows [row0, row1) forward. `previous` and `previousCell` [tokens, units] receive h_{t-1} and c_{t-1}; `masked` is
 * h_{t-1} times `stateMask` where there is recurrent dropout (else 0, 0); `activated` receives act(c_t); `out` [tokens, outRow bytes] or 0
 * the outputs; `last`, `lastCell` [rows, units] the final states.
 */
export function lstmForward(
  stepOffsets: usize, steps: i32, rows: i32, row0: i32, row1: i32, reverse: i32, units: i32, act: i32, rec: i32,
  gates: usize, recurrent: usize, previous: usize, previousCell: usize, masked: usize, stateMask: usize, activated: usize,
  out: usize, outRow: usize, initial: usize, initialCell: usize, last: usize, lastCell: usize,
): void {
  const bytes = <usize>units << 2;
  const gateRow = bytes << 2;
  enter(last + <usize>row0 * bytes, initial, row0, row1, bytes);
  enter(lastCell + <usize>row0 * bytes, initialCell, row0, row1, bytes);
  for (let s = 0; s < steps; s++) {
    const t = reverse ? steps - 1 - s : s;
    const offset = tokenOffset(stepOffsets, t);
    const alive = aliveRows(stepOffsets, steps, t);
    const end = min(row1, alive);
    if (end <= row0) continue;
    const entering = max(row0, firstEntering(stepOffsets, steps, t, reverse, alive));
    enter(previous + <usize>(offset + entering) * bytes, initial, entering, end, bytes);
    enter(previousCell + <usize>(offset + entering) * bytes, initialCell, entering, end, bytes);
    const at = <usize>(offset + row0) * bytes;
    let state = previous + at;
    if (stateMask) {
      maskRows(masked + at, state, stateMask, row0, end, bytes);
      state = masked + at;
    }
    gemm(end - row0, units << 2, units, state, bytes, 4, recurrent, gates + <usize>(offset + row0) * gateRow, gateRow, ACCUMULATE, 0);
    const goOn = continuing(stepOffsets, steps, t, reverse, alive);
    const next = goOn > 0 ? followingOffset(stepOffsets, t, reverse) : 0;
    for (let r = row0; r < end; r++) {
      const token = <usize>(offset + r);
      const following = <usize>(next + r) * bytes;
      const row = <usize>r * bytes;
      const stateOut = r < goOn ? previous + following : last + row;
      const cellOut = r < goOn ? previousCell + following : lastCell + row;
      const outRowAt = out ? out + token * outRow : 0;
      if (act == TANH && rec == SIGMOID) {
        cell(true, TANH, SIGMOID, gates + token * gateRow, previousCell + token * bytes, cellOut, activated + token * bytes, stateOut, outRowAt, units);
      } else {
        cell(true, act, rec, gates + token * gateRow, previousCell + token * bytes, cellOut, activated + token * bytes, stateOut, outRowAt, units);
      }
    }
  }
}

/**
 * Rows [row0, row1) forward, where no backward pass follows: `state` and `cellState` [rows, units] run along and end as the final states.
 * The same numbers as lstmForward's, bit for bit. With a `table` of projections, whose row index[token] is a token's, `gates` is
 * scratch of one row for each row of the batch.
 */
export function lstmInfer(
  stepOffsets: usize, steps: i32, row0: i32, row1: i32, reverse: i32, units: i32, act: i32, rec: i32,
  gates: usize, table: usize, index: usize, recurrent: usize, out: usize, outRow: usize, initial: usize, initialCell: usize, state: usize, cellState: usize,
): void {
  const bytes = <usize>units << 2;
  const gateRow = bytes << 2;
  enter(state + <usize>row0 * bytes, initial, row0, row1, bytes);
  enter(cellState + <usize>row0 * bytes, initialCell, row0, row1, bytes);
  for (let s = 0; s < steps; s++) {
    const t = reverse ? steps - 1 - s : s;
    const offset = tokenOffset(stepOffsets, t);
    const end = min(row1, aliveRows(stepOffsets, steps, t));
    if (end <= row0) continue;
    if (table) fetchRows(gates, table, index, offset, row0, end, gateRow);
    const z = table ? gates : gates + <usize>offset * gateRow;
    // at the first step states are zeros, unless some are given
    if (s > 0 || initial) gemm(end - row0, units << 2, units, state + <usize>row0 * bytes, bytes, 4, recurrent, z + <usize>row0 * gateRow, gateRow, ACCUMULATE, 0);
    for (let r = row0; r < end; r++) {
      const row = <usize>r * bytes;
      const outAt = out ? out + <usize>(offset + r) * outRow : 0;
      if (act == TANH && rec == SIGMOID) cell(false, TANH, SIGMOID, z + <usize>r * gateRow, cellState + row, cellState + row, 0, state + row, outAt, units);
      else cell(false, act, rec, z + <usize>r * gateRow, cellState + row, cellState + row, 0, state + row, outAt, units);
    }
  }
}

// @ts-ignore: decorator
@inline
function cellGradient(act: i32, rec: i32, gates: usize, carried: usize, activated: usize, back: usize, backCell: usize, out: usize, units: i32): void {
  const bytes = <usize>units << 2;
  for (let j = 0; j < units; j += 4) {
    const at = <usize>j << 2;
    const left = units - j;
    const zi = gates + at;
    const zf = zi + bytes;
    const zg = zf + bytes;
    const zo = zg + bytes;
    const i = v128.load(zi);
    const f = v128.load(zf);
    const g = v128.load(zg);
    const o = v128.load(zo);
    const a = v128.load(activated + at);
    let dh = v128.load(back + at);
    if (out) dh = f32x4.add(dh, v128.load(out + at));
    const dc = f32x4.add(f32x4.mul(f32x4.mul(dh, o), derivative4(act, a)), v128.load(backCell + at));
    storeLanes(zi, f32x4.mul(f32x4.mul(dc, g), derivative4(rec, i)), left);
    storeLanes(zf, f32x4.mul(f32x4.mul(dc, v128.load(carried + at)), derivative4(rec, f)), left);
    storeLanes(zg, f32x4.mul(f32x4.mul(dc, i), derivative4(act, g)), left);
    storeLanes(zo, f32x4.mul(f32x4.mul(dh, a), derivative4(rec, o)), left);
    storeLanes(backCell + at, f32x4.mul(dc, f), left);
  }
}

/**
 * Rows [row0, row1) backward. `outGradient` [tokens, outRow bytes], `lastGradient`, `lastCellGradient` [rows, units] or 0.
 * `carry` and `carryCell` [rows, units] end as the gradients of the initial states; `scratch` [rows, units] with a state mask.
 */
export function lstmBackward(
  stepOffsets: usize, steps: i32, rows: i32, row0: i32, row1: i32, reverse: i32, units: i32, act: i32, rec: i32,
  gates: usize, recurrentT: usize, previousCell: usize, activated: usize, stateMask: usize,
  outGradient: usize, outRow: usize, lastGradient: usize, lastCellGradient: usize, carry: usize, carryCell: usize, scratch: usize,
): void {
  const bytes = <usize>units << 2;
  const gateRow = bytes << 2;
  enter(carry + <usize>row0 * bytes, lastGradient, row0, row1, bytes);
  enter(carryCell + <usize>row0 * bytes, lastCellGradient, row0, row1, bytes);
  for (let s = steps - 1; s >= 0; s--) {
    const t = reverse ? steps - 1 - s : s;
    const offset = tokenOffset(stepOffsets, t);
    const end = min(row1, aliveRows(stepOffsets, steps, t));
    if (end <= row0) continue;
    for (let r = row0; r < end; r++) {
      const token = <usize>(offset + r);
      const row = <usize>r * bytes;
      const out = outGradient ? outGradient + token * outRow : 0;
      if (act == TANH && rec == SIGMOID) {
        cellGradient(TANH, SIGMOID, gates + token * gateRow, previousCell + token * bytes, activated + token * bytes, carry + row, carryCell + row, out, units);
      } else {
        cellGradient(act, rec, gates + token * gateRow, previousCell + token * bytes, activated + token * bytes, carry + row, carryCell + row, out, units);
      }
    }
    const into = carry + <usize>row0 * bytes;
    const product = stateMask ? scratch + <usize>row0 * bytes : into;
    gemm(end - row0, units, units << 2, gates + <usize>(offset + row0) * gateRow, gateRow, 4, recurrentT, product, bytes, FROM_ZERO, 0);
    if (stateMask) maskRows(into, product, stateMask, row0, end, bytes);
  }
}
