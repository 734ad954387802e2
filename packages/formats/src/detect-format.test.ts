import { writeSafetensors } from '@sekvens/engine';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../test/helpers/error-of.js';
import { classifierParts } from '../test/helpers/example-models.js';
import { detectFormat } from './detect-format.js';
import { safetensorsFormat } from './safetensors/safetensors-format.js';
import { sekvensFormat } from './sekvens/sekvens-format.js';

const ascii = (text: string) => new TextEncoder().encode(text);
const hdf5 = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0);
const zip = ascii('PK\u0003\u0004\u0014\u0000metadata.json');
const onnx = Uint8Array.of(0x08, 0x09, 0x12, 0x07, 0x73);
const detect = (files: Readonly<Record<string, Uint8Array>>): string => detectFormat(Object.keys(files), (name) => files[name], 'here');

describe('detectFormat', () => {
  it.each<[string, string, Record<string, Uint8Array>]>([
    ['an archive', 'keras', { 'a.keras': zip }],
    ['an archive by another name', 'keras', { 'model.zip': zip }],
    ['HDF5', 'h5', { 'a.h5': hdf5 }],
    ['HDF5 by the name of an archive, as Keras may be told to write it', 'h5', { 'a.keras': hdf5 }],
    ['safetensors', 'safetensors', { 'weights.bin': writeSafetensors({ a: { shape: [1], data: new Float32Array(1) } }) }],
    ['safetensors whose header is as long as pickles begin', 'safetensors', { w: (() => { const bytes = new Uint8Array(8 + 0x280).fill(0x20); bytes.set([0x80, 2, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d]); return bytes; })() }],
    ['a topology', 'tfjs', { 'model.json': ascii('{"format":"layers-model","modelTopology":{}}'), 'group1-shard1of1.bin': new Uint8Array(4) }],
    ['a topology by another name', 'tfjs', { 'net.json': ascii('\n {"modelTopology":{}}') }],
    ['JSON whose beginning does not tell', 'tfjs', { 'model.json': ascii('{"userDefinedMetadata":{}') }],
    ['ONNX', 'onnx', { 'model.onnx': onnx }],
    ['ONNX by another name', 'onnx', { model: onnx }],
    ['an empty file', 'onnx', { 'model.onnx': new Uint8Array(0) }],
    ['one model among other files', 'onnx', { 'labels.txt': ascii('a\nb'), 'model.onnx': onnx }],
    ['an ensemble', 'sekvens', { 'ensemble.json': ascii('{}'), 'member-1.weights.safetensors': new Uint8Array(8) }],
  ])('knows %s', (_what, format, files) => expect(detect(files)).toBe(format));

  it('knows what is written here', async () => {
    expect(detect(await sekvensFormat.write!(classifierParts, 'm'))).toBe('sekvens');
    expect(detect(await safetensorsFormat.write!(classifierParts, 'm'))).toBe('safetensors');
  });

  const expected = 'expected a model: a file of Keras (.keras, .h5), ONNX or safetensors, a model.json of TensorFlow.js, or a folder of sekvens';
  const unread = 'expected a model in a format that is read here';
  it.each<[string, Record<string, Uint8Array>, string]>([
    ['nothing', {}, `invalid-file: here: ${expected}, got nothing.`],
    ['a text', { 'a.txt': ascii('hello') }, `invalid-file: here: ${expected}, got "a.txt", which begins like none of them. Name the format, if it is one of them.`],
    ['other files', { 'a.txt': ascii('hello'), 'b.txt': ascii('hello') }, `invalid-file: here: ${expected}, got 2 files without model.json.`],
    ['several models', { 'a.onnx': onnx, 'b.keras': zip }, `invalid-file: here: ${expected}, got several: a.onnx, b.keras. Give one of the files.`],
    ['a checkpoint of PyTorch', { 'a.bin': ascii('PK\u0003\u0004archive/data.pkl') }, `unsupported: here: ${unread}, got a file of PyTorch or pickle, which may run any program when it is read. Save the weights with safetensors.torch.save_file, and read them into a network.`],
    ['a pickle', { 'a.bin': Uint8Array.of(0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0) }, `unsupported: here: ${unread}, got a file of PyTorch or pickle`],
    ['a SavedModel', { 'saved_model.pb': onnx, 'fingerprint.pb': onnx }, `unsupported: here: ${unread}, got a SavedModel of TensorFlow. Load it in Keras and save it again: model.save('model.keras').`],
    ['TensorFlow Lite', { 'a.bin': ascii('\u0020\u0000\u0000\u0000TFL3') }, `unsupported: here: ${unread}, got a model of TensorFlow Lite. Convert what it was made from: model.save('model.keras').`],
    ['a graph model', { 'model.json': ascii('{"format": "graph-model"') }, 'unsupported: here: expected a layers model, got a graph model of TensorFlow.js. Convert it with --output_format tfjs_layers_model.'],
  ])('refuses %s', async (_what, files, message) => expect(await errorOf(() => detect(files))).toContain(message));
});
