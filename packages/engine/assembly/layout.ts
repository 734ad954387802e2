/**
 * The packed layout of a batch.
 *
 * Rows are sorted by length, longest first. Tokens lie time-major: first every row's first token, then every
 * row's second one, and so on, so that the rows still alive at a step are the first ones and lie together:
 *
 *   row lengths 4 2 1      step 0: a0 b0 c0   step 1: a1 b1   step 2: a2   step 3: a3
 *   stepOffsets            0        3          5        6        7
 *
 * With a mask a row is first compressed to its unmasked tokens; a masked step would only carry the state.
 */

/**
 * Sorts and packs rows of ids. Row r is values[rowOffsets[r] … rowOffsets[r + 1]); steps from there up to `time` are padding, id 0.
 * With `maskZero`, id 0 is left out; without, every row has `time` tokens.
 *
 * Writes order[rows] (packed row → row of the batch), stepOffsets[time + 1], and for every packed token its id,
 * its key for random numbers (row · 2^16 + time, wrapping), its position row · time + t and its packed row.
 * `counts` is scratch for time + 2 numbers, `lengths` for `rows`.
 *
 * Returns the number of tokens, or -1 - i where values[i] is not in [0, vocabulary).
 */
export function packIds(
  values: usize, rowOffsets: usize, rows: i32, time: i32, maskZero: i32, vocabulary: i32,
  order: usize, stepOffsets: usize, ids: usize, keys: usize, positions: usize, rowOf: usize, counts: usize, lengths: usize,
): i32 {
  memory.fill(counts, 0, <usize>(time + 2) << 2);
  for (let r = 0; r < rows; r++) {
    const first = i32.load(rowOffsets + (<usize>r << 2));
    const last = i32.load(rowOffsets + (<usize>r << 2), 4);
    let length = 0;
    for (let i = first; i < last; i++) {
      const id = i32.load(values + (<usize>i << 2));
      if (<u32>id >= <u32>vocabulary) return -1 - i;
      length += i32(id != 0);
    }
    if (!maskZero) length = time;
    i32.store(lengths + (<usize>r << 2), length);
    const at = counts + (<usize>length << 2);
    i32.store(at, i32.load(at) + 1);
  }
  // steps: rows alive at step t are those longer than t
  let alive = rows;
  let total = 0;
  for (let t = 0; t < time; t++) {
    i32.store(stepOffsets + (<usize>t << 2), total);
    alive -= i32.load(counts + (<usize>t << 2));
    total += alive;
  }
  i32.store(stepOffsets + (<usize>time << 2), total);
  // counting sort, longest first, equal lengths in the order of the batch
  let place = 0;
  for (let length = time; length >= 0; length--) {
    const at = counts + (<usize>length << 2);
    const count = i32.load(at);
    i32.store(at, place);
    place += count;
  }
  for (let r = 0; r < rows; r++) {
    const at = counts + (<usize>i32.load(lengths + (<usize>r << 2)) << 2);
    const to = i32.load(at);
    i32.store(at, to + 1);
    i32.store(order + (<usize>to << 2), r);
  }
  for (let p = 0; p < rows; p++) {
    const r = i32.load(order + (<usize>p << 2));
    const first = i32.load(rowOffsets + (<usize>r << 2));
    const length = i32.load(rowOffsets + (<usize>r << 2), 4) - first;
    const end = maskZero ? length : time;
    let step = stepOffsets;
    for (let t = 0; t < end; t++) {
      const id = t < length ? i32.load(values + (<usize>(first + t) << 2)) : 0;
      if (maskZero && id == 0) continue;
      const at = <usize>(i32.load(step) + p) << 2;
      step += 4;
      i32.store(ids + at, id);
      i32.store(keys + at, (r << 16) + t);
      i32.store(positions + at, r * time + t);
      i32.store(rowOf + at, p);
    }
  }
  return total;
}

/**
 * The layout in which no step is left out, with the rows in a given `order`: every row has `time` tokens, those after its end with id 0.
 * Writes stepOffsets[time + 1] and ids, keys, positions and rowOf as {@link packIds} does.
 */
