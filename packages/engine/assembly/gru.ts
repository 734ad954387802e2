/**
 * GRU over packed rows, gate order z, r, h:
 *
 *   z = rec(x·W_z + b_z + h'·U_z)     r = rec(x·W_r + b_r + h'·U_r)
 *   resetAfter:  n = act(x·W_h + b_h + r·(h'·U_h + c_h)), and c_z, c_r are added to z and r
 *   otherwise:   n = act(x·W_h + b_h + (r·h')·U_h)
 *   h = z·h' + (1 - z)·n              with h' = h_{t-1}
 *
 * Recurrent dropout multiplies h' in the products; the mix z·h' keeps it whole.
 *
 * `gates` [tokens, 3·units] holds x·W + b on entry, z, r, n after the forward pass and the gradients of their
 * pre-activations after the backward pass. `inner` is, with resetAfter, [tokens, 3·units]: h'·U + c forward, the
 * gradient of that backward. Otherwise it is [tokens, units]: r·h'.
 */
import { ACCUMULATE, FROM_BIAS, FROM_ZERO, gemm } from './gemm';
import { aliveRows, continuing, enter, fetchRows, firstEntering, followingOffset, maskRows, tokenOffset } from './steps';
import { activate4, derivative4, SIGMOID, storeLanes, TANH } from './vector';

// @ts-ignore: decorator
@inline
function mixAfter(act: i32, rec: i32, gates: usize, inner: usize, previous: usize, stateOut: usize, out: usize, units: i32): void {
  const bytes = <usize>units << 2;
  const one = f32x4.splat(1);
  for (let j = 0; j < units; j += 4) {
    const at = <usize>j << 2;
    const left = units - j;
    const z = activate4(rec, f32x4.add(v128.load(gates + at), v128.load(inner + at)));
    const r = activate4(rec, f32x4.add(v128.load(gates + bytes + at), v128.load(inner + bytes + at)));
    const u = v128.load(inner + bytes + bytes + at);
    const n = activate4(act, f32x4.add(v128.load(gates + bytes + bytes + at), f32x4.mul(r, u)));
    const h = f32x4.add(f32x4.mul(z, v128.load(previous + at)), f32x4.mul(f32x4.sub(one, z), n));
    storeLanes(gates + at, z, left);
    storeLanes(gates + bytes + at, r, left);
    storeLanes(gates + bytes + bytes + at, n, left);
    storeLanes(stateOut + at, h, left);
    if (out) storeLanes(out + at, h, left);
  }
}

// @ts-ignore: decorator
@inline
function resetBefore(rec: i32, gates: usize, state: usize, inner: usize, units: i32): void {
  const bytes = <usize>units << 2;
  for (let j = 0; j < units; j += 4) {
    const at = <usize>j << 2;
    const left = units - j;
    const r = activate4(rec, v128.load(gates + bytes + at));
    storeLanes(gates + at, activate4(rec, v128.load(gates + at)), left);
    storeLanes(gates + bytes + at, r, left);
    storeLanes(inner + at, f32x4.mul(r, v128.load(state + at)), left);
  }
}

// @ts-ignore: decorator
@inline
function mixBefore(act: i32, gates: usize, previous: usize, stateOut: usize, out: usize, units: i32): void {
  const bytes = <usize>units << 2;
  const one = f32x4.splat(1);
  for (let j = 0; j < units; j += 4) {
    const at = <usize>j << 2;
    const left = units - j;
    const z = v128.load(gates + at);
    const n = activate4(act, v128.load(gates + bytes + bytes + at));
    const h = f32x4.add(f32x4.mul(z, v128.load(previous + at)), f32x4.mul(f32x4.sub(one, z), n));
    storeLanes(gates + bytes + bytes + at, n, left);
    storeLanes(stateOut + at, h, left);
    if (out) storeLanes(out + at, h, left);
  }
}

/**
 * Rows [row0, row1) forward. `recurrent` is U packed as [units, 3·units], or without resetAfter its z and r columns
 * [units, 2·units], and `recurrentCandidate` the h columns. `innerBias` [3·units] or 0 belongs to resetAfter. The rest as in lstmForward.
 */
