import { isSekvensError } from '@sekvens/core';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readKeras, readKerasH5, writeKeras, writeKerasH5 } from '../../src/index.js';
import type { ModelParts } from '../../src/index.js';
import { readHdf5 } from '../../src/keras/hdf5/read-hdf5.js';
import { readZip } from '../../src/keras/read-zip.js';
import { fixture } from './fixtures.js';
import { mutateBytes } from './mutate-bytes.js';

/** What a reader does with each of the mutations: a number of models, and errors by their code. Anything but a SekvensError is thrown on. */
function readAll(bytes: Uint8Array, read: (bytes: Uint8Array, place: string) => unknown, count = 1000): Record<string, number> {
  const outcomes: Record<string, number> = {};
  for (let seed = 0; seed < count; seed++) {
    let outcome = 'read';
    try {
      read(mutateBytes(bytes, seed), `mutation ${seed}`);
    } catch (error) {
      if (!isSekvensError(error)) throw new Error(`mutation ${seed}`, { cause: error });
      outcome = error.code;
    }
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return outcomes;
}

/** The .keras file around mutated bytes of one of its files, checksums right again. */
function repacked(name: string, file: string): (bytes: Uint8Array, place: string) => ModelParts {
  const files = Object.fromEntries(readZip(fixture(name), name));
  return (bytes, place) => readKeras(zipSync({ ...files, [file]: bytes }, { level: 0 }), place);
}

const inside = (name: string, file: string) => readZip(fixture(name), name).get(file)!;

describe('a thousand damaged files each', () => {
  it.each([
    ['.keras', () => readAll(fixture('lesson-string-input.keras'), readKeras)],
    ['.keras of ours', () => readAll(writeKeras(readKeras(fixture('lesson-string-input.keras'), 'lesson')), readKeras)],
    ['.h5', () => readAll(fixture('pooling.h5'), readKerasH5)],
    ['.h5 of ours', () => readAll(writeKerasH5(readKeras(fixture('lesson-string-input.keras'), 'lesson')), readKerasH5)],
    ['weights in a .keras', () => readAll(inside('bilstm-stack.keras', 'model.weights.h5'), repacked('bilstm-stack.keras', 'model.weights.h5'))],
    ['config in a .keras', () => readAll(inside('lesson-string-input.keras', 'config.json'), repacked('lesson-string-input.keras', 'config.json'))],
    ['vocabulary in a .keras', () => readAll(inside('lesson-string-input.keras', 'assets/layers/text_vectorization/vocabulary.txt'), repacked('lesson-string-input.keras', 'assets/layers/text_vectorization/vocabulary.txt'))],
  ])('%s: read, or refused with a SekvensError', (_, run) => {
    const outcomes = run();
    expect(Object.values(outcomes).reduce((a, b) => a + b)).toBe(1000);
    expect(outcomes['invalid-file']).toBeGreaterThan(100);
    expect(Object.keys(outcomes).filter((code) => !['read', 'invalid-file', 'unsupported'].includes(code))).toEqual([]);
  });

  it('cut off at every byte', () => {
    for (const [name, read] of [['simple-rnn.h5', readKerasH5], ['simple-rnn.keras', readKeras]] as const) {
      const bytes = fixture(name);
      for (let length = 0; length < bytes.length; length += length < 4096 ? 1 : 17) {
        try {
          read(bytes.subarray(0, length), name);
        } catch (error) {
          if (!isSekvensError(error)) throw new Error(`${name} of ${length} bytes`, { cause: error });
        }
      }
    }
    expect(() => readHdf5(fixture('simple-rnn.h5').subarray(0, 100), 'cut')).toThrow('cut: expected');
  });
});
