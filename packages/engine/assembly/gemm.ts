/**
 * Matrix products. One micro-kernel serves every form:
 *
 *   C[m, n] (+)= Σ_k A(m, k) · B(k, n)
 *
 * A is read through two strides, so the same code takes A as it lies (AB) or transposed (AᵀB).
 * B is packed beforehand into panels of 8 columns, zero-filled at the end, each panel k-major:
 *
 *   B[k, n]      ──pack──▶   panel 0: b(0,0..7) b(1,0..7) … b(k-1,0..7)
 *                            panel 1: b(0,8..15) …
 *
 * A tile of 4 rows and 8 columns stays in eight registers over the whole k loop. Every element of C sums its
 * products in ascending k whatever the tiling, so results do not depend on how rows are divided among callers.
 */
import { storeLanes } from './vector';

/** How a product begins: from zero, from what C holds, or from a bias row. */
export const FROM_ZERO: i32 = 0;
export const ACCUMULATE: i32 = 1;
export const FROM_BIAS: i32 = 2;

/** Rows of A that are gone through before the next panel of B is taken: about half of a first-level cache. */
const ROW_BLOCK_BYTES: i32 = 24576;

/** k steps of AᵀB that are packed and multiplied at a time. */
const K_BLOCK: i32 = 256;

/** Packs B[k, n], whose rows are `row` bytes apart. */
export function pack(target: usize, source: usize, row: usize, k: i32, n: i32): void {
  for (let j = 0; j < n; j += 8) {
    const columns = n - j;
    let from = source + (<usize>j << 2);
    if (columns >= 8) {
      for (let i = 0; i < k; i++) {
        v128.store(target, v128.load(from));
        v128.store(target, v128.load(from, 16), 16);
        from += row;
        target += 32;
      }
    } else {
      for (let i = 0; i < k; i++) {
        for (let c = 0; c < 8; c++) {
          f32.store(target + (<usize>c << 2), c < columns ? f32.load(from + (<usize>c << 2)) : 0);
        }
        from += row;
        target += 32;
      }
    }
  }
}

/** Packs B[k, n] that lies transposed in memory, as [n, k] with rows `row` bytes apart. */
export function packTransposed(target: usize, source: usize, row: usize, k: i32, n: i32): void {
  for (let j = 0; j < n; j += 8) {
    for (let c = 0; c < 8; c++) {
      let to = target + (<usize>c << 2);
      if (j + c < n) {
        let from = source + <usize>(j + c) * row;
        for (let i = 0; i < k; i++) {
          f32.store(to, f32.load(from));
          from += 4;
          to += 32;
        }
      } else {
        for (let i = 0; i < k; i++) {
          f32.store(to, 0);
          to += 32;
        }
      }
    }
    target += <usize>k << 5;
  }
}

// @ts-ignore: decorator
@inline
function storeRow(c: usize, left: v128, right: v128, columns: i32): void {
  if (columns >= 8) {
    v128.store(c, left);
    v128.store(c, right, 16);
  } else {
    storeLanes(c, left, columns);
    if (columns > 4) storeLanes(c + 16, right, columns - 4);
  }
}

/**
 * Two to four rows by eight columns. Rows that are missing are computed as copies of the first and not stored: the time is that of
 * four rows, which is less than that of two single ones.
 */
function tile4(rows: i32, k: i32, a: usize, aRow: usize, aStep: usize, b: usize, c: usize, cRow: usize, begin: i32, bias: usize, columns: i32): void {
  let a1 = a + aRow;
  let a2 = rows > 2 ? a1 + aRow : a;
  let a3 = rows > 3 ? a2 + aRow : a;
  const c1 = c + cRow;
  const c2 = rows > 2 ? c1 + cRow : c;
  const c3 = rows > 3 ? c2 + cRow : c;
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  if (begin == ACCUMULATE) {
    s00 = v128.load(c);
    s01 = v128.load(c, 16);
    s10 = v128.load(c1);
    s11 = v128.load(c1, 16);
    s20 = v128.load(c2);
    s21 = v128.load(c2, 16);
    s30 = v128.load(c3);
    s31 = v128.load(c3, 16);
  } else if (begin == FROM_BIAS) {
    s00 = v128.load(bias);
    s01 = v128.load(bias, 16);
    s10 = s00;
    s11 = s01;
    s20 = s00;
    s21 = s01;
    s30 = s00;
    s31 = s01;
  }
  for (let i = 0; i < k; i++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    s00 = f32x4.add(s00, f32x4.mul(x, b0));
    s01 = f32x4.add(s01, f32x4.mul(x, b1));
    x = v128.load32_splat(a1);
    s10 = f32x4.add(s10, f32x4.mul(x, b0));
    s11 = f32x4.add(s11, f32x4.mul(x, b1));
    x = v128.load32_splat(a2);
    s20 = f32x4.add(s20, f32x4.mul(x, b0));
    s21 = f32x4.add(s21, f32x4.mul(x, b1));
    x = v128.load32_splat(a3);
    s30 = f32x4.add(s30, f32x4.mul(x, b0));
    s31 = f32x4.add(s31, f32x4.mul(x, b1));
    a += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    b += 32;
  }
  storeRow(c, s00, s01, columns);
  storeRow(c1, s10, s11, columns);
  if (rows > 2) storeRow(c2, s20, s21, columns);
  if (rows > 3) storeRow(c3, s30, s31, columns);
}

