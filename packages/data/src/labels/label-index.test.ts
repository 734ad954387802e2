import { describe, expect, it } from 'vitest';
import { Dataset } from '../dataset/dataset.js';
import { LabelIndex } from './label-index.js';
import { naturalOrder } from './natural-order.js';

const examples = ['b', 'a10', 'a2', 'b'].map((label, i) => ({ text: `t${i}`, label, line: i + 1 }));

describe('LabelIndex', () => {
  it('keeps the order given', () => {
    const index = new LabelIndex(['World', 'Sports']);
    expect([index.size, index.idOf('Sports'), index.labelOf(0), index.has('World'), index.has('x')]).toEqual([2, 1, 'World', true, false]);
  });

  it('collects labels in natural order, or by first appearance, with further labels', async () => {
    expect((await LabelIndex.collect(examples)).labels).toEqual(['a2', 'a10', 'b']);
    expect((await LabelIndex.collect(Dataset.from(examples), { order: 'firstAppearance' })).labels).toEqual(['b', 'a10', 'a2']);
    expect((await LabelIndex.collect([{ text: '', label: 'x', labels: ['x', 'c'] }])).labels).toEqual(['c', 'x']);
  });

  it('does not use up a pass of a dataset', async () => {
    const dataset = Dataset.from((epoch) => [{ text: '', label: `${epoch}` }]);
    await LabelIndex.collect(dataset);
    for await (const { label } of dataset) expect(label).toBe('0');
  });

  it('encodes examples and goes through JSON', () => {
    const index = LabelIndex.fromJSON(JSON.parse(JSON.stringify(new LabelIndex(['a2', 'a10', 'b']))));
    expect(index.encode(examples)).toEqual(Int32Array.of(2, 1, 0, 2));
    expect(JSON.stringify(index)).toBe('{"labels":["a2","a10","b"]}');
  });

  it('encodes rows of any number of labels', async () => {
    const rows = [{ text: '', labels: ['b', 'a2', 'b'] }, { text: '', labels: [] }, { text: '', label: 'a10' }, { text: '', label: 'a10', labels: ['a10', 'a2'] }];
    const index = await LabelIndex.collect(rows);
    expect(index.labels).toEqual(['a2', 'a10', 'b']);
    expect(rows.map((row) => index.idsOfExample(row))).toEqual([[0, 2], [], [1], [0, 1]]);
    expect(index.encodeMultiHot(rows)).toEqual({ ids: { values: Int32Array.of(0, 2, 1, 0, 1), offsets: Int32Array.of(0, 2, 2, 3, 5) }, width: 3 });
    expect(() => index.encodeMultiHot([{ text: 't', labels: ['a2', 'c'], line: 3 }], 'f.csv')).toThrow('f.csv:3: expected one of the 3 known labels: "a2", "a10", "b", got "c".');
    expect(() => index.idsOfExample({ text: 't' })).toThrow('the example "t": expected an example with a label, got none.');
  });

  it('names a label it does not know and the line it stands on', () => {
    const index = new LabelIndex(['World', 'Sports']);
    expect(() => index.idOfExample({ text: 't', label: 'Sport', line: 12 }, 'test.csv')).toThrow(
      'test.csv:12: expected one of the 2 known labels: "World", "Sports", got "Sport". The label does not occur in the training data. Did you mean "Sports"?',
    );
    expect(() => index.encode([{ text: 't', label: 'Finance', line: 3 }])).toThrow(
      'line 3: expected one of the 2 known labels: "World", "Sports", got "Finance". The label does not occur in the training data.',
    );
    expect(() => index.idOfExample({ text: 'no line', label: 'x' })).toThrow('the example "no line": expected');
    expect(() => index.idOfExample({ text: 'no line', label: 'x' }, 'a.csv')).toThrow('a.csv: expected');
    expect(() => index.idOf('x')).toThrow('LabelIndex.idOf(label): expected');
    expect(() => new LabelIndex(Array.from({ length: 30 }, (_, i) => `${i}`)).idOf('x')).toThrow('one of the 30 known labels: "0", "1"');
  });

  it.each<[string, () => unknown, string]>([
    ['a label twice', () => new LabelIndex(['a', 'a']), 'new LabelIndex(labels): expected every label once, got "a" twice.'],
    ['an empty label', () => new LabelIndex(['']), 'expected strings that are not empty, got "".'],
    ['a number', () => new LabelIndex([1] as never), 'expected strings that are not empty, got 1.'],
    ['no labels', () => new LabelIndex([]), 'expected at least one label, got none.'],
    ['a class id out of range', () => new LabelIndex(['a']).labelOf(1), 'LabelIndex.labelOf(id): expected a class id from 0 to 0, got 1.'],
    [
      'an example without a label',
      () => new LabelIndex(['a']).idOfExample({ text: '', line: 4 }, 'f.csv'),
      'f.csv:4: expected an example with a label, got none. Choose the column of the labels with the option label.',
    ],
    ['other JSON', () => LabelIndex.fromJSON({ label: [] }), 'LabelIndex.fromJSON(json): expected { labels: [...] }, got {"label":[]}.'],
    ['null as JSON', () => LabelIndex.fromJSON(null), 'got null.'],
  ])('refuses %s', (_, act, message) => {
    expect(act).toThrow(message);
  });

  it('refuses unlabelled examples and unknown orders when collecting', async () => {
    await expect(LabelIndex.collect([{ text: 'a', line: 2 }])).rejects.toThrow('line 2: expected an example with a label, got none.');
    await expect(LabelIndex.collect([], { order: 'random' as never })).rejects.toThrow(
      "expected order to be 'natural' or 'firstAppearance', got \"random\".",
    );
    await expect(LabelIndex.collect([], { sort: true } as never)).rejects.toThrow('got "sort"');
    await expect(LabelIndex.collect(5 as never)).rejects.toThrow('expected examples, got 5.');
  });
});

describe('naturalOrder', () => {
  it('sorts numbers by value and everything else by code unit', () => {
    const names = ['b', 'a', 'a10', 'a2', '10', '9', '-1', 'a02', 'B', 'a2b', '', '99999999999999999999', '100000000000000000000'];
    expect([...names].sort(naturalOrder)).toEqual([
      '',
      '-1',
      '9',
      '10',
      '99999999999999999999',
      '100000000000000000000',
      'B',
      'a',
      'a02',
      'a2',
      'a2b',
      'a10',
      'b',
    ]);
  });

  it('is 0 for equal texts alone', () => {
    expect([naturalOrder('a1', 'a1'), Math.sign(naturalOrder('a1', 'a01')), Math.sign(naturalOrder('a01', 'a1'))]).toEqual([0, 1, -1]);
  });
});
