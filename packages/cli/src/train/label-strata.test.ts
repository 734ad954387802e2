import { describe, expect, it } from 'vitest';
import { labelStrata } from './label-strata.js';

const rowsOf = (sets: readonly (readonly string[])[]) => sets.map((labels, i) => ({ text: `${i}`, source: 's', labels }));

describe('labelStrata', () => {
  it('are the sets that enough rows have, else the rarest label of a row', () => {
    const rows = rowsOf([['a', 'b'], ['b', 'a'], ['a'], ['a'], ['a', 'c', 'b'], [], ['c', 'a'], ['b10', 'b9', 'a']]);
    expect(rows.map(labelStrata(rows, 0.5))).toEqual(['["a","b"]', '["a","b"]', '["a"]', '["a"]', 'c', '[]', 'c', 'b9']);
    expect(rows.map(labelStrata(rows, 0.4))).toEqual(['b', 'b', 'a', 'a', 'c', '[]', 'c', 'b9']);
    expect(rows.map(labelStrata(rows, 0.6))).toEqual(rows.map(labelStrata(rows, 0.4)));
  });
});
