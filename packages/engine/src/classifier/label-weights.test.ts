import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { labelWeights } from './label-weights.js';

const labels = ['ham', 'spam'];
const where = 'TextClassifier.train({ classWeights })';

describe('labelWeights', () => {
  it('are in the order of the labels', () => {
    expect(labelWeights({ spam: 5, ham: 0.5 }, labels, [0, 1], where)).toEqual([0.5, 5]);
    expect(labelWeights('balanced', labels, [0, 0, 0, 1], where)).toEqual([2 / 3, 2]);
  });

  const refused: [string, unknown, string][] = [
    ['a label that is none', { ham: 1, spma: 2 }, 'expected some of the labels ham, spam, got "spma".'],
    ['a label left out', { spam: 2 }, 'expected a number for every label, got none for ham. Give the others 1 where they should count as they are.'],
    ['an inherited label', Object.create({ ham: 1, spam: 1 }), 'expected a number for every label, got none for ham, spam. Give the others 1 where they should count as they are.'],
    ['a negative weight', { ham: 1, spam: -2 }, 'expected a finite number of at least 0, got -2.'],
    ['a weight in words', { ham: 1, spam: '2' }, 'expected a finite number of at least 0, got "2".'],
    ['a list', [1, 2], "expected 'balanced', or an object with a number for every label, got [1, 2]."],
    ['another word', 'balance', "expected 'balanced', or an object with a number for every label, got \"balance\"."],
    ['nothing', null, "expected 'balanced', or an object with a number for every label, got null."],
  ];
  for (const [what, option, message] of refused) {
    it(`refuse ${what}`, async () => {
      const place = message.includes('finite') ? `${where}["spam"]` : where;
      expect(await errorOf(() => labelWeights(option as never, labels, [0, 1], where))).toBe(`invalid-option: ${place}: ${message}`);
    });
  }

  it('name at most twelve labels', async () => {
    const many = Array.from({ length: 15 }, (_, i) => `label${i}`);
    expect(await errorOf(() => labelWeights({ other: 1 }, many, [], where))).toContain('label10, label11 and 3 more, got "other".');
  });
});
