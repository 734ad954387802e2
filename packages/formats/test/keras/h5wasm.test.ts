/** The C library, compiled to WebAssembly, is the oracle of our reading and writing. */
import { Random } from '@sekvens/core';
import { File, FS, ready } from 'h5wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { readHdf5 } from '../../src/keras/hdf5/read-hdf5.js';
import { writeHdf5 } from '../../src/keras/hdf5/write-hdf5.js';
import { fixture } from './fixtures.js';

beforeAll(() => ready);

const random = new Random(4);
const numbers = (length: number) => Float32Array.from({ length }, () => random.uniform(-2, 2));

/** What `fill` makes of a new file, in the oldest form or the newest. */
function written(fill: (file: File) => void, libver: 'earliest' | 'latest' = 'earliest'): Uint8Array {
  const file = new File('test.h5', 'w', { libver: [libver, 'latest'] });
  fill(file);
  file.close();
  return FS!.readFile('test.h5');
}

describe('HDF5 as the C library writes it', () => {
  it.each<[string, { readonly chunks?: number[]; readonly compression?: 'gzip' | number }]>([
    ['in one piece', {}], ['in chunks', { chunks: [3, 4] }], ['in chunks of a row', { chunks: [1, 9] }],
    ['compressed', { chunks: [3, 4], compression: 'gzip' }], ['compressed as well as it can', { chunks: [7, 9], compression: 9 }],
  ])('numbers %s', (_, options) => {
    const data = numbers(7 * 9);
    const bytes = written((file) => void file.create_group('a').create_dataset({ name: 'b', data, shape: [7, 9], ...options }));
    const dataset = readHdf5(bytes, 'file').get('a/b')!;
    expect(dataset.shape).toEqual([7, 9]);
    expect(dataset.floats('b')).toEqual(data);
  });

  it('numbers that grow without measure are refused', () => {
    const bytes = written((file) => void file.create_dataset({ name: 'b', data: new Float32Array(3e6), shape: [3e6], chunks: [3e6], compression: 9 }));
    expect(() => readHdf5(bytes, 'file').get('b')!.floats('lstm/kernel')).toThrow(/^file: expected 1 chunks of 12000000 bytes for lstm\/kernel, got \d+ bytes/);
  });

  it('64-bit floats, texts of fixed and of any length, groups of hundreds', () => {
    const bytes = written((file) => {
      file.create_dataset({ name: 'double', data: Float64Array.of(1 / 3, -2e-300), shape: [2] });
      file.create_attribute('any', ['é', '', 'x'.repeat(500)]);
      file.create_attribute('fixed', ['ab', 'c'], [2], 'S5');
      file.create_attribute('one', 'text');
      for (let i = 0; i < 300; i++) file.create_group(`group ${i}`);
    });
    const root = readHdf5(bytes, 'file');
    expect(root.get('double')!.floats('double')).toEqual(Float32Array.of(1 / 3, -2e-300));
    expect(['any', 'fixed', 'one', 'none'].map((name) => root.texts(name))).toEqual([['é', '', 'x'.repeat(500)], ['ab', 'c'], ['text'], undefined]);
    expect(Array.from({ length: 300 }, (_, i) => root.get(`group ${i}`)?.shape)).toEqual(new Array(300).fill(undefined));
    expect(root.get('group 300')).toBeUndefined();
    expect(() => root.get('group 1')!.floats('it')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file: expected numbers of it, got a group. The file is damaged, or no Keras file; save the model again.]`);
  });

  it('the newest form, of which heaps of links are refused', () => {
    const few = readHdf5(written((file) => void file.create_group('g').create_dataset({ name: 'd', data: numbers(4), shape: [4] }), 'latest'), 'file');
    expect(few.get('g/d')!.shape).toEqual([4]);
    const many = written((file) => Array.from({ length: 20 }, (_, i) => file.create_group(`g${i}`)), 'latest');
    expect(() => readHdf5(many, 'file').get('g1')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file: expected groups that list their links, got a group with its links in a fractal heap. Keras does not write such files; save the model again with Keras' own save, or h5py's libver='earliest'.]`);
    const attributes = written((file) => Array.from({ length: 20 }, (_, i) => file.create_attribute(`a${i}`, 'x')), 'latest');
    expect(() => readHdf5(attributes, 'file').texts('a1')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file: expected objects that list their attributes, got one with its attributes in a fractal heap. Keras does not write such files; save the model again with Keras' own save, or h5py's libver='earliest'.]`);
  });

  it('links to other places are not followed', () => {
    const bytes = written((file) => {
      file.create_soft_link('/', 'round');
      file.create_external_link('/etc/passwd', '/', 'out');
    });
    expect(['round', 'out', 'round/round/round'].map((path) => readHdf5(bytes, 'file').get(path))).toEqual([undefined, undefined, undefined]);
  });

  it('what is no number is refused', () => {
    const bytes = written((file) => {
      file.create_dataset({ name: 'whole', data: Int32Array.of(1, 2), shape: [2] });
      file.create_dataset({ name: 'texts', data: ['a', 'b'], shape: [2] });
      file.create_attribute('count', 3);
    });
    expect(() => readHdf5(bytes, 'file').get('whole')!.floats('lstm/kernel')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file: expected lstm/kernel as 16-, 32- or 64-bit floats, got an integer.]`);
    expect(() => readHdf5(bytes, 'file').get('texts')!.floats('lstm/kernel')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file: expected lstm/kernel as 16-, 32- or 64-bit floats, got strings.]`);
    expect(() => readHdf5(bytes, 'file').texts('count')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: file: expected texts in message 12 of an object header, got an integer. The file is damaged, or no Keras file; save the model again.]`);
  });
});

describe('HDF5 as we write it', () => {
  it('is what the C library reads', () => {
    const data = numbers(6);
    const groups = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, { shape: [2, 3], floats: data.map((value) => value + i) }]));
    const texts = ['é'.repeat(70_000), 'b', '', 'b'];
    FS!.writeFile('ours.h5', writeHdf5({ attributes: { one: texts[0], list: texts, none: [] }, children: { empty: {}, group: { children: groups, attributes: { a: 'x' } } } }));
    const file = new File('ours.h5', 'r');
    expect(file.keys().sort()).toEqual(['empty', 'group']);
    expect([file.attrs.one.value, file.attrs.list.value]).toEqual([texts[0], texts]);
    const dataset = file.get('group/k499') as { shape: number[]; value: Float32Array };
    expect([dataset.shape, dataset.value]).toEqual([[2, 3], groups.k499.floats]);
    expect((file.get('group') as File).keys()).toHaveLength(500);
    file.close();
  });

  it('is read as the C library reads Keras’ files', () => {
    FS!.writeFile('keras.h5', fixture('pooling.h5'));
    const file = new File('keras.h5', 'r');
    const ours = readHdf5(fixture('pooling.h5'), 'file');
    expect(ours.texts('model_config')).toEqual([file.attrs.model_config.value]);
    for (const path of file.paths().map(String)) {
      const item = file.get(path) as { type: string; value?: Float32Array };
      if (item.type === 'Dataset') expect(ours.get(path)!.floats(path)).toEqual(item.value);
    }
    file.close();
  });
});
