import { dense, embedding, gru, initializeWeights, network, networkToJSON, toKerasConfig } from '@sekvens/layers';
import * as fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { kerasFormat, kerasH5Format, readKeras, readKerasH5, writeKeras, writeKerasH5 } from '../../src/index.js';
import type { ModelParts } from '../../src/index.js';
import { readZip } from '../../src/keras/read-zip.js';
import { randomModels } from './random-models.js';

const comparable = ({ network, vectorizer, ...rest }: ModelParts) => ({ network: networkToJSON(network), vectorizer: vectorizer?.toJSON(), ...rest });

describe.each([
  ['keras', writeKeras, readKeras, kerasFormat],
  ['h5', writeKerasH5, readKerasH5, kerasH5Format],
] as const)('.%s', (ending, write, read, format) => {
  it('gives back networks, weights, vectorizers and labels of 300 random models, and the same bytes again', () => {
    fc.assert(
      fc.property(randomModels, (parts) => {
        const bytes = write(parts);
        const again = read(bytes, 'model');
        expect(comparable(again)).toEqual(comparable(parts));
        expect(Buffer.compare(write(again), bytes)).toBe(0);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('keeps what counts while training alone and Keras does not have', async () => {
    const net = network([embedding({ inputDim: 9, outputDim: 3, maskZero: true, wordDropout: 0.3, embeddingDropout: 0.1 }), gru({ units: 2 }), dense({ units: 2, activation: 'softmax' })]);
    const parts = { network: net, weights: initializeWeights(net, 4) };
    expect(comparable(await format.read(await format.write(parts, 'news'), 'folder'))).toEqual(comparable(parts));
  });

  it('is a format of one file', async () => {
    const [parts] = fc.sample(randomModels, { seed: 2, numRuns: 1 });
    const files = await format.write(parts, 'news');
    expect(Object.keys(files)).toEqual([`news.${ending}`]);
    expect(comparable(await format.read({ ...files, 'notes.txt': new Uint8Array() }, 'folder'))).toEqual(comparable(parts));
    await expect(format.read({}, 'folder')).rejects.toThrow(`folder: expected one .${ending} file, got no file.`);
    await expect(format.read({ 'x.bin': new Uint8Array(3) }, 'folder')).rejects.toThrow('folder/x.bin: expected');
  });
});

describe('a .keras file without what we added', () => {
  const stripped = (parts: ModelParts, change: (files: Record<string, Uint8Array>) => void) => {
    const files = Object.fromEntries(readZip(writeKeras(parts), 'model'));
    change(files);
    return readKeras(zipSync(files), 'model');
  };

  it('is the same model to Keras, compressed or not', () => {
    fc.assert(
      fc.property(randomModels, (parts) => {
        const read = stripped(parts, (files) => delete files['sekvens.json']);
        expect(toKerasConfig(read.network).config.layers).toEqual(toKerasConfig(parts.network).config.layers);
        expect(read.weights).toEqual(parts.weights);
        expect(read.vectorizer?.getVocabulary()).toEqual(parts.vectorizer?.getVocabulary());
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it('counts where the two differ: somebody changed the model in Keras', () => {
    const [one, other] = fc.sample(randomModels, { seed: 5, numRuns: 60 }).filter(({ labels, vectorizer }) => labels === undefined && vectorizer === undefined);
    const extras = readZip(writeKeras(other), 'model').get('sekvens.json')!;
    const read = stripped(one, (files) => void (files['sekvens.json'] = extras));
    expect(read.weights).toEqual(one.weights);
    expect(toKerasConfig(read.network)).toEqual(toKerasConfig(one.network));
  });
});
