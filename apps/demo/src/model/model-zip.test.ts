import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { packedFiles } from './packed-files.js';
import { fileName } from './file-name.js';
import { readModelFiles } from './read-model-files.js';
import { unzipModel } from './unzip-model.js';
import { zipModel } from './zip-model.js';

const files = { 'model.json': new TextEncoder().encode('{}'), 'weights.safetensors': new Uint8Array(1000).map((_, i) => i % 251) };

describe('zips of models', () => {
  test('give back what went in, without the folder', () => {
    const { 'model.json': model, 'weights.safetensors': weights, ...others } = unzipModel(zipModel(files, 'news'), 'news.zip');
    expect([model, weights, others]).toEqual([files['model.json'], files['weights.safetensors'], {}]);
  });

  test('are the same bytes for the same model', () => expect(zipModel(files, 'news')).toEqual(zipModel(files, 'news')));

  test('may be made by others: without a folder, or with what macOS adds', () => {
    expect(Object.keys(unzipModel(zipSync(files), 'a.zip'))).toEqual(Object.keys(files));
    const added = zipSync({ news: files, '__MACOSX/news/._model.json': new Uint8Array(3), 'news/.DS_Store': new Uint8Array(3) });
    expect(Object.keys(unzipModel(added, 'a.zip'))).toEqual(Object.keys(files));
  });

  test('that are none are refused', () => {
    expect(() => unzipModel(new Uint8Array([1, 2, 3]), 'a.zip')).toThrow('a.zip: expected a zip file, got invalid zip data. Take a file that this page saved, or zip the folder of a saved model.');
    const cut = zipModel(files, 'news').slice(0, 700);
    expect(() => unzipModel(cut, 'a.zip')).toThrow('a.zip: expected a zip file, got ');
  });

  test('of nothing, or of several folders, are refused', () => {
    expect(() => unzipModel(zipSync({}), 'a.zip')).toThrow('a.zip: expected the files of a saved model, got no file.');
    expect(() => unzipModel(zipSync({ a: files, b: files, 'c.json': files['model.json'] }), 'a.zip')).toThrow('a.zip: expected the files of one folder, got files of 3: a/, b/, the top.');
  });

  test('that claim a size they cannot hold are refused before room is made for it', () => {
    const bytes = zipModel(files, 'news');
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    let entry = bytes.length - 22;
    entry = view.getUint32(entry + 16, true);
    view.setUint32(entry + 24, 0x7fffffff, true);
    expect(() => unzipModel(bytes, 'a.zip')).toThrow('a.zip: expected files that can be as large as they say, got news/model.json of 2147483647 bytes in ');
  });
});

test('one file is saved as it is, several as a zip of a folder', () => {
  expect(packedFiles({ 'a.onnx': new Uint8Array([1]) }, 'news')).toEqual({ name: 'a.onnx', bytes: new Uint8Array([1]) });
  expect(packedFiles(files, 'news')).toEqual({ name: 'news.zip', bytes: zipModel(files, 'news') });
});

describe('files that are loaded', () => {
  const fileOf = (name: string) => new File(['{}'], name);

  test('are one zip or one folder', async () => {
    await expect(readModelFiles([])).rejects.toThrow('loading a model: expected one zip, or the files of one folder, got no file. Choose one model at a time.');
    await expect(readModelFiles([fileOf('a.zip'), fileOf('b.zip')])).rejects.toThrow('got a.zip, b.zip. Choose one model at a time.');
  });

  test('that are missing or others are named', async () => {
    await expect(readModelFiles([fileOf('model.json')])).rejects.toThrow('the files');
    await expect(readModelFiles([new File([new Uint8Array(zipSync(files))], 'half.zip')])).rejects.toThrow('half.zip');
  });

  test('that cannot be read say so', async () => {
    const gone = { name: 'gone.zip', arrayBuffer: () => Promise.reject(new Error('no file')) } as unknown as File;
    await expect(readModelFiles([gone])).rejects.toThrow('gone.zip: expected a file that can be read, got Error: no file. Is it still where it was?');
  });
});

test('names of files have letters, digits and hyphens', () => {
  expect(['LSTM(32), no mask (run 3)', 'Ünïcode', '***'].map(fileName)).toEqual(['lstm-32-no-mask-run-3', 'n-code', 'model']);
});
