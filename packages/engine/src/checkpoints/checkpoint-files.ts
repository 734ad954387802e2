/**
 * A checkpoint as files: where the training is and what it was begun with (checkpoint.json), all numbers it goes on with (state.safetensors),
 * and the weights as a model has them (weights.safetensors). A classifier's checkpoint has its other files beside them, so that the folder is
 * a saved classifier, too.
 */
import { SekvensError, show } from '@sekvens/core';
import type { NetworkWeights } from '@sekvens/layers';
import type { Files } from '../files/folder.js';
import { readSafetensors, readTensors, writeTensors } from '../files/safetensors.js';
import type { CallbackState, EpochLog } from '../model/callback.js';
import type { StateArray } from '../wasm/state-register.js';
import type { CourseRecord } from './course.js';
import { Fingerprint } from './fingerprint.js';
import { parseNumbers, stringifyNumbers } from './json-numbers.js';
import type { TrainingSetup } from './training-setup.js';

export const checkpointFileNames = ['checkpoint.json', 'state.safetensors', 'weights.safetensors'] as const;

const format = 'sekvens-checkpoint';
const version = 1;
const weightsPrefix = 'weights/';

export interface Checkpoint {
  readonly setup: TrainingSetup;
  readonly course: CourseRecord;
  /** By the names of the callbacks. */
  readonly callbacks: Readonly<Record<string, CallbackState>>;
  /** What WasmTrainer.readState gave. */
  readonly state: Readonly<Record<string, StateArray>>;
}

/**
 * @param model the files of the model with all rows brought up to date, weights.safetensors among them
 * @param weights the weights that are in it
 */
export function checkpointToFiles({ setup, course, callbacks, state }: Checkpoint, model: Files, weights: NetworkWeights): Files {
  const arrays: [string, StateArray][] = Object.entries(state).filter(([name, array]) => !name.startsWith(weightsPrefix) || !sameBytes(array, weights[name.slice(weightsPrefix.length)]));
  const names = Object.keys(callbacks);
  names.forEach((name, i) => {
    for (const [path, kept] of Object.entries(callbacks[name].weights ?? {})) arrays.push([`callbacks/${i}/${path}`, kept]);
  });
  const stateBytes = writeTensors(Object.fromEntries(arrays.map(([name, data]) => [name, { shape: [data.length], data }])), { format });
  const files = { ...model, 'state.safetensors': stateBytes };
  const record = {
    format, version, course, setup, callbacks: names.map((name) => ({ name, values: callbacks[name].values, hasWeights: callbacks[name].weights !== undefined })),
    files: Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, new Fingerprint().add(bytes).hex])),
  };
  // the last line says whether the others are what was written
  return { ...files, 'checkpoint.json': new TextEncoder().encode(stringifyNumbers({ ...record, fingerprint: fingerprintOf(record) })) };
}

/**
 * Reads what {@link checkpointToFiles} wrote. The files may come from anywhere; whether they are those that were written is checked.
 * @param place the folder, named in errors
 * @throws code 'invalid-file'
 */
