import { describe, expect, it } from 'vitest';
import { longestRow, raggedFrom, rowCount, selectRows } from './batch.js';

const rows = [[1, 2, 3], [], [4], [5, 6]];
const ragged = raggedFrom(rows);

describe('ragged rows', () => {
  it('are flat values and offsets', () => {
    expect(ragged).toEqual({ values: Int32Array.of(1, 2, 3, 4, 5, 6), offsets: Int32Array.of(0, 3, 3, 4, 6) });
    expect(raggedFrom([])).toEqual({ values: new Int32Array(0), offsets: Int32Array.of(0) });
  });
  it('know their number and the longest', () => {
    expect(rowCount(ragged)).toBe(4);
    expect(longestRow(ragged)).toBe(3);
    expect(rowCount(raggedFrom([]))).toBe(0);
    expect(longestRow(raggedFrom([]))).toBe(0);
  });
  it('are selected in the order asked for, repeats included', () => {
    expect(selectRows(ragged, [3, 0, 1, 3])).toEqual(raggedFrom([rows[3], rows[0], rows[1], rows[3]]));
    expect(selectRows(ragged, new Uint32Array([2]))).toEqual(raggedFrom([[4]]));
    expect(selectRows(ragged, [])).toEqual(raggedFrom([]));
  });
  it('selected in their own order are the same', () => expect(selectRows(ragged, [0, 1, 2, 3])).toEqual(ragged));
});
