/** Pooling over time in the packed layout. A row without tokens gives zeros. */
import { aliveRows, tokenOffset } from './steps';
import { storeLanes } from './vector';

/** Maximum over time, and for every maximum the step at which it was first reached, `chosen` [rows, width] of int32. */
export function maxPoolForward(stepOffsets: usize, steps: i32, rows: i32, width: i32, source: usize, target: usize, chosen: usize): void {
  const bytes = <usize>width << 2;
  memory.fill(target, 0, <usize>rows * bytes);
  for (let t = 0; t < steps; t++) {
    const offset = tokenOffset(stepOffsets, t);
    const alive = aliveRows(stepOffsets, steps, t);
    const step = i32x4.splat(t);
    for (let r = 0; r < alive; r++) {
      const from = source + <usize>(offset + r) * bytes;
      const best = target + <usize>r * bytes;
      const at = chosen + <usize>r * bytes;
      for (let j = 0; j < width; j += 4) {
        const c = <usize>j << 2;
        const v = v128.load(from + c);
        const old = v128.load(best + c);
        const better = t == 0 ? i32x4.splat(-1) : f32x4.gt(v, old);
        storeLanes(best + c, v128.bitselect(v, old, better), width - j);
        storeLanes(at + c, v128.bitselect(step, v128.load(at + c), better), width - j);
      }
    }
  }
}

/** Gradient of maxPoolForward: each maximum's gradient goes to the token that gave it. Clears `target` first. */
export function maxPoolBackward(stepOffsets: usize, steps: i32, rows: i32, width: i32, gradient: usize, chosen: usize, target: usize): void {
  const bytes = <usize>width << 2;
  for (let t = 0; t < steps; t++) {
    const offset = tokenOffset(stepOffsets, t);
    const alive = aliveRows(stepOffsets, steps, t);
    const step = i32x4.splat(t);
    for (let r = 0; r < alive; r++) {
      const to = target + <usize>(offset + r) * bytes;
      const row = <usize>r * bytes;
      for (let j = 0; j < width; j += 4) {
        const c = <usize>j << 2;
        storeLanes(to + c, v128.and(v128.load(gradient + row + c), i32x4.eq(v128.load(chosen + row + c), step)), width - j);
      }
    }
  }
}

/** Mean over each row's tokens. */
export function averagePoolForward(stepOffsets: usize, steps: i32, rows: i32, width: i32, source: usize, target: usize, lengths: usize): void {
  const bytes = <usize>width << 2;
  memory.fill(target, 0, <usize>rows * bytes);
  for (let r = 0; r < rows; r++) i32.store(lengths + (<usize>r << 2), 0);
  for (let t = 0; t < steps; t++) {
    const offset = tokenOffset(stepOffsets, t);
    const alive = aliveRows(stepOffsets, steps, t);
    for (let r = 0; r < alive; r++) {
      const from = source + <usize>(offset + r) * bytes;
      const into = target + <usize>r * bytes;
      i32.store(lengths + (<usize>r << 2), t + 1);
      for (let j = 0; j < width; j += 4) {
        const c = <usize>j << 2;
        storeLanes(into + c, f32x4.add(v128.load(into + c), v128.load(from + c)), width - j);
      }
    }
  }
  for (let r = 0; r < rows; r++) {
    const length = i32.load(lengths + (<usize>r << 2));
    if (length == 0) continue;
    const n = f32x4.splat(<f32>length);
    const at = target + <usize>r * bytes;
    for (let j = 0; j < width; j += 4) {
      const c = <usize>j << 2;
      storeLanes(at + c, f32x4.div(v128.load(at + c), n), width - j);
    }
  }
}

/** Gradient of averagePoolForward. */
export function averagePoolBackward(stepOffsets: usize, steps: i32, rows: i32, width: i32, gradient: usize, lengths: usize, target: usize): void {
  const bytes = <usize>width << 2;
  for (let t = 0; t < steps; t++) {
    const offset = tokenOffset(stepOffsets, t);
    const alive = aliveRows(stepOffsets, steps, t);
    for (let r = 0; r < alive; r++) {
      const n = f32x4.splat(<f32>i32.load(lengths + (<usize>r << 2)));
      const to = target + <usize>(offset + r) * bytes;
      const row = <usize>r * bytes;
      for (let j = 0; j < width; j += 4) {
        const c = <usize>j << 2;
        storeLanes(to + c, f32x4.div(v128.load(gradient + row + c), n), width - j);
      }
    }
  }
}
