import { describe, expect, it } from 'vitest';
import { collect } from '../../test/support/bytes.js';
import { Dataset } from '../dataset/dataset.js';
import { bucketBySequenceLength } from './bucket-by-sequence-length.js';

describe('bucketBySequenceLength', () => {
  it('puts a length equal to a boundary into the bucket above it', async () => {
    const rows = [[1], [1, 1], [2, 2, 2], [3, 3, 3, 3], []];
    expect(await bucketBySequenceLength(rows, { boundaries: [2, 4], batchSizes: [9, 9, 9] }).toArray()).toEqual([
      [[1], [0]],
      [
        [1, 1, 0],
        [2, 2, 2],
      ],
      [[3, 3, 3, 3]],
    ]);
  });

  it('keeps the form of objects, tuples, nested parts and typed arrays', async () => {
    const rows = [
      { ids: Int32Array.of(1, 2), meta: { tags: ['x'], label: 'a' } },
      { ids: Int32Array.of(3), meta: { tags: ['y', 'z'], label: 'b' } },
    ];
    expect(await bucketBySequenceLength(rows, { boundaries: [5], batchSizes: [2, 2], elementLength: ({ ids }) => ids.length }).toArray()).toEqual([
      {
        ids: [
          [1, 2],
          [3, 0],
        ],
        meta: {
          tags: [
            ['x', ''],
            ['y', 'z'],
          ],
          label: ['a', 'b'],
        },
      },
    ]);
    const tuples: [number[], string][] = [
      [[1, 2], 'a'],
      [[3], 'b'],
    ];
    expect(
      await bucketBySequenceLength(tuples, { boundaries: [], batchSizes: [2], elementLength: ([ids]) => ids.length, paddingValue: -1 }).toArray(),
    ).toEqual([
      [
        [
          [1, 2],
          [3, -1],
        ],
        ['a', 'b'],
      ],
    ]);
  });

  it('pads to the boundary less one, whatever the lengths', async () => {
    expect(await bucketBySequenceLength([[1], [2, 2]], { boundaries: [4, 9], batchSizes: [1, 1, 1], padToBucketBoundary: true }).toArray()).toEqual([
      [[1, 0, 0]],
      [[2, 2, 0]],
    ]);
  });

  it('goes on with async sources, epoch by epoch', async () => {
    const dataset = Dataset.from([[1], [2], [3], [4]]).shuffle({ seed: 2 });
    const bucketed = bucketBySequenceLength(dataset, { boundaries: [], batchSizes: [2] });
    expect(await collect(bucketed.epoch(3))).toEqual(await collect(dataset.batch(2).epoch(3)));
    async function* later(): AsyncGenerator<number[]> {
      yield await Promise.resolve([1]);
    }
    expect(await bucketBySequenceLength(later, { boundaries: [], batchSizes: [2] }).toArray()).toEqual([[[1]]]);
  });

  it.each<[string, number[][], object, string]>([
    [
      'a length at the last boundary with padToBucketBoundary',
      [[1], [1, 2, 3, 4]],
      { padToBucketBoundary: true },
      'bucketBySequenceLength(dataset, options): expected lengths below the last boundary 4 with padToBucketBoundary, got 4. ' +
        'Add a boundary above the longest length, shorten the rows, or leave out padToBucketBoundary.',
    ],
    [
      'any length without boundaries to pad to',
      [[1]],
      { padToBucketBoundary: true, boundaries: [], batchSizes: [1] },
      'expected lengths below the last boundary with padToBucketBoundary, got 1.',
    ],
    [
      'unequal lengths with noPadding',
      [[1], [1, 2], [3]],
      { noPadding: true },
      'expected sequences of equal length with noPadding, got lengths 1 and 2 in one batch. Leave out noPadding, or choose boundaries that keep unequal lengths apart.',
    ],
    ['a length that is none', [[1]], { elementLength: () => 1.5 }, 'expected elementLength to return an integer of at least 0, got 1.5.'],
    [
      'a padding value of another type',
      [[1], [1, 2]],
      { paddingValue: '' },
      'expected sequences and paddingValue of one type, numbers or strings, got sequences of numbers and a paddingValue "".',
    ],
    [
      'sequences longer than elementLength said',
      [[1, 2, 3, 4, 5]],
      { elementLength: () => 1, padToBucketBoundary: true },
      "expected sequences of at most 3, the bucket's boundary less one, got one of 5. elementLength must be the longest of an element's sequences.",
    ],
  ])('refuses %s', async (_, rows, options, message) => {
    await expect(bucketBySequenceLength(rows, { boundaries: [4], batchSizes: [2, 2], ...options }).toArray()).rejects.toThrow(message);
  });

  it.each<[string, unknown[], string]>([
    [
      'elements without a length of their own',
      [{ ids: [1] }],
      'expected elementLength for elements that are not sequences themselves, got {"ids":[1]}. Pass a function that gives the length, e.g. elementLength: (element) => element.ids.length.',
    ],
    ['mixed sequences', [['a'], [1]], 'expected sequences and paddingValue of one type, numbers or strings, got sequences of both.'],
  ])('refuses %s', async (_, rows, message) => {
    await expect(bucketBySequenceLength(rows, { boundaries: [4], batchSizes: [2, 2] }).toArray()).rejects.toThrow(message);
  });

  it.each<[string, unknown[], string]>([
    [
      'a sequence and a value',
      [{ a: { b: [1, 2] } }, { a: { b: 'y' } }],
      'part a.b: expected elements of one form: a sequence, as in the first of the batch, got "y".',
    ],
    [
      'a value and a sequence',
      [{ a: 1 }, { a: [1] }],
      'part a: expected elements of one form: a single value, as in the first of the batch, got [1].',
    ],
    [
      'other parts',
      [{ a: 1 }, { b: 1 }],
      'bucketBySequenceLength(dataset, options): expected elements of one form: the parts a, as in the first of the batch, got {"b":1}.',
    ],
  ])('refuses elements of unequal form: %s', async (_, rows, message) => {
    await expect(bucketBySequenceLength(rows, { boundaries: [4], batchSizes: [2, 2], elementLength: () => 1 }).toArray()).rejects.toThrow(message);
  });

  it.each<[string, object, string]>([
    [
      'boundaries that descend',
      { boundaries: [4, 2], batchSizes: [1, 1, 1] },
      'expected boundaries to be positive integers in ascending order, got [4, 2].',
    ],
    ['no boundaries', { batchSizes: [1] }, 'got undefined.'],
    ['a batch size of 0', { boundaries: [4], batchSizes: [1, 0] }, 'expected batchSizes to be positive integers, got [1, 0].'],
    [
      'too few batch sizes',
      { boundaries: [4], batchSizes: [1] },
      'expected 2 batchSizes, one more than the 1 boundaries, got 1. The last bucket holds what is as long as the last boundary or longer.',
    ],
    [
      'elementLength that is no function',
      { boundaries: [4], batchSizes: [1, 1], elementLength: 'length' },
      'expected elementLength to be a function, got "length".',
    ],
    ['noPadding as a string', { boundaries: [4], batchSizes: [1, 1], noPadding: 'yes' }, 'expected noPadding to be true or false, got "yes".'],
    [
      'a padding value that is neither',
      { boundaries: [4], batchSizes: [1, 1], paddingValue: null },
      'expected paddingValue to be a number or a string, got null.',
    ],
    [
      'both ways of padding',
      { boundaries: [4], batchSizes: [1, 1], noPadding: true, padToBucketBoundary: true },
      'expected noPadding or padToBucketBoundary, not both',
    ],
    [
      'a padding value without padding',
      { boundaries: [4], batchSizes: [1, 1], noPadding: true, paddingValue: 0 },
      'expected no paddingValue with noPadding, got 0.',
    ],
    ['tf.data names', { bucket_boundaries: [4] }, 'got "bucket_boundaries"'],
  ])('refuses %s', (_, options, message) => {
    expect(() => bucketBySequenceLength([[1]], options as never)).toThrow(message);
  });
});
