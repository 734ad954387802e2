import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { kerasFormat, predictTexts, readKeras, readKerasH5, writeKeras, writeKerasH5 } from '../../src/index.js';
import { Hdf5Bytes } from '../../src/keras/hdf5/hdf5-bytes.js';
import { readHdf5 } from '../../src/keras/hdf5/read-hdf5.js';
import { writeHdf5 } from '../../src/keras/hdf5/write-hdf5.js';
import type { Hdf5Tree } from '../../src/keras/hdf5/write-hdf5.js';
import { readZip } from '../../src/keras/read-zip.js';
import { fixture } from './fixtures.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const lesson = (): Record<string, Uint8Array> => Object.fromEntries(readZip(fixture('lesson-string-input.keras'), 'lesson'));
type Config = { config: { layers: { class_name: string; config: Record<string, unknown> }[] } };

/** The lesson's model with another config. */
function configured(change: (config: Config) => void): Uint8Array {
  const files = lesson();
  const config = JSON.parse(new TextDecoder().decode(files['config.json'])) as Config;
  change(config);
  return zipSync({ ...files, 'config.json': bytes(JSON.stringify(config)) });
}

/** A place in `file` where these bytes are, changed. */
function patched(file: Uint8Array, at: number, ...values: number[]): Uint8Array {
  const copy = file.slice();
  copy.set(values, at);
  return copy;
}

const find = (file: Uint8Array, ...wanted: number[]): number => file.findIndex((_, i) => wanted.every((value, j) => file[i + j] === value));

describe('archives', () => {
  const archive = (files: Record<string, Uint8Array>, level: 0 | 9 = 0) => zipSync(files, { level });
  const directory = (file: Uint8Array) => find(file, 0x50, 0x4b, 1, 2);

  it('that are none, or cut off, are refused', () => {
    for (const file of [new Uint8Array(), bytes('no archive'), fixture('simple-rnn.keras').subarray(0, -1)]) expect(() => readKeras(file, 'a.keras')).toThrow('a.keras: expected a zip archive, got');
    expect(() => readKeras(zipSync({}), 'a.keras')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: a.keras: expected a file config.json in the archive, got no files. The file is damaged, or no Keras file; save the model again.]`);
  });

  it('that would grow without measure are refused before anything is inflated', () => {
    expect(() => readZip(archive({ 'config.json': new Uint8Array(50_000_000) }, 9), 'bomb')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: bomb: expected at most 100 times the archive's 48920 bytes in it, got 50000000 bytes. The file is damaged, or no Keras file; save the model again.]`);
  });

  it('that promise other sizes than they have are refused', () => {
    const file = archive({ a: new Uint8Array(10_000) }, 9);
    const at = directory(file);
    expect(() => readZip(patched(file, at + 24, 10, 0), 'file')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/a: expected 10 bytes, got more. The file is damaged, or no Keras file; save the model again.]`);
    expect(() => readZip(patched(file, at + 24, 255, 255), 'file')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/a: expected 65535 bytes, got 10000. The file is damaged, or no Keras file; save the model again.]`);
    expect(() => readZip(patched(file, at + 20, 255, 255), 'file')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/a: expected 65535 bytes at 31, got an archive of 126 bytes. The file is damaged, or no Keras file; save the model again.]`);
    expect(() => readZip(patched(file, at + 16, 1), 'file')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/a: expected content of the checksum the archive gives, got other content. The file is damaged, or no Keras file; save the model again.]`);
  });

  it('whose names lead out of them are refused', () => {
    for (const name of ['../config.json', '/etc/passwd', 'assets/../../x', 'c:\\x', 'a\0b']) expect(() => readZip(archive({ [name]: bytes('x') }), 'file')).toThrow('file: expected names of files within the archive, got');
  });

  it('with a name twice, a password, another compression, or too large for their own sizes are refused', () => {
    const two = archive({ aa: bytes('x'), ab: bytes('y') });
    expect(() => readZip(patched(two, two.lastIndexOf(0x62), 0x61), 'file')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file: expected every name once, got "aa" twice. The file is damaged, or no Keras file; save the model again.]`);
    const one = archive({ a: bytes('x') });
    const at = directory(one);
    expect(() => readZip(patched(one, at + 8, 1), 'file')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/a: expected a file without a password, got an encrypted one.]`);
    expect(() => readZip(patched(one, at + 10, 14), 'file')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/a: expected a file stored as it is or by deflate, got compression 14.]`);
    expect(() => readZip(patched(one, one.length - 12, 255, 255), 'file')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file: expected a zip archive below 4 GiB and 65,535 files, got a larger one (zip64).]`);
  });

  it('read directories and empty files, and any name', () => {
    const files = readZip(archive({ 'assets/': new Uint8Array(), __proto__x: bytes('p'), empty: new Uint8Array() }, 9), 'file');
    expect([...files.keys()]).toEqual(['__proto__x', 'empty']);
  });
});

