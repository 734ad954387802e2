import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { LabelSet, sortLabels } from './label-set.js';

describe('LabelSet', () => {
  it('finds each label by its name, also names an object has anyway', () => {
    const set = new LabelSet(['', '__proto__', 'toString'], 'here');
    expect(set.labels.map((label) => set.indexOf(label, 'row'))).toEqual([0, 1, 2]);
  });

  it('keeps a copy that does not change', () => {
    const given = ['a', 'b'];
    const set = new LabelSet(given, 'here');
    given[0] = 'z';
    expect(set.labels).toEqual(['a', 'b']);
    expect(Object.isFrozen(set.labels)).toBe(true);
  });

  const refused: [unknown, string][] = [
    [[], 'here: expected at least two different labels, got none. A classifier needs rows of two classes or more; check the label column.'],
    [['spam'], 'here: expected at least two different labels, got only "spam". A classifier needs rows of two classes or more; check the label column.'],
    [['a', 'b', 'a'], 'here: expected labels that differ, got "a" twice.'],
    [['a', 1], 'here: expected labels as a list of strings, got ["a", 1].'],
    ['ab', 'here: expected labels as a list of strings, got "ab".'],
  ];
  for (const [labels, message] of refused) {
    it(`says: ${message}`, async () => {
      expect(await errorOf(() => new LabelSet(labels as string[], 'here'))).toBe(`invalid-data: ${message}`);
    });
  }

  it('is enough with one label where a text may lack it, but not with none', async () => {
    expect(new LabelSet(['spam'], 'here', 'multiLabel').labels).toEqual(['spam']);
    expect(await errorOf(() => new LabelSet([], 'here', 'multiLabel'))).toBe('invalid-data: here: expected at least one label, got none. No row has a label; check where they are read from.');
    expect(await errorOf(() => new LabelSet(['a', 'a'], 'here', 'multiLabel'))).toBe('invalid-data: here: expected labels that differ, got "a" twice.');
  });

  it('names the labels there are, a dozen at most', async () => {
    expect(await errorOf(() => new LabelSet(['a', 'b'], 'here').indexOf('c', 'row 3'))).toBe(
      'invalid-data: row 3: expected one of the labels the model was trained with: a, b, got "c". Remove these rows, or train with rows of this label.',
    );
    const many = new LabelSet(Array.from({ length: 15 }, (_, i) => `l${i}`), 'here');
    expect(await errorOf(() => many.indexOf('x', 'row 1'))).toContain('l10, l11 and 3 more, got "x"');
  });
});

describe('sortLabels', () => {
  it('sorts different labels, numbers by their value, the rest by code unit and not by locale', () => {
    expect(sortLabels(['World', 'Business', 'Sports', 'Sci/Tech', 'World'])).toEqual(['Business', 'Sci/Tech', 'Sports', 'World']);
    expect(sortLabels(['10', '9', '1', '100', '01'])).toEqual(['01', '1', '9', '10', '100']);
    expect(sortLabels(['item10', 'item2', 'item', 'item2b'])).toEqual(['item', 'item2', 'item2b', 'item10']);
    expect(sortLabels(['b', 'B', 'a', 'ä', 'Z', ''])).toEqual(['', 'B', 'Z', 'a', 'b', 'ä']);
    expect(sortLabels(['90071992547409930', '90071992547409929'])).toEqual(['90071992547409929', '90071992547409930']);
  });

  it('does not depend on the order they come in', () => {
    const labels = ['1.10', '1.9', 'a1', 'a01', '-1', '2', 'x', '007', '7'];
    const sorted = sortLabels(labels);
    for (let turn = 1; turn < labels.length; turn++) expect(sortLabels([...labels.slice(turn), ...labels.slice(0, turn)])).toEqual(sorted);
    expect(sortLabels([...labels].reverse())).toEqual(sorted);
  });
});