export function checkpointFromFiles(files: Files, place: string): Checkpoint {
  const given: unknown = files;
  const missing = checkpointFileNames.find((name) => !(isObject(given) && Object.hasOwn(given, name) && given[name] instanceof Uint8Array));
  if (missing) throw damaged(place, `the files ${checkpointFileNames.join(', ')} of a checkpoint`, `none named ${missing}`);
  const file = `${place}/checkpoint.json`;
  const record = parse(files['checkpoint.json'], file);
  if (record.format !== format || record.version !== version) {
    throw new SekvensError({
      code: 'invalid-file', where: file, expected: `format ${show(format)}, version ${version}`, got: `format ${show(record.format)}, version ${show(record.version)}`,
      hint: 'Go on with the version of sekvens that wrote it.',
    });
  }
  for (const [name, fingerprint] of Object.entries(isObject(record.files) ? record.files : {})) {
    const bytes = Object.hasOwn(files, name) ? files[name] : undefined;
    if (!bytes) continue;
    const got = new Fingerprint().add(bytes).hex;
    if (got !== fingerprint) throw damaged(`${place}/${name}`, `the bytes that belong to ${file}, fingerprint ${show(fingerprint)}`, `fingerprint ${got}`);
  }
  const { fingerprint, ...rest } = record;
  if (fingerprint !== fingerprintOf(rest)) throw damaged(file, `contents with the fingerprint ${show(fingerprint)}`, fingerprintOf(rest));
  const { course, setup, callbacks } = rest;
  if (!isCourse(course) || !isSetup(setup) || !isCallbacks(callbacks)) throw damaged(file, 'course, setup and callbacks of a training', 'something else');
  const tensors = readTensors(files['state.safetensors'], `${place}/state.safetensors`, ['F32', 'F64', 'I32']);
  const state: Record<string, StateArray> = {};
  for (const [path, { data }] of Object.entries(readSafetensors(files['weights.safetensors'], `${place}/weights.safetensors`))) state[weightsPrefix + path] = data;
  const weights = callbacks.map((): Record<string, Float32Array> => ({}));
  for (const [name, { data }] of Object.entries(tensors)) {
    const [, index, path] = /^callbacks\/(\d+)\/(.*)$/s.exec(name) ?? [];
    if (index === undefined) state[name] = data;
    else if (Number(index) < callbacks.length && data instanceof Float32Array) weights[Number(index)][path] = data;
    else throw damaged(`${place}/state.safetensors`, 'weights of the callbacks of checkpoint.json', show(name));
  }
  const states = callbacks.map(({ name, values, hasWeights }, i): [string, CallbackState] => [name, { values, ...(hasWeights && { weights: weights[i] }) }]);
  return { setup, course, callbacks: Object.fromEntries(states), state };
}

function fingerprintOf(record: object): string {
  return new Fingerprint().addText(stringifyNumbers(record)).hex;
}

function parse(bytes: Uint8Array, file: string): Record<string, unknown> {
  try {
    const record = parseNumbers(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isObject(record)) return record;
  } catch {
    // said below
  }
  throw damaged(file, 'a JSON object', 'something else');
}

interface SavedCallback {
  readonly name: string;
  readonly values: CallbackState['values'];
  readonly hasWeights: boolean;
}

function isCallbacks(value: unknown): value is SavedCallback[] {
  return Array.isArray(value) && value.every((item: unknown) => isObject(item) && typeof item.name === 'string' && isObject(item.values) && typeof item.hasWeights === 'boolean');
}

function isCourse(value: unknown): value is CourseRecord {
  if (!isObject(value)) return false;
  const { epoch, batch, begun, stopped, ended, seconds, means, batches, history } = value;
  const numbers = (list: unknown, length: number) => Array.isArray(list) && list.length === length && list.every((n) => typeof n === 'number');
  const isLog = (log: unknown): log is EpochLog => isObject(log) && ['epoch', 'loss', 'rows', 'tokens', 'seconds'].every((name) => typeof log[name] === 'number');
  return (
    [epoch, batch].every((n) => Number.isSafeInteger(n) && (n as number) >= 0) && [begun, stopped, ended].every((flag) => typeof flag === 'boolean') &&
    typeof seconds === 'number' && numbers(means, 6) && numbers(batches, 2) && Array.isArray(history) && history.every(isLog)
  );
}

function isSetup(value: unknown): value is TrainingSetup {
  return isObject(value) && ['options', 'model', 'data'].every((name) => isObject(value[name])) && (value.validationData === null || isObject(value.validationData));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function sameBytes(a: StateArray, b: Float32Array | undefined): boolean {
  if (a.length !== b?.length) return false;
  const [left, right] = [a, b].map(({ buffer, byteOffset, length }) => new Int32Array(buffer, byteOffset, length));
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

function damaged(where: string, expected: string, got: string): SekvensError {
  return new SekvensError({ code: 'invalid-file', where, expected, got, hint: 'The checkpoint is damaged, or its files are of different ones; use another one.' });
}