export function expandIds(
  values: usize, rowOffsets: usize, rows: i32, time: i32, order: usize, stepOffsets: usize, ids: usize, keys: usize, positions: usize, rowOf: usize,
): void {
  for (let t = 0; t <= time; t++) i32.store(stepOffsets + (<usize>t << 2), t * rows);
  for (let p = 0; p < rows; p++) {
    const r = i32.load(order + (<usize>p << 2));
    const first = i32.load(rowOffsets + (<usize>r << 2));
    const length = i32.load(rowOffsets + (<usize>r << 2), 4) - first;
    for (let t = 0; t < time; t++) {
      const at = <usize>(t * rows + p) << 2;
      i32.store(ids + at, t < length ? i32.load(values + (<usize>(first + t) << 2)) : 0);
      i32.store(keys + at, (r << 16) + t);
      i32.store(positions + at, r * time + t);
      i32.store(rowOf + at, p);
    }
  }
}

/**
 * For every token of the layout that is shown, the packed token whose output it shows, or -1 for zeros. Steps without an output of their
 * own show the one before, with `zeroMasked` zeros. In `reversed` time, step s shows what step time - 1 - s put out.
 * `places` is scratch for rows · time numbers.
 */
export function shownTokens(
  index: usize, rowOf: usize, positions: usize, count: i32, packedRowOf: usize, packedPositions: usize, packedCount: i32,
  order: usize, rows: i32, time: i32, reversed: i32, zeroMasked: i32, places: usize,
): void {
  memory.fill(places, 0xff, <usize>(rows * time) << 2);
  for (let i = 0; i < packedCount; i++) {
    const p = i32.load(packedRowOf + (<usize>i << 2));
    const t = i32.load(packedPositions + (<usize>i << 2)) - i32.load(order + (<usize>p << 2)) * time;
    i32.store(places + (<usize>(p * time + (reversed ? time - 1 - t : t)) << 2), i);
  }
  if (!zeroMasked) {
    for (let p = 0; p < rows; p++) {
      let last = -1;
      for (let at = places + (<usize>(p * time) << 2), end = at + (<usize>time << 2); at < end; at += 4) {
        const token = i32.load(at);
        if (token < 0) i32.store(at, last);
        else last = token;
      }
    }
  }
  for (let i = 0; i < count; i++) {
    const p = i32.load(rowOf + (<usize>i << 2));
    const t = i32.load(positions + (<usize>i << 2)) - i32.load(order + (<usize>p << 2)) * time;
    i32.store(index + (<usize>i << 2), i32.load(places + (<usize>(p * time + t) << 2)));
  }
}

/** index[rows]: the row itself where it has a token, with `step` ≥ 0 one at that time step; else -1. */
export function rowsWithTokens(index: usize, rowOf: usize, positions: usize, count: i32, rows: i32, time: i32, step: i32): void {
  memory.fill(index, 0xff, <usize>rows << 2);
  for (let i = 0; i < count; i++) {
    const p = i32.load(rowOf + (<usize>i << 2));
    if (step < 0 || i32.load(positions + (<usize>i << 2)) % time == step) i32.store(index + (<usize>p << 2), p);
  }
}

/**
 * Of the ids unique[0 … count), those whose entry in `versions` is not `version`; it is set. Writes their places in `unique` and the ids
 * themselves, returns how many there are.
 */
export function staleIds(unique: usize, count: i32, versions: usize, version: i32, places: usize, ids: usize): i32 {
  let found = 0;
  for (let i = 0; i < count; i++) {
    const id = i32.load(unique + (<usize>i << 2));
    const at = versions + (<usize>id << 2);
    if (i32.load(at) == version) continue;
    i32.store(at, version);
    i32.store(places + (<usize>found << 2), i);
    i32.store(ids + (<usize>found << 2), id);
    found++;
  }
  return found;
}

/**
 * Numbers the distinct ids of a batch in the order of their first appearance.
 * `stamps` and `slots` have one number per vocabulary entry; `stamp` must differ from the one of every earlier call.
 * Writes slotOf[count] and unique[], returns how many there are.
 */
export function uniqueIds(ids: usize, count: i32, stamp: i32, stamps: usize, slots: usize, slotOf: usize, unique: usize): i32 {
  let found = 0;
  for (let i = 0; i < count; i++) {
    const id = i32.load(ids + (<usize>i << 2));
    const at = <usize>id << 2;
    if (i32.load(stamps + at) != stamp) {
      i32.store(stamps + at, stamp);
      i32.store(slots + at, found);
      i32.store(unique + (<usize>found << 2), id);
      found++;
    }
    i32.store(slotOf + (<usize>i << 2), i32.load(slots + at));
  }
  return found;
}
