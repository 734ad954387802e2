/** A classifier as files: what it is (model.json), its vectorizer (vectorizer.json) and its weights (weights.safetensors). */
import { SekvensError, show, TextVectorization } from '@sekvens/core';
import { networkFromJSON, networkToJSON } from '@sekvens/layers';
import type { Network, NetworkWeights } from '@sekvens/layers';
import type { Files } from '../files/folder.js';
import { readSafetensors, writeSafetensors } from '../files/safetensors.js';
import { lastActivation, taskParts } from './classifier-task.js';
import type { ClassifierTask } from './classifier-task.js';
import { LabelSet } from './label-set.js';
import { damaged, inFile, isObject, jsonFile, parseJson } from './model-files.js';
import { resolveThresholds } from './thresholds.js';
import { vectorizerMismatch } from './vectorizer-mismatch.js';

export const classifierFileNames = ['model.json', 'vectorizer.json', 'weights.safetensors'] as const;

const format = 'sekvens-text-classifier';
const version = 1;

export interface ClassifierParts {
  readonly network: Network;
  readonly weights: NetworkWeights;
  readonly vectorizer: TextVectorization;
  readonly labels: LabelSet;
  readonly task: ClassifierTask;
  /** Of a multi-label classifier, one a label; else none. */
  readonly thresholds: readonly number[];
}

/** @throws code 'diverged' for weights that are not finite, which could not be loaded again */
export function classifierToFiles({ network, weights, vectorizer, labels, task, thresholds }: ClassifierParts): Files {
  for (const { path } of network.weights) {
    const wrong = findNotFinite(weights[path]);
    if (wrong !== undefined) throw new SekvensError({ code: 'diverged', where: 'saving a classifier', expected: `finite numbers in ${path}`, got: wrong, hint: 'Train again with a smaller learning rate.' });
  }
  const tensors = Object.fromEntries(network.weights.map(({ path, shape }) => [path, { shape, data: weights[path] }]));
  // a file without a task is one of a multi-class classifier
  const asked = task === 'multiLabel' && { task, thresholds };
  return {
    'model.json': jsonFile({ format, version, ...asked, labels: labels.labels, network: networkToJSON(network) }),
    'vectorizer.json': jsonFile(vectorizer.toJSON()),
    'weights.safetensors': writeSafetensors(tensors, { format }),
  };
}

/**
 * Reads what {@link classifierToFiles} wrote. The files may come from anywhere: everything is checked before it is used.
 * @param place the folder or archive, named in errors
 * @param prefix what the names of the files begin with
 * @throws code 'invalid-file'; 'unsupported' for layers this version does not know
 */
export function classifierFromFiles(files: Files, place: string, prefix = ''): ClassifierParts {
  const names = classifierFileNames.map((name) => `${prefix}${name}`);
  const missing = names.find((name) => !(isObject(files) && Object.hasOwn(files, name) && files[name] instanceof Uint8Array));
  if (missing) throw new SekvensError({ code: 'invalid-file', where: place, expected: `the files ${names.join(', ')}`, got: `none named ${missing}` });
  const [modelBytes, vectorizerBytes, weightBytes] = names.map((name) => files[name]);
  const [modelFile, vectorizerFile, weightFile] = names.map((name) => `${place}/${name}`);
  const { network, labels, task, thresholds } = readModel(parseJson(modelBytes, modelFile), modelFile);
  const weights = readWeights(network, weightBytes, weightFile);
  const vectorizer = inFile(vectorizerFile, () => TextVectorization.fromJSON(parseJson(vectorizerBytes, vectorizerFile)));
  const mismatch = vectorizerMismatch(vectorizer, network);
  if (mismatch) throw damaged(vectorizerFile, mismatch.expected, mismatch.got);
  return { network, weights, vectorizer, labels, task, thresholds };
}

function readModel(json: unknown, file: string): Pick<ClassifierParts, 'network' | 'labels' | 'task' | 'thresholds'> {
  const get = (name: string): unknown => (isObject(json) && Object.hasOwn(json, name) ? json[name] : undefined);
  if (get('format') !== format || get('version') !== version) {
    throw new SekvensError({
      code: 'invalid-file', where: file, expected: `format ${show(format)}, version ${version}`, got: `format ${show(get('format'))}, version ${show(get('version'))}`,
      hint: 'Load it with the version of sekvens that saved it.',
    });
  }
  const task = (get('task') ?? 'multiClass') as ClassifierTask;
  if (task !== 'multiClass' && task !== 'multiLabel') throw damaged(file, "task 'multiClass' or 'multiLabel'", show(task));
  const labels = inFile(file, () => new LabelSet(get('labels') as readonly string[], 'labels', task));
  const thresholds = task === 'multiLabel' ? readThresholds(get('thresholds'), labels, file) : [];
  const network = inFile(file, () => networkFromJSON(get('network')));
  const { outputShape, input } = network;
  const count = labels.labels.length;
  const { activation } = taskParts[task];
  if (input.kind !== 'ids') throw damaged(file, 'a network that begins with an embedding', `one that begins with ${network.layers[0].name}`);
  if (outputShape.length !== 2 || outputShape[1] !== count) throw damaged(file, `as many outputs as labels, ${count}`, `output shape [${outputShape.map((n) => n ?? 'any').join(', ')}]`);
  if (lastActivation(network) !== activation) throw damaged(file, `a network that ends in a ${activation}`, `one that ends in ${network.layers[network.layers.length - 1].name}`);
  return { network, labels, task, thresholds };
}

function readThresholds(thresholds: unknown, labels: LabelSet, file: string): readonly number[] {
  if (!Array.isArray(thresholds)) throw damaged(file, 'thresholds as a list of numbers', show(thresholds));
  return inFile(file, () => resolveThresholds(thresholds as readonly number[], labels, [], 'thresholds'));
}

function readWeights(network: Network, bytes: Uint8Array, file: string): NetworkWeights {
  const tensors = readSafetensors(bytes, file);
  const weights: Record<string, Float32Array> = {};
  for (const { path, shape } of network.weights) {
    const tensor = tensors[path];
    if (!tensor || tensor.shape.length !== shape.length || tensor.shape.some((n, i) => n !== shape[i])) {
      throw damaged(file, `${path} of shape [${shape.join(', ')}]`, tensor ? `shape [${tensor.shape.join(', ')}]` : 'no such tensor');
    }
    const wrong = findNotFinite(tensor.data);
    if (wrong !== undefined) throw damaged(file, `finite numbers in ${path}`, wrong);
    weights[path] = tensor.data;
  }
  const stranger = Object.keys(tensors).find((name) => !Object.hasOwn(weights, name));
  if (stranger !== undefined) throw damaged(file, 'the weights of the network and no others', show(stranger));
  return weights;
}

function findNotFinite(numbers: Float32Array): string | undefined {
  const at = numbers.findIndex((value) => !Number.isFinite(value));
  return at < 0 ? undefined : `${numbers[at]} at ${at}`;
}
