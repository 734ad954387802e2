/** Every case that Keras itself wrote into fixtures/keras-*.json: a bug report becomes a test by adding a case there. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isSekvensError, padSequences, TextVectorization } from '../src/index.js';
import type { TextVectorizationOptions } from '../src/index.js';

interface Case {
  options: Record<string, unknown>;
  corpus?: string[];
  probe?: string[];
  given?: { vocabulary: string[]; idf_weights?: number[] };
  column?: boolean;
  vocabulary: string[];
  words?: string[];
  size?: number;
  output: number[] | number[][];
  error?: string;
}

const folder = new URL('../fixtures/', import.meta.url);
const load = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T;
const camel = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
const NAMED = ['standardize', 'split', 'output_mode'];

/** Keras' option names and values in camelCase. */
function fromKeras(options: Record<string, unknown>): TextVectorizationOptions {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [camel(name), NAMED.includes(name) && typeof value === 'string' ? camel(value) : value]),
  );
}

async function build(c: Case, corpus: string[] | undefined): Promise<TextVectorization> {
  const vectorizer = new TextVectorization(fromKeras(c.options));
  if (c.given) vectorizer.setVocabulary(c.given.vocabulary, c.given.idf_weights);
  else await vectorizer.adapt(c.corpus ?? corpus!);
  return vectorizer;
}

/** An element that Keras gives as `[id]` where each text is its own row, we give as `id`: the same numbers. */
function compare(actual: { data: ArrayLike<number>; shape: readonly number[] }, expected: number[] | number[][], tolerance: number): void {
  const flat = (expected as unknown[]).flat() as number[];
  expect(actual.shape[0]).toBe(expected.length);
  if (actual.shape.length === 2 && Array.isArray(expected[0])) expect(actual.shape[1]).toBe(expected[0].length);
  expect(actual.data.length).toBe(flat.length);
  for (let i = 0; i < flat.length; i++)
    if (!(Math.abs(actual.data[i] - flat[i]) <= tolerance)) expect.fail(`element ${i}: ${actual.data[i]} instead of ${flat[i]}`);
}

for (const file of readdirSync(folder).filter((name) => /^keras-(text|options|random).*\.json$/.test(name))) {
  const { cases, corpus, probe } = load<{ cases: Case[]; corpus?: string[]; probe?: string[] }>(file);
  describe(file, () => {
    it.each(cases.map((c, i) => ({ c, name: `case ${i} ${JSON.stringify(c.options)} ${c.given ? JSON.stringify(c.given) : ''}` })))(
      '$name: as Keras, exactly (tfIdf within 1e-6)',
      async ({ c }) => {
        if (c.error !== undefined) {
          await expect(build(c, corpus)).rejects.toSatisfy(isSekvensError);
          return;
        }
        const vectorizer = await build(c, corpus);
        expect(vectorizer.getVocabulary()).toEqual(c.vocabulary);
        if (c.words) expect(vectorizer.getVocabulary({ includeSpecialTokens: false })).toEqual(c.words);
        expect(vectorizer.vocabularySize()).toBe(c.size ?? c.vocabulary.length);
        const texts = (c.probe ?? probe)!;
        const tolerance = c.options.output_mode === 'tf_idf' ? 1e-6 : 0;
        const result = vectorizer.call(texts);
        compare(result, c.output, tolerance);
        expect(result.data).toBeInstanceOf(vectorizer.config.outputMode === 'int' ? Int32Array : Float32Array);

        const restored = TextVectorization.fromJSON(JSON.parse(JSON.stringify(vectorizer)));
        expect(restored.call(texts)).toEqual(result);
        expect(restored.getVocabulary()).toEqual(c.vocabulary);
      },
    );
    it('has cases', () => expect(cases.length).toBeGreaterThan(0));
  });
}

describe('keras-pad-sequences.json', () => {
  const { cases, sequences } = load<{ sequences: number[][]; cases: { options: { maxlen?: number }; output: number[][] }[] }>(
    'keras-pad-sequences.json',
  );
  it.each(cases)('$options', ({ options, output }) => {
    const { maxlen, ...rest } = options;
    compare(padSequences(sequences, maxlen === undefined ? rest : { ...rest, maxLen: maxlen }), output, 0);
  });
});