export function gruForward(
  stepOffsets: usize, steps: i32, rows: i32, row0: i32, row1: i32, reverse: i32, units: i32, act: i32, rec: i32, resetAfter: i32,
  gates: usize, inner: usize, recurrent: usize, recurrentCandidate: usize, innerBias: usize,
  previous: usize, masked: usize, stateMask: usize, out: usize, outRow: usize, initial: usize, last: usize,
): void {
  const bytes = <usize>units << 2;
  const gateRow = bytes * 3;
  const innerRow = resetAfter ? gateRow : bytes;
  enter(last + <usize>row0 * bytes, initial, row0, row1, bytes);
  for (let s = 0; s < steps; s++) {
    const t = reverse ? steps - 1 - s : s;
    const offset = tokenOffset(stepOffsets, t);
    const alive = aliveRows(stepOffsets, steps, t);
    const end = min(row1, alive);
    if (end <= row0) continue;
    const count = end - row0;
    const entering = max(row0, firstEntering(stepOffsets, steps, t, reverse, alive));
    enter(previous + <usize>(offset + entering) * bytes, initial, entering, end, bytes);
    const first = <usize>(offset + row0);
    let state = previous + first * bytes;
    if (stateMask) {
      maskRows(masked + first * bytes, state, stateMask, row0, end, bytes);
      state = masked + first * bytes;
    }
    const goOn = continuing(stepOffsets, steps, t, reverse, alive);
    const next = goOn > 0 ? followingOffset(stepOffsets, t, reverse) : 0;
    if (resetAfter) {
      gemm(count, units * 3, units, state, bytes, 4, recurrent, inner + first * gateRow, gateRow, innerBias ? FROM_BIAS : FROM_ZERO, innerBias);
    } else {
      gemm(count, units << 1, units, state, bytes, 4, recurrent, gates + first * gateRow, gateRow, ACCUMULATE, 0);
      for (let r = 0; r < count; r++) {
        const token = first + <usize>r;
        resetBefore(rec, gates + token * gateRow, state + <usize>r * bytes, inner + token * bytes, units);
      }
      gemm(count, units, units, inner + first * bytes, bytes, 4, recurrentCandidate, gates + first * gateRow + (bytes << 1), gateRow, ACCUMULATE, 0);
    }
    for (let r = row0; r < end; r++) {
      const token = <usize>(offset + r);
      const stateOut = r < goOn ? previous + <usize>(next + r) * bytes : last + <usize>r * bytes;
      const outAt = out ? out + token * outRow : 0;
      const at = gates + token * gateRow;
      if (!resetAfter) mixBefore(act, at, previous + token * bytes, stateOut, outAt, units);
      else if (act == TANH && rec == SIGMOID) mixAfter(TANH, SIGMOID, at, inner + token * innerRow, previous + token * bytes, stateOut, outAt, units);
      else mixAfter(act, rec, at, inner + token * innerRow, previous + token * bytes, stateOut, outAt, units);
    }
  }
}

/**
 * Rows [row0, row1) forward, where no backward pass follows: `state` [rows, units] runs along and ends as the final state; `inner` is
 * scratch of [rows, 3·units], without resetAfter [rows, units]. With a `table` of projections, whose row index[token] is a token's,
 * `gates` is scratch of one row for each row of the batch. The rest as in gruForward, and the same numbers bit for bit.
 */