describe('HDF5 files', () => {
  const tree: Hdf5Tree = { attributes: { a: 'text' }, children: { d: { shape: [2, 3], floats: new Float32Array(6) } } };

  it('of a promise of 10 GB are refused before anything is allocated', () => {
    const file = fixture('simple-rnn.h5');
    // the embedding's shape [50, 6] and its size of 1200 bytes
    const shape = find(file, 50, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0);
    expect(() => readKerasH5(patched(file, shape, 0, 0, 0, 0x80), 'file')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file: expected the weight embedding/embeddings of shape [50, 6], got [2147483648, 6] at model_weights/embedding/simple_rnn/embedding/embeddings. The file is damaged, or no Keras file; save the model again.]`);
    const size = find(file, 0xb0, 4, 0, 0, 0, 0, 0, 0);
    expect(() => readKerasH5(patched(file, size, 0, 0, 0, 0x80, 2), 'file')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file: expected 1200 bytes of embedding/embeddings, got 10737418240. The file is damaged, or no Keras file; save the model again.]`);
  });

  it('whose addresses go in circles come to an end', () => {
    const file = fixture('simple-rnn.h5');
    const trees = Array.from(file.keys()).filter((i) => file[i] === 0x54 && file[i + 1] === 0x52 && file[i + 2] === 0x45 && file[i + 3] === 0x45);
    const refused = trees.filter((at) => {
      const copy = file.slice();
      // an inner node whose only child is itself, at its level and one above it
      copy[at + 5] = 1;
      new DataView(copy.buffer).setBigUint64(at + 32, BigInt(at), true);
      try {
        readKerasH5(copy, 'file');
      } catch (error) {
        expect(String(error)).toMatch(/^SekvensError: file: expected type 0, level 0 in a B-tree, got type 0, level 1/);
        return true;
      }
      return false;
    });
    // all but those of groups without weights
    expect([refused.length, trees.length]).toEqual([12, 13]);
  });

  it('that lead to the same part over and over come to an end', () => {
    const file = new Hdf5Bytes(new Uint8Array(10_000), 'file');
    expect(() => {
      for (;;) file.part(0, 10_000, 'a part');
    }).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file: expected every part of the file to be used once, got addresses that lead to the same parts over and over, at last for a part. The file is damaged, or no Keras file; save the model again.]`);
  });

  it('whose groups contain themselves are no trap', () => {
    const whole = writeHdf5(tree);
    expect(readHdf5(whole, 'file').get('d/d/d')).toBeUndefined();
    expect(() => readHdf5(patched(whole, whole.length - 1, whole[whole.length - 1] ^ 1), 'file')).toThrow('expected the checksum');
  });

  it('that are weights alone, or nothing of Keras, are named', () => {
    expect(() => readKerasH5(writeHdf5({}), 'file')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file: expected the attribute model_config of a saved model, got none. The file is damaged, or no Keras file; save the model again.]`);
    expect(() => readKerasH5(readZip(fixture('simple-rnn.keras'), 'a').get('model.weights.h5')!, 'file')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file: expected the attribute model_config of a saved model, got weights alone. The file is damaged, or no Keras file; save the model again.]`);
    expect(() => readKerasH5(bytes('HDF5'), 'file')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file: expected an HDF5 file, got other bytes. The file is damaged, or no Keras file; save the model again.]`);
  });

  it('with weights that are missing, of another shape, or not finite are refused', () => {
    const files = lesson();
    const weights = (children: Hdf5Tree['children']) => () => readKeras(zipSync({ ...files, 'model.weights.h5': writeHdf5({ children }) }), 'file');
    expect(weights({})).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/model.weights.h5: expected the weight embedding_5/embeddings of shape [30, 5], got none at layers/embedding/vars/0. The file is damaged, or no Keras file; save the model again.]`);
    const embedding = (shape: number[], value: number): Hdf5Tree['children'] => ({ layers: { children: { embedding: { children: { vars: { children: { 0: { shape, floats: new Float32Array(shape[0] * shape[1]).fill(value) } } } } } } } });
    expect(weights(embedding([5, 30], 0))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/model.weights.h5: expected the weight embedding_5/embeddings of shape [30, 5], got [5, 30] at layers/embedding/vars/0. The file is damaged, or no Keras file; save the model again.]`);
    expect(weights(embedding([30, 5], NaN))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/model.weights.h5: expected finite 32-bit numbers in embedding_5/embeddings, got NaN at 0. The file is damaged, or no Keras file; save the model again.]`);
  });
});

describe('configs', () => {
  it('that are no JSON, or too deep, are refused', () => {
    for (const text of ['{', '\ufeff', '['.repeat(200_000), '[]', 'null', '{"config":{"layers":[]}}']) expect(() => readKeras(zipSync({ ...lesson(), 'config.json': bytes(text) }), 'file')).toThrow('file/config.json');
    expect(() => readKeras(zipSync({ ...lesson(), 'config.json': bytes(`{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`) }), 'file')).toThrow('file/config.json');
  });

  it('cannot write to prototypes', () => {
    const evil = new TextDecoder().decode(lesson()['config.json']).replaceAll('"config": {"name"', '"config": {"__proto__": {"polluted": true}, "name"');
    expect(() => readKeras(zipSync({ ...lesson(), 'config.json': bytes(evil) }), 'file')).toThrow('__proto__');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('with anything that does not exist here name all of it', () => {
    const file = configured(({ config: { layers } }) => {
      Object.assign(layers[1].config, { sparse: true, standardize: { class_name: 'function', config: 'clean' }, output_mode: 'one_hot' });
      Object.assign(layers[3].config, { stateful: true });
      layers.splice(3, 0, { class_name: 'Conv1D', config: { name: 'conv', dtype: { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' } } } });
    });
    expect(() => readKeras(file, 'file')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/config.json, the config of the model: expected layers and options that exist here, got text_vectorization_17 (TextVectorization): standardize = {"class_name":"function","config":"clean"}; text_vectorization_17 (TextVectorization): sparse = true; text_vectorization_17 (TextVectorization): new TextVectorization({ outputMode }): expected one of 'int', 'multiHot', 'count', 'tfIdf', got "oneHot"; conv (Conv1D): no such layer here; simple_rnn_1 (SimpleRNN): stateful = true.]`);
    expect(() => readKeras(configured(({ config: { layers } }) => void (layers[2].config.dtype = { class_name: 'QuantizedDTypePolicy', config: { name: 'int8_from_float32' } })), 'file')).toThrow('dtype = {"class_name":"QuantizedDTypePolicy"');
  });

  it('with a size that no network has are refused', () => {
    expect(() => readKeras(configured(({ config: { layers } }) => void (layers[2].config.input_dim = 2 ** 31 - 1)), 'file')).toThrow('at most 536,870,912 parameters');
  });

  it('without a vocabulary, or with one that cannot be, are refused', () => {
    const files = lesson();
    const vocabulary = (change: (name: string, file: Uint8Array) => Uint8Array | undefined) => () => readKeras(zipSync(Object.fromEntries(Object.entries(files).flatMap(([name, file]) => {
      const changed = name.endsWith('vocabulary.txt') ? change(name, file) : file;
      return changed ? [[name, changed]] : [];
    }))), 'file');
    expect(vocabulary(() => undefined)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/config.json: expected the vocabulary of text_vectorization_17 (TextVectorization), got none. Keras keeps a vocabulary that was learned in .keras files, not in .h5: save the model as .keras.]`);
    expect(vocabulary(() => bytes('\n[UNK]\na\na'))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/config.json: expected a vocabulary with every word once, got "a" twice. The file is damaged, or no Keras file; save the model again.]`);
    expect(vocabulary(() => Uint8Array.of(255, 254))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/assets/layers/text_vectorization/vocabulary.txt: expected UTF-8 text, got other bytes. The file is damaged, or no Keras file; save the model again.]`);
    expect(() => readKeras(configured(({ config: { layers } }) => void (layers[1].config.vocabulary = [3])), 'file')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/config.json: expected a vocabulary as a list of words, got [3]. The file is damaged, or no Keras file; save the model again.]`);
  });
});

