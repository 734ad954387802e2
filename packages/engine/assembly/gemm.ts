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
 * A tile of 5 rows and 8 columns stays in ten registers over the whole k loop; rows that five does not divide go into
 * smaller tiles. Every element of C sums its products in ascending k whatever the tiling, so results do not depend
 * on how rows are divided among callers.
 */
import { madd, storeLanes } from './vector';

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
function storeRow(c: usize, left: v128, right: v128, isWhole: bool, columns: i32): void {
  if (isWhole || columns >= 8) {
    v128.store(c, left);
    v128.store(c, right, 16);
  } else {
    storeLanes(c, left, columns);
    if (columns > 4) storeLanes(c + 16, right, columns - 4);
  }
}

/**
 * `rows` (2 … 5) rows by eight columns; `rows` and `isWhole`, whether all eight columns are stored, are constants where it is called. Five
 * rows keep ten sums under way, the most that leave registers for two vectors of B, one element of A and a product.
 * V8 keeps the sums in registers only where nothing but plain stores follows the loop, so what a product begins from comes before it.
 */
// @ts-ignore: decorator
@inline
function tile(rows: i32, isWhole: bool, k: i32, a: usize, aRow: usize, aStep: usize, b: usize, c: usize, cRow: usize, begin: i32, bias: usize, columns: i32): void {
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let a4 = a3 + aRow;
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  let s40 = f32x4.splat(0);
  let s41 = f32x4.splat(0);
  if (begin == ACCUMULATE) {
    s00 = v128.load(c);
    s01 = v128.load(c, 16);
    s10 = v128.load(c + cRow);
    s11 = v128.load(c + cRow, 16);
    if (rows > 2) {
      s20 = v128.load(c + 2 * cRow);
      s21 = v128.load(c + 2 * cRow, 16);
    }
    if (rows > 3) {
      s30 = v128.load(c + 3 * cRow);
      s31 = v128.load(c + 3 * cRow, 16);
    }
    if (rows > 4) {
      s40 = v128.load(c + 4 * cRow);
      s41 = v128.load(c + 4 * cRow, 16);
    }
  } else if (begin == FROM_BIAS) {
    s00 = v128.load(bias);
    s01 = v128.load(bias, 16);
    s10 = s00;
    s11 = s01;
    s20 = s00;
    s21 = s01;
    s30 = s00;
    s31 = s01;
    s40 = s00;
    s41 = s01;
  }
  for (let i = 0; i < k; i++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    s00 = madd(x, b0, s00);
    s01 = madd(x, b1, s01);
    x = v128.load32_splat(a1);
    s10 = madd(x, b0, s10);
    s11 = madd(x, b1, s11);
    if (rows > 2) {
      x = v128.load32_splat(a2);
      s20 = madd(x, b0, s20);
      s21 = madd(x, b1, s21);
    }
    if (rows > 3) {
      x = v128.load32_splat(a3);
      s30 = madd(x, b0, s30);
      s31 = madd(x, b1, s31);
    }
    if (rows > 4) {
      x = v128.load32_splat(a4);
      s40 = madd(x, b0, s40);
      s41 = madd(x, b1, s41);
    }
    a += aStep;
    a1 += aStep;
    if (rows > 2) a2 += aStep;
    if (rows > 3) a3 += aStep;
    if (rows > 4) a4 += aStep;
    b += 32;
  }
  storeRow(c, s00, s01, isWhole, columns);
  storeRow(c + cRow, s10, s11, isWhole, columns);
  if (rows > 2) storeRow(c + 2 * cRow, s20, s21, isWhole, columns);
  if (rows > 3) storeRow(c + 3 * cRow, s30, s31, isWhole, columns);
  if (rows > 4) storeRow(c + 4 * cRow, s40, s41, isWhole, columns);
}

function tile2(k: i32, a: usize, aRow: usize, aStep: usize, b: usize, c: usize, cRow: usize, begin: i32, bias: usize): void {
  tile(2, true, k, a, aRow, aStep, b, c, cRow, begin, bias, 8);
}

function tile3(k: i32, a: usize, aRow: usize, aStep: usize, b: usize, c: usize, cRow: usize, begin: i32, bias: usize): void {
  tile(3, true, k, a, aRow, aStep, b, c, cRow, begin, bias, 8);
}

function tile4(k: i32, a: usize, aRow: usize, aStep: usize, b: usize, c: usize, cRow: usize, begin: i32, bias: usize): void {
  tile(4, true, k, a, aRow, aStep, b, c, cRow, begin, bias, 8);
}

function tile5(k: i32, a: usize, aRow: usize, aStep: usize, b: usize, c: usize, cRow: usize, begin: i32, bias: usize): void {
  tile(5, true, k, a, aRow, aStep, b, c, cRow, begin, bias, 8);
}

function tile2Part(k: i32, a: usize, aRow: usize, aStep: usize, b: usize, c: usize, cRow: usize, begin: i32, bias: usize, columns: i32): void {
  tile(2, false, k, a, aRow, aStep, b, c, cRow, begin, bias, columns);
}