export function gruInfer(
  stepOffsets: usize, steps: i32, row0: i32, row1: i32, reverse: i32, units: i32, act: i32, rec: i32, resetAfter: i32,
  gates: usize, table: usize, index: usize, inner: usize, recurrent: usize, recurrentCandidate: usize, innerBias: usize,
  out: usize, outRow: usize, initial: usize, state: usize,
): void {
  const bytes = <usize>units << 2;
  const gateRow = bytes * 3;
  const innerRow = resetAfter ? gateRow : bytes;
  const from = state + <usize>row0 * bytes;
  const within = inner + <usize>row0 * innerRow;
  enter(from, initial, row0, row1, bytes);
  for (let s = 0; s < steps; s++) {
    const t = reverse ? steps - 1 - s : s;
    const offset = tokenOffset(stepOffsets, t);
    const end = min(row1, aliveRows(stepOffsets, steps, t));
    if (end <= row0) continue;
    const count = end - row0;
    if (table) fetchRows(gates, table, index, offset, row0, end, gateRow);
    const at = gates + <usize>(table ? row0 : offset + row0) * gateRow;
    if (resetAfter) {
      gemm(count, units * 3, units, from, bytes, 4, recurrent, within, gateRow, innerBias ? FROM_BIAS : FROM_ZERO, innerBias);
    } else {
      gemm(count, units << 1, units, from, bytes, 4, recurrent, at, gateRow, ACCUMULATE, 0);
      for (let r: usize = 0; r < <usize>count; r++) resetBefore(rec, at + r * gateRow, from + r * bytes, within + r * bytes, units);
      gemm(count, units, units, within, bytes, 4, recurrentCandidate, at + (bytes << 1), gateRow, ACCUMULATE, 0);
    }
    for (let r: usize = 0; r < <usize>count; r++) {
      const outAt = out ? out + (<usize>(offset + row0) + r) * outRow : 0;
      const z = at + r * gateRow;
      const h = from + r * bytes;
      if (!resetAfter) mixBefore(act, z, h, h, outAt, units);
      else if (act == TANH && rec == SIGMOID) mixAfter(TANH, SIGMOID, z, within + r * innerRow, h, h, outAt, units);
      else mixAfter(act, rec, z, within + r * innerRow, h, h, outAt, units);
    }
  }
}

// @ts-ignore: decorator
@inline
function gradientAfter(act: i32, rec: i32, gates: usize, inner: usize, previous: usize, back: usize, out: usize, units: i32): void {
  const bytes = <usize>units << 2;
  const one = f32x4.splat(1);
  for (let j = 0; j < units; j += 4) {
    const at = <usize>j << 2;
    const left = units - j;
    const z = v128.load(gates + at);
    const r = v128.load(gates + bytes + at);
    const n = v128.load(gates + bytes + bytes + at);
    const u = v128.load(inner + bytes + bytes + at);
    let dh = v128.load(back + at);
    if (out) dh = f32x4.add(dh, v128.load(out + at));
    const dz = f32x4.mul(f32x4.mul(dh, f32x4.sub(v128.load(previous + at), n)), derivative4(rec, z));
    const dn = f32x4.mul(f32x4.mul(dh, f32x4.sub(one, z)), derivative4(act, n));
    const dr = f32x4.mul(f32x4.mul(dn, u), derivative4(rec, r));
    storeLanes(gates + at, dz, left);
    storeLanes(gates + bytes + at, dr, left);
    storeLanes(gates + bytes + bytes + at, dn, left);
    storeLanes(inner + at, dz, left);
    storeLanes(inner + bytes + at, dr, left);
    storeLanes(inner + bytes + bytes + at, f32x4.mul(dn, r), left);
    storeLanes(back + at, f32x4.mul(dh, z), left);
  }
}

/** The part before the product with U_h: gradients of z and n, and the share of h' that the mix hands back. */
// @ts-ignore: decorator
@inline
function gradientBefore(act: i32, rec: i32, gates: usize, previous: usize, back: usize, out: usize, units: i32): void {
  const bytes = <usize>units << 2;
  const one = f32x4.splat(1);
  for (let j = 0; j < units; j += 4) {
    const at = <usize>j << 2;
    const left = units - j;
    const z = v128.load(gates + at);
    const n = v128.load(gates + bytes + bytes + at);
    let dh = v128.load(back + at);
    if (out) dh = f32x4.add(dh, v128.load(out + at));
    storeLanes(gates + at, f32x4.mul(f32x4.mul(dh, f32x4.sub(v128.load(previous + at), n)), derivative4(rec, z)), left);
    storeLanes(gates + bytes + bytes + at, f32x4.mul(f32x4.mul(dh, f32x4.sub(one, z)), derivative4(act, n)), left);
    storeLanes(back + at, f32x4.mul(dh, z), left);
  }
}

