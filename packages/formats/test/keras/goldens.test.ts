import { raggedFrom } from '@sekvens/core';
import { Sequential } from '@sekvens/engine';
import { networkToJSON } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { predictTexts, readKeras, readKerasH5, writeKeras, writeKerasH5 } from '../../src/index.js';
import type { ModelParts } from '../../src/index.js';
import type { Predictions } from './fixtures.js';
import { fixture, jsonFixture } from './fixtures.js';

/** Largest difference of two lists of numbers. */
function largest(actual: ArrayLike<number>, expected: readonly number[]): number {
  expect(actual).toHaveLength(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(actual[i] - value)));
}

const json = ({ network, vectorizer, ...rest }: ModelParts) => ({ network: networkToJSON(network), vectorizer: vectorizer?.toJSON(), ...rest });

describe.each(jsonFixture('predictions.json') as Predictions[])('$name of Keras', ({ name, input, output }) => {
  it.each([
    ['keras', readKeras],
    ['h5', readKerasH5],
  ] as const)('.%s predicts as there, to 1e-5', (ending, read) => {
    const { network, weights } = read(fixture(`${name}.${ending}`), name);
    const { data } = new Sequential(network, weights).predict(raggedFrom(input), { batchSize: input.length });
    expect(largest(data, output.flat())).toBeLessThan(1e-5);
  });

  it('is the same in both files, written and read again', () => {
    const parts = readKeras(fixture(`${name}.keras`), name);
    expect(json(readKeras(writeKeras(parts), name))).toEqual(json(parts));
    expect(json(readKerasH5(writeKerasH5(parts), name))).toEqual(json(parts));
  });
});

describe('a model of Keras with TextVectorization in front', () => {
  const { input, output, vocabulary } = jsonFixture('lesson-string-input.json') as { input: string[]; output: number[][]; vocabulary: string[] };
  const parts = readKeras(fixture('lesson-string-input.keras'), 'lesson');

  it('predicts from texts as there, to 1e-5', () => {
    expect(parts.vectorizer!.getVocabulary()).toEqual(vocabulary);
    expect(largest(predictTexts(parts, input), output.flat())).toBeLessThan(1e-5);
  });

  it('keeps its vectorizer, learned and not given', () => {
    for (const again of [readKeras(writeKeras(parts), 'again'), readKerasH5(writeKerasH5(parts), 'again')]) expect(json(again)).toEqual(json(parts));
    expect(parts.vectorizer!.toJSON().fixedVocabulary).toBe(false);
  });
});
