import { SekvensError, show } from '@sekvens/core';

/** How much of a file {@link detectFormat} looks at. */
export const detectionBytes = 4096;

/** Names of formats by the endings of the files they are alone in. */
const endings: Readonly<Record<string, string>> = { '.safetensors': 'safetensors', '.keras': 'keras', '.h5': 'h5', '.hdf5': 'h5', '.onnx': 'onnx' };

/** Formats that are known and not read, by what gives them away. */
const foreign: readonly { readonly is: (name: string, begin: Uint8Array) => boolean; readonly what: string; readonly hint: string }[] = [
  {
    is: (name, begin) => (isZip(begin) && text(begin).includes('data.pkl')) || isPickle(begin) || /\.(pt|pth|pkl|pickle)$/i.test(name),
    what: 'a file of PyTorch or pickle, which may run any program when it is read', hint: 'Save the weights with safetensors.torch.save_file, and read them into a network.',
  },
  { is: (name) => /(^|\/)saved_model\.pb(txt)?$/i.test(name), what: 'a SavedModel of TensorFlow', hint: "Load it in Keras and save it again: model.save('model.keras')." },
  { is: (name, begin) => /\.tflite$/i.test(name) || text(begin.subarray(4, 8)) === 'TFL3', what: 'a model of TensorFlow Lite', hint: "Convert what it was made from: model.save('model.keras')." },
];

/**
 * The name of the format that files are in, by what they begin with and how they are called: `sekvens`, `safetensors`, `keras`, `h5`,
 * `tfjs` or `onnx`; whether it is read here `modelFormats` says. What a file begins with counts more than its name.
 *
 * @param names of the files, without folders
 * @param firstBytes the first {@link detectionBytes} bytes of a file, or fewer
 * @param place the file or folder, named in errors
 * @throws code 'unsupported' for files of other programs that cannot be read; 'invalid-file' for what is none of these, or several at once
 */
export function detectFormat(names: readonly string[], firstBytes: (name: string) => Uint8Array, place = 'the model'): string {
  const main = names.find((name) => name === 'model.json') ?? (names.length === 1 ? names[0] : undefined);
  if (names.includes('ensemble.json')) return 'sekvens';
  if (main !== undefined) return detectFile(main, firstBytes(main), place);
  const models = names.filter((name) => Object.keys(endings).some((ending) => name.toLowerCase().endsWith(ending)));
  if (models.length === 1) return detectFile(models[0], firstBytes(models[0]), place);
  for (const name of names) refuseForeign(name, firstBytes(name), place);
  throw unknown(place, models.length > 1 ? `several: ${models.slice(0, 5).join(', ')}` : names.length === 0 ? 'nothing' : `${names.length} files without model.json`, models.length > 1 ? 'Give one of the files.' : undefined);
}

function detectFile(name: string, begin: Uint8Array, place: string): string {
  const [, ending = ''] = /(\.[^.]+)$/.exec(name.toLowerCase()) ?? [];
  refuseForeign(name, begin, place);
  if (isZip(begin)) return 'keras';
  if (startsWith(begin, [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a])) return 'h5';
  if (isSafetensors(begin)) return 'safetensors';
  const beginning = text(begin).trimStart();
  if (beginning.startsWith('{')) {
    if (/"sekvens-text-classifier"/.test(beginning)) return 'sekvens';
    if (/"(modelTopology|weightsManifest|layers-model)"/.test(beginning)) return 'tfjs';
    if (/"graph-model"/.test(beginning)) throw new SekvensError({ code: 'unsupported', where: place, expected: 'a layers model', got: 'a graph model of TensorFlow.js', hint: 'Convert it with --output_format tfjs_layers_model.' });
    return ending === '.json' ? 'tfjs' : unknownFile(name, place);
  }
  if (Object.hasOwn(endings, ending)) return endings[ending];
  // field 1 (ir_version) of an ONNX ModelProto, a small number, and then another field of it
  if (begin.length > 3 && begin[0] === 0x08 && begin[1] > 0 && begin[1] < 32 && [0x12, 0x3a, 0x42].includes(begin[2])) return 'onnx';
  return unknownFile(name, place);
}

function refuseForeign(name: string, begin: Uint8Array, place: string): void {
  const found = foreign.find(({ is }) => is(name, begin));
  if (found) throw new SekvensError({ code: 'unsupported', where: place, expected: 'a model in a format that is read here', got: found.what, hint: found.hint });
}

function unknownFile(name: string, place: string): never {
  throw unknown(place, `${show(name)}, which begins like none of them`, 'Name the format, if it is one of them.');
}

function unknown(place: string, got: string, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-file', where: place, expected: 'a model: a file of Keras (.keras, .h5), ONNX or safetensors, a model.json of TensorFlow.js, or a folder of sekvens', got, hint });
}

function isZip(begin: Uint8Array): boolean {
  return startsWith(begin, [0x50, 0x4b, 0x03, 0x04]) || startsWith(begin, [0x50, 0x4b, 0x05, 0x06]);
}

/** Eight bytes of length, and a JSON object. */
function isSafetensors(begin: Uint8Array): boolean {
  if (begin.length < 10) return false;
  const length = new DataView(begin.buffer, begin.byteOffset, begin.byteLength).getUint32(4, true);
  return length === 0 && begin[8] === 0x7b && /^\{\s*["}]/.test(text(begin.subarray(8, 80)));
}

/** Protocol 2 and newer; a header of safetensors may have a length that begins with the same bytes. */
function isPickle(begin: Uint8Array): boolean {
  return begin[0] === 0x80 && begin[1] >= 2 && begin[1] <= 5 && !isSafetensors(begin);
}

function startsWith(bytes: Uint8Array, beginning: readonly number[]): boolean {
  return beginning.every((byte, i) => bytes[i] === byte);
}

function text(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}
