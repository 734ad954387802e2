/**
 * What the time loops of all recurrent layers share: walking the packed layout in either direction.
 *
 * Forward in time, the rows alive at step t are a prefix of those alive at t - 1. Backward in time they grow, and a
 * row enters at its last token. Each row's previous state lies in a buffer `previous` at the token that needs it,
 * so that the recurrent product reads contiguous rows and its weight gradient is one product over all tokens.
 */

// @ts-ignore: decorator
@inline
export function tokenOffset(stepOffsets: usize, t: i32): i32 {
  return i32.load(stepOffsets + (<usize>t << 2));
}

/** Rows alive at step t; 0 beyond the last step. */
// @ts-ignore: decorator
@inline
export function aliveRows(stepOffsets: usize, steps: i32, t: i32): i32 {
  return t >= steps ? 0 : tokenOffset(stepOffsets, t + 1) - tokenOffset(stepOffsets, t);
}

/** First of the rows that enter the recurrence at step t, up to the last alive one. */
// @ts-ignore: decorator
@inline
export function firstEntering(stepOffsets: usize, steps: i32, t: i32, reverse: i32, alive: i32): i32 {
  if (reverse) return aliveRows(stepOffsets, steps, t + 1);
  return t == 0 ? 0 : alive;
}

/** How many of the alive rows go on to another step after t; the rest have ended. */
// @ts-ignore: decorator
@inline
export function continuing(stepOffsets: usize, steps: i32, t: i32, reverse: i32, alive: i32): i32 {
  if (reverse) return t > 0 ? alive : 0;
  return aliveRows(stepOffsets, steps, t + 1);
}

/** Token offset of the step that follows t in the direction of the recurrence. */
// @ts-ignore: decorator
@inline
export function followingOffset(stepOffsets: usize, t: i32, reverse: i32): i32 {
  return tokenOffset(stepOffsets, reverse ? t - 1 : t + 1);
}

/** Copies rows [first, last) of an initial state, or zeros where there is none. */
export function enter(target: usize, initial: usize, first: i32, last: i32, bytes: usize): void {
  if (last <= first) return;
  const count = <usize>(last - first) * bytes;
  if (initial == 0) memory.fill(target, 0, count);
  else memory.copy(target, initial + <usize>first * bytes, count);
}

/** Copies the rows of a table that the tokens from `offset` on stand for into rows [first, last). */
export function fetchRows(target: usize, table: usize, index: usize, offset: i32, first: i32, last: i32, bytes: usize): void {
  for (let r = first; r < last; r++) {
    memory.copy(target + <usize>r * bytes, table + <usize>i32.load(index + (<usize>(offset + r) << 2)) * bytes, bytes);
  }
}

/** Multiplies rows [first, last) by a mask of one row each; `source` and `target` begin at row `first`. */
export function maskRows(target: usize, source: usize, mask: usize, first: i32, last: i32, bytes: usize): void {
  const count = <usize>(last - first) * bytes;
  mask += <usize>first * bytes;
  for (let at: usize = 0; at < count; at += 16) {
    const left = count - at;
    const v = f32x4.mul(v128.load(source + at), v128.load(mask + at));
    if (left >= 16) v128.store(target + at, v);
    else {
      v128.store32_lane(target + at, v, 0);
      if (left > 4) v128.store32_lane(target + at, v, 1, 4);
      if (left > 8) v128.store32_lane(target + at, v, 2, 8);
    }
  }
}