/** The part after it: `product` holds the gradient of r·h' and leaves as the gradient of h' through it. */
// @ts-ignore: decorator
@inline
function gradientReset(rec: i32, gates: usize, state: usize, product: usize, units: i32): void {
  const bytes = <usize>units << 2;
  for (let j = 0; j < units; j += 4) {
    const at = <usize>j << 2;
    const left = units - j;
    const r = v128.load(gates + bytes + at);
    const d = v128.load(product + at);
    storeLanes(gates + bytes + at, f32x4.mul(f32x4.mul(d, v128.load(state + at)), derivative4(rec, r)), left);
    storeLanes(product + at, f32x4.mul(d, r), left);
  }
}

/** target += source · mask over rows [first, last); source and target begin at row 0. */
function addRows(target: usize, source: usize, mask: usize, first: i32, last: i32, units: i32): void {
  const begin = <usize>(first * units) << 2;
  const count = (last - first) * units;
  for (let j = 0; j < count; j += 4) {
    const at = begin + (<usize>j << 2);
    let v = v128.load(source + at);
    if (mask) v = f32x4.mul(v, v128.load(mask + at));
    storeLanes(target + at, f32x4.add(v128.load(target + at), v), count - j);
  }
}

/**
 * Rows [row0, row1) backward. `recurrentT` is Uᵀ packed as [3·units, units], or without resetAfter the transposed z and
 * r columns [2·units, units] and `recurrentCandidateT` the transposed h columns. `state` is what the products saw:
 * `previous`, or its masked copy. `scratch` [rows, units]. The rest as in lstmBackward.
 */
export function gruBackward(
  stepOffsets: usize, steps: i32, rows: i32, row0: i32, row1: i32, reverse: i32, units: i32, act: i32, rec: i32, resetAfter: i32,
  gates: usize, inner: usize, recurrentT: usize, recurrentCandidateT: usize, previous: usize, state: usize, stateMask: usize,
  outGradient: usize, outRow: usize, lastGradient: usize, carry: usize, scratch: usize,
): void {
  const bytes = <usize>units << 2;
  const gateRow = bytes * 3;
  enter(carry + <usize>row0 * bytes, lastGradient, row0, row1, bytes);
  for (let s = steps - 1; s >= 0; s--) {
    const t = reverse ? steps - 1 - s : s;
    const offset = tokenOffset(stepOffsets, t);
    const end = min(row1, aliveRows(stepOffsets, steps, t));
    if (end <= row0) continue;
    const count = end - row0;
    const first = <usize>(offset + row0);
    for (let r = row0; r < end; r++) {
      const token = <usize>(offset + r);
      const out = outGradient ? outGradient + token * outRow : 0;
      const back = carry + <usize>r * bytes;
      const at = gates + token * gateRow;
      if (!resetAfter) gradientBefore(act, rec, at, previous + token * bytes, back, out, units);
      else if (act == TANH && rec == SIGMOID) gradientAfter(TANH, SIGMOID, at, inner + token * gateRow, previous + token * bytes, back, out, units);
      else gradientAfter(act, rec, at, inner + token * gateRow, previous + token * bytes, back, out, units);
    }
    const into = carry + <usize>row0 * bytes;
    const product = scratch + <usize>row0 * bytes;
    if (resetAfter) {
      if (stateMask) {
        gemm(count, units, units * 3, inner + first * gateRow, gateRow, 4, recurrentT, product, bytes, FROM_ZERO, 0);
        addRows(carry, scratch, stateMask, row0, end, units);
      } else {
        gemm(count, units, units * 3, inner + first * gateRow, gateRow, 4, recurrentT, into, bytes, ACCUMULATE, 0);
      }
    } else {
      gemm(count, units, units, gates + first * gateRow + (bytes << 1), gateRow, 4, recurrentCandidateT, product, bytes, FROM_ZERO, 0);
      for (let r = row0; r < end; r++) {
        const token = <usize>(offset + r);
        gradientReset(rec, gates + token * gateRow, state + token * bytes, scratch + <usize>r * bytes, units);
      }
      gemm(count, units, units << 1, gates + first * gateRow, gateRow, 4, recurrentT, product, bytes, ACCUMULATE, 0);
      addRows(carry, scratch, stateMask, row0, end, units);
    }
  }
}