function tile3Part(k: i32, a: usize, aRow: usize, aStep: usize, b: usize, c: usize, cRow: usize, begin: i32, bias: usize, columns: i32): void {
  tile(3, false, k, a, aRow, aStep, b, c, cRow, begin, bias, columns);
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
    s0 = madd(x, v128.load(b), s0);
    s1 = madd(x, v128.load(b, 16), s1);
    a += aStep;
    b += 32;
  }
  storeRow(c, s0, s1, false, columns);
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
    s0 = madd(x, v128.load(b), s0);
    s1 = madd(x, v128.load(b, 16), s1);
    s2 = madd(x, v128.load(b1), s2);
    s3 = madd(x, v128.load(b1, 16), s3);
    s4 = madd(x, v128.load(b2), s4);
    s5 = madd(x, v128.load(b2, 16), s5);
    s6 = madd(x, v128.load(b3), s6);
    s7 = madd(x, v128.load(b3, 16), s7);
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

/** Whether the next single row goes from its last columns to its first. */
let fromTheEnd = false;

/**
 * One row of C. Rows go to and fro in turns: in a recurrence the same B comes again at once, and what a first-level cache smaller than B
 * still holds are the panels that were read last.
 */
function singleRow(n: i32, k: i32, a: usize, aStep: usize, b: usize, c: usize, begin: i32, bias: usize): void {
  const panel = <usize>k << 5;
  const wide = n & ~31;
  fromTheEnd = !fromTheEnd;
  if (fromTheEnd) {
    narrowColumns(wide, n, k, a, aStep, b, c, begin, bias);
    for (let j = wide - 32; j >= 0; j -= 32) {
      const at = <usize>j << 2;
      tile1Wide(k, a, aStep, b + (<usize>j >> 3) * panel, panel, c + at, begin, bias + at);
    }
  } else {
    for (let j = 0; j < wide; j += 32) {
      const at = <usize>j << 2;
      tile1Wide(k, a, aStep, b + (<usize>j >> 3) * panel, panel, c + at, begin, bias + at);
    }
    narrowColumns(wide, n, k, a, aStep, b, c, begin, bias);
  }
}

/** Columns [from, n) of one row, eight at a time. */
// @ts-ignore: decorator
@inline
function narrowColumns(from: i32, n: i32, k: i32, a: usize, aStep: usize, b: usize, c: usize, begin: i32, bias: usize): void {
  const panel = <usize>k << 5;
  for (let j = from; j < n; j += 8) {
    const at = <usize>j << 2;
    tile1(k, a, aStep, b + (<usize>j >> 3) * panel, c + at, begin, bias + at, n - j);
  }
}

/** `rows` rows of C, two at least, by one whole panel of eight columns: tiles of five and one of 2, 3 or 4, or of 3 and 3 where one is left over. */
function panelOfRows(rows: i32, k: i32, a: usize, aRow: usize, aStep: usize, b: usize, c: usize, cRow: usize, begin: i32, bias: usize): void {
  for (; rows >= 5 && rows != 6; rows -= 5) {
    tile5(k, a, aRow, aStep, b, c, cRow, begin, bias);
    a += 5 * aRow;
    c += 5 * cRow;
  }
  if (rows == 4) return tile4(k, a, aRow, aStep, b, c, cRow, begin, bias);
  if (rows == 2) return tile2(k, a, aRow, aStep, b, c, cRow, begin, bias);
  for (; rows > 0; rows -= 3) {
    tile3(k, a, aRow, aStep, b, c, cRow, begin, bias);
    a += 3 * aRow;
    c += 3 * cRow;
  }
}

/** The same by a panel of which only `columns` exist. */
function lastPanelOfRows(rows: i32, k: i32, a: usize, aRow: usize, aStep: usize, b: usize, c: usize, cRow: usize, begin: i32, bias: usize, columns: i32): void {
  for (; rows == 3 || rows > 4; rows -= 3) {
    tile3Part(k, a, aRow, aStep, b, c, cRow, begin, bias, columns);
    a += 3 * aRow;
    c += 3 * cRow;
  }
  for (; rows > 0; rows -= 2) {
    tile2Part(k, a, aRow, aStep, b, c, cRow, begin, bias, columns);
    a += aRow << 1;
    c += cRow << 1;
  }
}

/** C[m, n] (+)= A·B with A(i, k) at a + i·aRow + k·aStep bytes, B packed, rows of C `cRow` bytes apart. */
export function gemm(m: i32, n: i32, k: i32, a: usize, aRow: usize, aStep: usize, b: usize, c: usize, cRow: usize, begin: i32, bias: usize): void {
  if (m == 1) return singleRow(n, k, a, aStep, b, c, begin, bias);
  const perRow = aStep == 4 ? k << 2 : K_BLOCK << 2;
  const block = max(ROW_BLOCK_BYTES / max(perRow, 1) / 5 * 5, 15);
  const panel = <usize>k << 5;
  let first = 0;
  while (first < m) {
    // the last block takes a single row that would be left over with it
    const last = m - first <= block + 1 ? m : first + block;
    for (let j = 0, p: usize = b; j < n; j += 8, p += panel) {
      const at = <usize>j << 2;
      const from = a + <usize>first * aRow;
      const to = c + <usize>first * cRow + at;
      if (n - j >= 8) panelOfRows(last - first, k, from, aRow, aStep, p, to, cRow, begin, bias + at);
      else lastPanelOfRows(last - first, k, from, aRow, aStep, p, to, cRow, begin, bias + at, n - j);
    }
    first = last;
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
    storeRow(target + (<usize>j << 2), s0, s1, false, n - j);
  }
}