describe('what we add', () => {
  const parts = readKeras(fixture('lesson-string-input.keras'), 'lesson');
  const extras = (change: (json: Record<string, unknown>) => void) => () => {
    const files = Object.fromEntries(readZip(writeKeras({ ...parts, labels: ['a', 'b', 'c', 'd'] }), 'ours'));
    const json = JSON.parse(new TextDecoder().decode(files['sekvens.json'])) as Record<string, unknown>;
    change(json);
    return readKeras(zipSync({ ...files, 'sekvens.json': bytes(JSON.stringify(json)) }), 'file');
  };

  it('is checked as everything else', () => {
    expect(extras((json) => (json.version = 2))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/sekvens.json: expected format "sekvens/keras-extras", version 1, got format "sekvens/keras-extras", version 2. The file is damaged, or no Keras file; save the model again.]`);
    expect(extras((json) => (json.more = 1))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/sekvens.json: expected no key but format, version, network, labels, task, thresholds, fixedVocabulary, got "more". The file is damaged, or no Keras file; save the model again.]`);
    expect(extras((json) => (json.labels = ['a']))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/sekvens.json: expected 4 labels, one an output, got ["a"]. The file is damaged, or no Keras file; save the model again.]`);
    expect(extras((json) => (json.labels = ['a', 'a', 'b', 'c']))).toThrow('file/sekvens.json');
    expect(extras((json) => (json.task = 'both'))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/sekvens.json: expected task 'multiClass' or 'multiLabel', got "both". The file is damaged, or no Keras file; save the model again.]`);
    expect(extras((json) => (json.thresholds = [1]))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/sekvens.json: expected 4 thresholds from 0 to 1 for the task 'multiLabel', got [1]. The file is damaged, or no Keras file; save the model again.]`);
    expect(extras((json) => (json.fixedVocabulary = 1))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file/sekvens.json: expected fixedVocabulary to be true or false, got 1. The file is damaged, or no Keras file; save the model again.]`);
    expect(extras((json) => (json.network = {}))).toThrow('file/sekvens.json, networkFromJSON(json)');
    expect(extras(() => undefined)().labels).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('writing', () => {
  const parts = readKeras(fixture('lesson-string-input.keras'), 'lesson');

  it('refuses weights that are not finite, and vectorizers that do not go with the network', async () => {
    const [path] = Object.keys(parts.weights);
    const broken = { ...parts, weights: { ...parts.weights, [path]: parts.weights[path].map(() => NaN) } };
    expect(() => writeKeras(broken)).toThrowErrorMatchingInlineSnapshot(`[SekvensError: writeKeras(parts): expected finite numbers in embedding_5/embeddings, got NaN at 0. Train again with a smaller learning rate.]`);
    expect(() => writeKerasH5(broken)).toThrow('writeKerasH5(parts): expected finite numbers');
    const { vectorizer } = readKeras(configured(({ config: { layers } }) => void (layers[1].config.output_sequence_length = 7)), 'file');
    const fixed = readKeras(configured(({ config: { layers } }) => void (layers[1].config.output_sequence_length = 5)), 'file');
    await expect(kerasFormat.write({ ...fixed, vectorizer }, 'x')).rejects.toThrowErrorMatchingInlineSnapshot(`[SekvensError: the vectorizer: expected outputs for a network that takes ids [5], got outputMode 'int' with rows of 7 numbers.]`);
    expect(() => predictTexts({ network: parts.network, weights: parts.weights }, ['a'])).toThrowErrorMatchingInlineSnapshot(`[SekvensError: predictTexts(parts, texts): expected a model with a vectorizer, got none. Make ids of the texts yourself, and predict with new Sequential(network, weights).]`);
  });
});
