import { describe, expect, it } from 'vitest';
import { refusal } from '../../test/refuses.js';
import { raggedFrom } from '../batch.js';
import { padSequences } from './pad-sequences.js';

const rows = [[1, 2, 3], [4], [], [5, 6]];

describe('padSequences', () => {
  it('pads and cuts in front unless told otherwise', () => {
    expect(padSequences(rows)).toEqual({ data: Int32Array.of(1, 2, 3, 0, 0, 4, 0, 0, 0, 0, 5, 6), shape: [4, 3] });
    expect(padSequences(rows, { maxLen: 2 })).toEqual({ data: Int32Array.of(2, 3, 0, 4, 0, 0, 5, 6), shape: [4, 2] });
    expect(padSequences(rows, { maxLen: 2, padding: 'post', truncating: 'post', value: -1 })).toEqual({
      data: Int32Array.of(1, 2, 4, -1, -1, -1, 5, 6),
      shape: [4, 2],
    });
  });
  it('takes ragged rows as well', () => expect(padSequences(raggedFrom(rows), { maxLen: 5 })).toEqual(padSequences(rows, { maxLen: 5 })));
  it('takes no sequences', () => {
    expect(padSequences([])).toEqual({ data: new Int32Array(0), shape: [0, 0] });
    expect(padSequences([[], []])).toEqual({ data: new Int32Array(0), shape: [2, 0] });
  });
  it.each<[string, object]>([
    ['padSequences({ maxLen }): expected an integer of at least 1, got 0', { maxLen: 0 }],
    ['padSequences({ maxLen }): expected sequences · maxLen below 2^31, got 2147483647', { maxLen: 2147483647 }],
    ["padSequences({ padding }): expected 'pre' or 'post', got \"left\"", { padding: 'left' }],
    ["padSequences({ truncating }): expected 'pre' or 'post', got null", { truncating: null }],
    ['padSequences({ value }): expected a 32-bit integer, got 0.5', { value: 0.5 }],
    [
      'padSequences(sequences, options): expected options among maxLen, padding, truncating, value, got "maxlen". Did you mean maxLen?',
      { maxlen: 3 },
    ],
  ])('refuses: %s', async (message, options) => expect(await refusal('invalid-option', () => padSequences(rows, options))).toContain(message));
  it.each<[string, unknown]>([
    ['an array of sequences, or { values, offsets }, got null', null],
    ['sequence 1 to be an array of integers, got 2', [[1], 2]],
    ['element 0 of sequence 1 to be a 32-bit integer, got 1.5', [[1], [1.5]]],
    ['element 1 of sequence 0 to be a 32-bit integer, got "2"', [[1, '2']]],
  ])('refuses: %s', async (message, sequences) =>
    expect(await refusal('invalid-data', () => padSequences(sequences as never))).toBe(`padSequences(sequences, options): expected ${message}.`),
  );
});
