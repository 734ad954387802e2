import { TextVectorization } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { eachExample, encodeExamples, encodeMultiLabelExamples, repeatable } from './examples.js';
import type { MultiLabelText, TextExample, TextExamples } from './examples.js';
import { LabelSet } from './label-set.js';

const examples = [{ text: 'a b', label: 'x' }, { text: '', label: 'y' }, { text: 'b', label: 'x' }];
const context = { where: 'here' };
const vectorizer = new TextVectorization({ vocabulary: ['a', 'b'] });
const labels = new LabelSet(['x', 'y'], 'labels');

function* generated(): Generator<TextExample> {
  yield* examples;
}
async function* streamed(): AsyncGenerator<TextExample> {
  for (const example of examples) yield await Promise.resolve(example);
}
const again: AsyncIterable<TextExample> = { [Symbol.asyncIterator]: () => streamed() };
const sources: [string, () => TextExamples, boolean][] = [
  ['an array', () => examples, true],
  ['a set', () => new Set(examples), true],
  ['an async iterable', () => again, true],
  ['a generator', generated, false],
  ['an async generator', streamed, false],
  ['an iterator', () => examples.values(), false],
  ['a ReadableStream', () => new ReadableStream<TextExample>({ start: (controller) => { examples.forEach((example) => controller.enqueue(example)); controller.close(); } }), false],
];

describe('examples from', () => {
  for (const [name, source, isRepeatable] of sources) {
    it(`${name} are ${isRepeatable ? 'gone through as they are' : 'held in memory'}, as often as needed`, async () => {
      const given = source();
      const rows = await repeatable(given, context);
      expect(rows === given).toBe(isRepeatable);
      for (let pass = 0; pass < 2; pass++) {
        const seen: TextExample[] = [];
        expect(await eachExample(rows, context, (example, index) => (seen[index] = example))).toBe(3);
        expect(seen).toEqual(examples);
      }
    });

    it(`${name} become ids and classes`, async () => {
      const { x, y } = await encodeExamples(source(), vectorizer, labels, context);
      expect(x).toEqual({ values: Int32Array.of(2, 3, 3), offsets: Int32Array.of(0, 2, 2, 3) });
      expect(y).toEqual(Int32Array.of(0, 1, 0));
    });
  }

  it('an iterable that counts its passes are not begun before they are read', async () => {
    let passes = 0;
    const counted = { [Symbol.asyncIterator]: () => (passes++, streamed()) };
    await repeatable(counted, context);
    expect(passes).toBe(0);
  });

  it('many chunks keep their order', async () => {
    const many = Array.from({ length: 2500 }, (_, i) => ({ text: i % 7 === 0 ? '' : i % 2 ? 'a a' : 'b', label: i % 3 ? 'x' : 'y' }));
    const { x, y } = await encodeExamples(many, vectorizer, labels, context);
    expect(x).toEqual(vectorizer.encodeAll(many.map(({ text }) => text)));
    expect(Array.from(y)).toEqual(many.map(({ label }) => labels.indexOf(label, '')));
  });
});

describe('examples with any number of labels', () => {
  const several: MultiLabelText[] = [{ text: 'a b', labels: ['y', 'x', 'y'] }, { text: '', labels: [] }, { text: 'b', labels: ['y'] }];

  it('become ids and the labels of each row, ascending and once', async () => {
    for (const source of [several, several.values()]) {
      const held = await repeatable(source, { ...context, task: 'multiLabel' });
      for (let pass = 0; pass < 2; pass++) {
        expect(await encodeMultiLabelExamples(held, vectorizer, labels, context)).toEqual({
          x: { values: Int32Array.of(2, 3, 3), offsets: Int32Array.of(0, 2, 2, 3) },
          y: { ids: { values: Int32Array.of(0, 1, 1), offsets: Int32Array.of(0, 2, 2, 3) }, width: 2 },
        });
      }
    }
  });

  it.each<[string, unknown, string]>([
    ['one label', { text: 'a', label: 'x' }, 'got {"text":"a","label":"x"}. A multi-label classifier takes labels, be they one or none: labels: [\'a\']. Readers of @sekvens/data give them with multiLabel: true.'],
    ['no text', { labels: [] }, 'got {"labels":[]}.'],
    ['null', null, 'got null.'],
  ])('refuse %s', async (_, row, got) => {
    const message = `invalid-data: here, row 4: expected { text, labels }, a string and an array of strings, ${got}`;
    expect(await errorOf(() => encodeMultiLabelExamples([...several, row as TextExample], vectorizer, labels, context))).toBe(message);
    expect(await errorOf(() => repeatable([...several, row as TextExample].values(), { ...context, task: 'multiLabel' }))).toBe(message);
  });
});

describe('examples refuse', () => {
  const refused: [string, unknown, string][] = [
    ['nothing', undefined, 'here: expected an array, iterable, async iterable or ReadableStream of { text, label }, got undefined.'],
    ['a number', 3, 'here: expected an array, iterable, async iterable or ReadableStream of { text, label }, got 3.'],
    ['a text', 'abc', 'here: expected an array, iterable, async iterable or ReadableStream of { text, label }, got "abc".'],
    ['an object', {}, 'here: expected an array, iterable, async iterable or ReadableStream of { text, label }, got {}.'],
    ['a row that is none', [examples[0], null], 'here, row 2: expected { text, label }, both strings, got null.'],
    ['a row without label', [{ text: 'a' }], 'here, row 1: expected { text, label }, both strings, got {"text":"a"}.'],
    ['a label that is a number', [{ text: 'a', label: 1 }], 'here, row 1: expected { text, label }, both strings, got {"text":"a","label":1}.'],
    ['an unknown label', [...examples, { text: 'a', label: 'z' }], 'here, row 4: expected one of the labels the model was trained with: x, y, got "z". Remove these rows, or train with rows of this label.'],
  ];
  for (const [what, source, message] of refused) {
    it(what, async () => {
      expect(await errorOf(async () => encodeExamples(await repeatable(source as TextExamples, context), vectorizer, labels, context))).toBe(`invalid-data: ${message}`);
    });
  }

  it('to go on after an abort, and end the source', async () => {
    expect(await errorOf(() => eachExample(examples, { where: 'here', signal: AbortSignal.abort() }, () => undefined))).toBe('aborted: here: expected to run to its end, got an abort signal.');
    const controller = new AbortController();
    let ended = false;
    async function* endless() {
      try {
        for (;;) yield await Promise.resolve(examples[0]);
      } finally {
        ended = true;
      }
    }
    setTimeout(() => controller.abort(), 50);
    expect(await errorOf(() => eachExample(endless(), { where: 'here', signal: controller.signal }, () => undefined))).toMatch(/^aborted: here/);
    expect(ended).toBe(true);
  });
});
