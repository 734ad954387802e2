import { Random } from '@sekvens/core';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { NgramClassifier } from './ngram-classifier.js';
import type { NgramClassifierOptions } from './ngram-classifier-options.js';

const fillers = ['today', 'again', 'report', 'city', 'week', 'first', 'still', 'late'];
const told: Readonly<Record<string, readonly string[]>> = { sports: ['goal', 'coach'], trade: ['bank', 'profit'], space: ['planet', 'rocket'] };

/** Texts of fillers among which one word tells the class. */
function news(rows: number, seed: number): { text: string; label: string }[] {
  const random = new Random(seed);
  const pick = <T>(list: readonly T[]): T => list[random.integer(list.length)];
  return Array.from({ length: rows }, () => {
    const label = pick(Object.keys(told));
    return { label, text: [...Array.from({ length: 6 }, () => pick(fillers)), pick(told[label]), pick(fillers)].join(' ') };
  });
}

describe('NgramClassifier', () => {
  it('learns which words tell the class', async () => {
    const classifier = await NgramClassifier.train(news(300, 1), { ngrams: 1 });
    expect(classifier.labels).toEqual(['space', 'sports', 'trade']);
    expect(classifier.ngramCount).toBe(14);
    expect(classifier.weightBytes).toBe(4 * (14 + 1) * 3);
    expect((await classifier.evaluate(news(200, 2))).accuracy).toBe(1);
    expect(classifier.predict('a rocket')).toBe('space');
    expect(classifier.predict(['The goal!', 'banks', 'a bank'])[2]).toBe('trade');
  });

  it('needs n-grams of two words where only their order tells', async () => {
    const rows = (count: number, seed: number) => {
      const random = new Random(seed);
      return Array.from({ length: count }, () => {
        const isYes = random.integer(2) === 1;
        return { text: `${fillers[random.integer(8)]} ${isYes ? 'man bites dog' : 'dog bites man'} ${fillers[random.integer(8)]}`, label: isYes ? 'yes' : 'no' };
      });
    };
    const accuracy = async (ngrams: number) => (await (await NgramClassifier.train(rows(200, 3), { ngrams })).evaluate(rows(100, 4))).accuracy;
    expect(await accuracy(1)).toBeLessThan(0.7);
    expect(await accuracy(2)).toBe(1);
  });

  it('of characters tells words by their ends', async () => {
    const stems = ['pet', 'iv', 'mar', 'sand', 'kol', 'lind'];
    const rows = stems.flatMap((stem) => [{ text: `${stem}ov`, label: 'ru' }, { text: `${stem}sson`, label: 'se' }]);
    const classifier = await NgramClassifier.train(rows, { characters: true });
    expect(classifier.predict(['GORBACHOV', 'Eriksson', 'ovsson'])).toEqual(['ru', 'se', 'se']);
  });

  it('reports what one counts by hand, and the majority beside it', async () => {
    const classifier = await NgramClassifier.train([{ text: 'up', label: 'a' }, { text: 'down', label: 'b' }, { text: 'low', label: 'b' }], {});
    const { majority, ...report } = await classifier.evaluate([{ text: 'up', label: 'a' }, { text: 'up', label: 'b' }, { text: 'down', label: 'b' }, { text: 'low', label: 'b' }]);
    expect(report).toEqual({
      rows: 4,
      accuracy: 0.75,
      macro: { precision: 0.75, recall: (1 + 2 / 3) / 2, f1: (2 / 3 + 0.8) / 2 },
      classes: [
        { label: 'a', precision: 0.5, recall: 1, f1: 2 / 3, support: 1 },
        { label: 'b', precision: 1, recall: 2 / 3, f1: 0.8, support: 3 },
      ],
      confusion: [[1, 0], [1, 2]],
    });
    expect(majority).toMatchObject({ label: 'b', accuracy: 0.75, macro: { f1: 6 / 7 / 2 }, confusion: [[0, 1], [0, 3]] });
  });

  it('gives a text without a known n-gram to the greatest bias, and a label without rows to nobody', async () => {
    const labels = ['a', 'b', 'none'];
    const classifier = await NgramClassifier.train([{ text: 'up', label: 'a' }, { text: 'down', label: 'b' }, { text: 'low', label: 'b' }, { text: '', label: 'b' }], { labels });
    const biases = classifier.scores(['unseen']);
    expect([...classifier.scores([''])]).toEqual([...biases]);
    expect(classifier.predict('unseen')).toBe(labels[biases.indexOf(Math.max(...biases))]);
    expect(classifier.predict(['up', 'down', 'low'])).toEqual(['a', 'b', 'b']);
  });

  it('scores many texts as it scores each', async () => {
    const classifier = await NgramClassifier.train(news(100, 5));
    const texts = news(5000, 6).map(({ text }) => text);
    const scores = classifier.scores(texts);
    for (const r of [0, 4095, 4096, 4999]) expect([...scores.subarray(r * 3, r * 3 + 3)]).toEqual([...classifier.scores([texts[r]])]);
  });

  it('has the same bytes everywhere, by its seed', async () => {
    const hash = async (options: NgramClassifierOptions) => {
      const scores = (await NgramClassifier.train(news(2000, 7), options)).scores(news(50, 8).map(({ text }) => text));
      return createHash('sha256').update(new Uint8Array(scores.buffer)).digest('hex').slice(0, 16);
    };
    expect([await hash({}), await hash({ seed: 1 }), await hash({ characters: true, ngrams: 3, maxNgrams: 60 })]).toMatchInlineSnapshot(`
      [
        "54025aa4c248aace",
        "809227f567ac7955",
        "558e38ed7522f1bd",
      ]
    `);
  });

  it('reads streams, and ends when it is aborted', async () => {
    const rows = news(50, 9);
    const stream = () => new ReadableStream<(typeof rows)[number]>({ start: (controller) => (rows.forEach((row) => controller.enqueue(row)), controller.close()) });
    const classifier = await NgramClassifier.train(stream());
    expect((await classifier.evaluate(stream())).rows).toBe(50);
    const signal = AbortSignal.abort();
    expect(await errorOf(() => NgramClassifier.train(rows, { signal }))).toMatch(/^aborted: NgramClassifier.train/);
    expect(await errorOf(() => classifier.evaluate(rows, { signal }))).toMatch(/^aborted: NgramClassifier.evaluate/);
  });

  it.each([
    ['no rows', [], {}, 'invalid-data: NgramClassifier.train: expected at least one example, got none.'],
    ['one label', [{ text: 'a', label: 'x' }], {}, 'invalid-data: NgramClassifier.train: expected at least two different labels, got only "x". A classifier needs rows of two classes or more; check the label column.'],
    ['no tokens', [{ text: '', label: 'x' }, { text: '!', label: 'y' }], {}, 'invalid-data: TextVectorization.adapt(texts): expected at least one token in the texts, got none.'],
    ['a label that is not among the labels', [{ text: 'a', label: 'x' }, { text: 'a', label: 'z' }], { labels: ['x', 'y'] }, 'invalid-data: NgramClassifier.train, row 2: expected one of the labels the model was trained with: x, y, got "z". Remove these rows, or train with rows of this label.'],
    ['too many weights', Array.from({ length: 300 }, (_, i) => ({ text: `w${i} x${i}`, label: i % 2 ? '0' : '1' })), { labels: Array.from({ length: 400_000 }, (_, i) => String(i)) }, 'invalid-data: NgramClassifier.train: expected at most 268435456 weights, n-grams · classes, got 900 · 400000. Set maxNgrams to 671.'],
    ['an unknown option', news(9, 1), { ngram: 2 }, 'invalid-option: NgramClassifier.train(examples, options): expected options among characters, ngrams, standardize, maxNgrams, cost, labels, seed, signal, got "ngram". Did you mean ngrams?'],
    ['no number of n-grams', news(9, 1), { ngrams: 0 }, 'invalid-option: NgramClassifier.train.ngrams: expected a positive integer, got 0.'],
    ['too many n-grams', news(9, 1), { maxNgrams: 2 ** 31 }, 'invalid-option: NgramClassifier.train.maxNgrams: expected at most 1073741824, got 2147483648.'],
    ['no cost', news(9, 1), { cost: 0 }, 'invalid-option: NgramClassifier.train.cost: expected a positive finite number, got 0.'],
    ['characters that are no flag', news(9, 1), { characters: 'yes' }, 'invalid-option: NgramClassifier.train.characters: expected true or false, got "yes".'],
    ['an unknown standardization', news(9, 1), { standardize: 'lowr' }, 'invalid-option: NgramClassifier.train.standardize: expected "lowerAndStripPunctuation", "lower", "stripPunctuation" or null, got "lowr". Did you mean lower?'],
    ['a seed that is none', news(9, 1), { seed: -1 }, 'invalid-option: NgramClassifier.train({ seed }): expected a seed that is an integer from 0 to 2^53 - 1, got -1.'],
    ['a signal that is none', news(9, 1), { signal: {} }, 'invalid-option: NgramClassifier.train({ signal }): expected an AbortSignal, got {}. Give the signal of an AbortController, not the controller.'],
  ])('refuses %s', async (_, rows, options, message) => {
    expect(await errorOf(() => NgramClassifier.train(rows, options as NgramClassifierOptions))).toBe(message);
  });

  it('refuses to evaluate labels it does not know, and options it does not have', async () => {
    const classifier = await NgramClassifier.train(news(50, 9));
    expect(await errorOf(() => classifier.evaluate([{ text: 'a', label: 'b' }]))).toMatchInlineSnapshot(`"invalid-data: NgramClassifier.evaluate, row 1: expected one of the labels the model was trained with: space, sports, trade, got "b". Remove these rows, or train with rows of this label."`);
    expect(await errorOf(() => classifier.evaluate([]))).toMatchInlineSnapshot(`"invalid-data: NgramClassifier.evaluate: expected at least one example, got none."`);
    expect(await errorOf(() => classifier.evaluate(news(5, 1), { batchSize: 3 } as object))).toMatchInlineSnapshot(`"invalid-option: NgramClassifier.evaluate(examples, options): expected options among signal, got "batchSize"."`);
  });
});
