/**
 * Running averages of weights, avg = μ·avg + (1 - μ)·p after every step, and sums of gradients over several batches.
 *
 * Rows, `unique`, `lastStep` and `now` are those of optimizer.ts. A row that is left behind is followed by its average first, from where the
 * row and its states were when they were left, and then by the kernel that moves the row itself and notes the step.
 */
import { storeLanes } from './vector';

// @ts-ignore: decorator
@inline
function rowAt(unique: usize, i: i32): i32 {
  return unique ? i32.load(unique + (<usize>i << 2)) : i;
}

/** avg += rest · (p - avg), with rest = 1 - μ, for rows that a step has just changed. */
export function averageRows(average: usize, table: usize, lastStep: usize, unique: usize, count: i32, width: i32, now: i32, rest: f32): void {
  const r = f32x4.splat(rest);
  for (let i = 0; i < count; i++) {
    const row = rowAt(unique, i);
    if (lastStep) i32.store(lastStep + (<usize>row << 2), now);
    const offset = <usize>row * (<usize>width << 2);
    for (let j = 0; j < width; j += 4) {
      const at = offset + (<usize>j << 2);
      const before = v128.load(average + at);
      storeLanes(average + at, f32x4.add(before, f32x4.mul(r, f32x4.sub(v128.load(table + at), before))), width - j);
    }
  }
}

/** Averages of rows that coast (coastRows) for k = now - lastStep steps: avg += gains[k] · (p - avg) + moves[k] · u. `u` may be 0, for none. */
export function coastAverageRows(
  average: usize, table: usize, u: usize, lastStep: usize, unique: usize, count: i32, width: i32, now: i32, gains: usize, moves: usize,
): void {
  for (let i = 0; i < count; i++) {
    const row = rowAt(unique, i);
    const last = i32.load(lastStep + (<usize>row << 2));
    const k = now - last;
    if (last == 0 || k <= 0) continue;
    const gain = f32x4.splat(f32.load(gains + (<usize>k << 2)));
    const move = f32x4.splat(f32.load(moves + (<usize>k << 2)));
    const offset = <usize>row * (<usize>width << 2);
    for (let j = 0; j < width; j += 4) {
      const at = offset + (<usize>j << 2);
      const before = v128.load(average + at);
      let after = f32x4.add(before, f32x4.mul(gain, f32x4.sub(v128.load(table + at), before)));
      if (u) after = f32x4.add(after, f32x4.mul(move, v128.load(u + at)));
      storeLanes(average + at, after, width - j);
    }
  }
}

/**
 * Averages of rows that drift (adamCoastRows) for k steps, up to `reach`:
 *
 *   avg += gains[k] · (p - avg) - losses[k] · p - shift[k] · m / (√v + epsilons[k])
 *
 * Beyond, the average moves as it did over the first `reach` steps (lateShift[t], lateEpsilons[t]) and then follows the row, which no longer
 * moves by m and whose movement until then is rowShift[t] with rowEpsilons[t]. With weight decay `inverses` holds 1 / C(t) as there, and
 * sums[t] = Σ_{j ≤ t} (1 - μ)·μ^(t-j)·C(j), so that the mean of what is left of a weight from t on is (sums[now] - μ^k · sums[t]) / C(t).
 * `m` and `v` may be 0, for no movement, and for one by m alone.
 */
export function driftAverageRows(
  average: usize, table: usize, m: usize, v: usize, lastStep: usize, unique: usize, count: i32, width: i32, now: i32, reach: i32,
  gains: usize, losses: usize, shift: usize, epsilons: usize, lateShift: usize, lateEpsilons: usize, rowShift: usize, rowEpsilons: usize,
  inverses: usize, sums: usize,
): void {
  const sum = inverses ? f64.load(sums + (<usize>now << 3)) : 0;
  for (let i = 0; i < count; i++) {
    const row = rowAt(unique, i);
    const last = i32.load(lastStep + (<usize>row << 2));
    const k = now - last;
    if ((last == 0 && !inverses) || k <= 0) continue;
    const gained = f32.load(gains + (<usize>k << 2));
    const late = k > reach;
    let loss: f32 = 0;
    let own: f32 = 0;
    let ownEpsilon: f32 = 1;
    let rest: f32 = 0;
    let restEpsilon: f32 = 1;
    if (late) {
      const gainedSince = <f64>f32.load(gains + (<usize>(k - reach) << 2));
      let followed = gainedSince;
      if (inverses) {
        const from = last + reach;
        loss = <f32>(<f64>gained - (sum - (1 - <f64>gained) * f64.load(sums + (<usize>last << 3))) * f64.load(inverses + (<usize>last << 3)));
        followed = (sum - (1 - gainedSince) * f64.load(sums + (<usize>from << 3))) * f64.load(inverses + (<usize>from << 3));
      }
      if (m) {
        own = <f32>((1 - gainedSince) * <f64>f32.load(lateShift + (<usize>last << 2)));
        ownEpsilon = f32.load(lateEpsilons + (<usize>last << 2));
        rest = <f32>(followed * <f64>f32.load(rowShift + (<usize>last << 2)));
        restEpsilon = f32.load(rowEpsilons + (<usize>last << 2));
      }
    } else {
      loss = f32.load(losses + (<usize>k << 2));
      own = f32.load(shift + (<usize>k << 2));
      ownEpsilon = f32.load(epsilons + (<usize>k << 2));
    }
    const g = f32x4.splat(gained);
    const l = f32x4.splat(loss);
    const offset = <usize>row * (<usize>width << 2);
    for (let j = 0; j < width; j += 4) {
      const at = offset + (<usize>j << 2);
      const before = v128.load(average + at);
      const p = v128.load(table + at);
      let after = f32x4.sub(f32x4.add(before, f32x4.mul(g, f32x4.sub(p, before))), f32x4.mul(l, p));
      if (m) {
        const first = v128.load(m + at);
        let one = f32x4.mul(f32x4.splat(own), first);
        let two = f32x4.mul(f32x4.splat(rest), first);
        if (v) {
          const root = f32x4.sqrt(v128.load(v + at));
          one = f32x4.div(one, f32x4.add(root, f32x4.splat(ownEpsilon)));
          two = f32x4.div(two, f32x4.add(root, f32x4.splat(restEpsilon)));
        }
        after = f32x4.sub(after, late ? f32x4.add(one, two) : one);
      }
      storeLanes(average + at, after, width - j);
    }
  }
}

/**
 * Adds the rows unique[0 … count) that `marks` [table rows] does not have as `cycle` yet to list[known …], marks them and clears their sums.
 * Returns how many the list then has.
 */
export function listRows(unique: usize, count: i32, marks: usize, cycle: i32, list: usize, known: i32, sums: usize, width: i32): i32 {
  const bytes = <usize>width << 2;
  for (let i = 0; i < count; i++) {
    const row = i32.load(unique + (<usize>i << 2));
    const mark = marks + (<usize>row << 2);
    if (i32.load(mark) == cycle) continue;
    i32.store(mark, cycle);
    i32.store(list + (<usize>known << 2), row);
    known++;
    memory.fill(sums + <usize>row * bytes, 0, bytes);
  }
  return known;
}