/** One row by eight columns. */
function tile1(k: i32, a: usize, aStep: usize, b: usize, c: usize, begin: i32, bias: usize, columns: i32): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  if (begin != FROM_ZERO) {
    const from = begin == ACCUMULATE ? c : bias;
    s0 = v128.load(from);
    s1 = v128.load(from, 16);
  }
  for (let i = 0; i < k; i++) {
    const x = v128.load32_splat(a);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b, 16)));
    a += aStep;
    b += 32;
  }
  storeRow(c, s0, s1, columns);
}

/** One row by 32 columns, four whole panels that lie `panel` bytes apart: as many sums under way at once as in a tile of four rows. */
function tile1Wide(k: i32, a: usize, aStep: usize, b: usize, panel: usize, c: usize, begin: i32, bias: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  if (begin != FROM_ZERO) {
    const from = begin == ACCUMULATE ? c : bias;
    s0 = v128.load(from);
    s1 = v128.load(from, 16);
    s2 = v128.load(from, 32);
    s3 = v128.load(from, 48);
    s4 = v128.load(from, 64);
    s5 = v128.load(from, 80);
    s6 = v128.load(from, 96);
    s7 = v128.load(from, 112);
  }
  let b1 = b + panel;
  let b2 = b1 + panel;
  let b3 = b2 + panel;
  for (let i = 0; i < k; i++) {
    const x = v128.load32_splat(a);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b, 16)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(b1)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(b1, 16)));
    s4 = f32x4.add(s4, f32x4.mul(x, v128.load(b2)));
    s5 = f32x4.add(s5, f32x4.mul(x, v128.load(b2, 16)));
    s6 = f32x4.add(s6, f32x4.mul(x, v128.load(b3)));
    s7 = f32x4.add(s7, f32x4.mul(x, v128.load(b3, 16)));
    a += aStep;
    b += 32;
    b1 += 32;
    b2 += 32;
    b3 += 32;
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
  v128.store(c, s4, 64);
  v128.store(c, s5, 80);
  v128.store(c, s6, 96);
  v128.store(c, s7, 112);
}

/** One row of C. */
function singleRow(n: i32, k: i32, a: usize, aStep: usize, b: usize, c: usize, begin: i32, bias: usize): void {
  const panel = <usize>k << 5;
  let j = 0;
  for (; j + 32 <= n; j += 32) {
    const at = <usize>j << 2;
    tile1Wide(k, a, aStep, b, panel, c + at, begin, bias + at);
    b += panel << 2;
  }
  for (; j < n; j += 8) {
    const at = <usize>j << 2;
    tile1(k, a, aStep, b, c + at, begin, bias + at, n - j);
    b += panel;
  }
}

/** C[m, n] (+)= A·B with A(i, k) at a + i·aRow + k·aStep bytes, B packed, rows of C `cRow` bytes apart. */
export function gemm(m: i32, n: i32, k: i32, a: usize, aRow: usize, aStep: usize, b: usize, c: usize, cRow: usize, begin: i32, bias: usize): void {
  const perRow = aStep == 4 ? k << 2 : K_BLOCK << 2;
  const block = max((ROW_BLOCK_BYTES / max(perRow, 1)) & ~3, 16);
  const panel = <usize>k << 5;
  for (let first = 0; first < m; first += block) {
    const last = min(first + block, m);
    for (let j = 0, p: usize = b; j < n; j += 8, p += panel) {
      const columns = n - j;
      const at = <usize>j << 2;
      for (let i = first; i + 1 < last; i += 4) {
        tile4(min(4, last - i), k, a + <usize>i * aRow, aRow, aStep, p, c + <usize>i * cRow + at, cRow, begin, bias + at, columns);
      }
    }
    // blocks begin at multiples of four, so only the last can leave a single row
    if (((last - first) & 3) == 1) {
      const i = <usize>(last - 1);
      singleRow(n, k, a + i * aRow, aStep, b, c + i * cRow, begin, bias);
    }
  }
}

/**
 * C[m, n] = AᵀB over `k` rows of A[k, m] and B[k, n], rows `aRow` and `bRow` bytes apart.
 * `scratch` holds 32 · min(k, 256) · ⌈n / 8⌉ bytes.
 */
export function gemmTransposed(m: i32, n: i32, k: i32, a: usize, aRow: usize, b: usize, bRow: usize, c: usize, cRow: usize, scratch: usize): void {
  if (k == 0) {
    for (let i = 0; i < m; i++) memory.fill(c + <usize>i * cRow, 0, <usize>n << 2);
    return;
  }
  for (let first = 0; first < k; first += K_BLOCK) {
    const count = min(K_BLOCK, k - first);
    pack(scratch, b + <usize>first * bRow, bRow, count, n);
    gemm(m, n, count, a + <usize>first * aRow, 4, aRow, scratch, c, cRow, first == 0 ? FROM_ZERO : ACCUMULATE, 0);
  }
}

/** target[n] = Σ over `rows` rows of source[rows, n], rows `row` bytes apart, in ascending order. */
export function sumRows(target: usize, source: usize, row: usize, rows: i32, n: i32): void {
  for (let j = 0; j < n; j += 8) {
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let from = source + (<usize>j << 2);
    for (let i = 0; i < rows; i++) {
      s0 = f32x4.add(s0, v128.load(from));
      s1 = f32x4.add(s1, v128.load(from, 16));
      from += row;
    }
    storeRow(target + (<usize>j << 2), s0, s1, n - j);
  }
}
