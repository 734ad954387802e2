/** A classifier as files: what it is (model.json), its vectorizer (vectorizer.json) and its weights (weights.safetensors). */
import { SekvensError, show, TextVectorization } from '@sekvens/core';
import { networkFromJSON, networkToJSON } from '@sekvens/layers';
import type { Network, NetworkWeights } from '@sekvens/layers';
import type { Files } from '../files/folder.js';
import { readSafetensors, writeSafetensors } from '../files/safetensors.js';
import { LabelSet } from './label-set.js';

export const classifierFileNames = ['model.json', 'vectorizer.json', 'weights.safetensors'] as const;

const format = 'sekvens-text-classifier';
const version = 1;

export interface ClassifierParts {
  readonly network: Network;
  readonly weights: NetworkWeights;
  readonly vectorizer: TextVectorization;
  readonly labels: LabelSet;
}

export function classifierToFiles({ network, weights, vectorizer, labels }: ClassifierParts): Files {
  const json = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
  const tensors = Object.fromEntries(network.weights.map(({ path, shape }) => [path, { shape, data: weights[path] }]));
  return {
    'model.json': json({ format, version, labels: labels.labels, network: networkToJSON(network) }),
    'vectorizer.json': json(vectorizer.toJSON()),
    'weights.safetensors': writeSafetensors(tensors, { format }),
  };
}

/** @param place the folder or archive, named in errors */
export function classifierFromFiles(files: Files, place: string): ClassifierParts {
  const missing = classifierFileNames.find((name) => !Object.hasOwn(files, name));
  if (missing) throw new SekvensError({ code: 'invalid-file', where: place, expected: `the files ${classifierFileNames.join(', ')}`, got: `none named ${missing}` });
  const model = parseJson(files['model.json'], `${place}/model.json`) as Record<string, unknown> | null;
  if (model?.format !== format || model.version !== version) {
    throw new SekvensError({
      code: 'invalid-file', where: `${place}/model.json`, expected: `format ${show(format)}, version ${version}`, got: `format ${show(model?.format)}, version ${show(model?.version)}`,
      hint: 'Load it with the version of sekvens that saved it.',
    });
  }
  if (!Array.isArray(model.labels) || !model.labels.every((label) => typeof label === 'string')) {
    throw new SekvensError({ code: 'invalid-file', where: `${place}/model.json, labels`, expected: 'a list of strings', got: show(model.labels) });
  }
  const network = networkFromJSON(model.network);
  const labels = new LabelSet(model.labels, `${place}/model.json, labels`);
  const outputs = network.outputShape[network.outputShape.length - 1];
  if (network.outputShape.length !== 2 || outputs !== labels.labels.length) {
    throw new SekvensError({ code: 'invalid-file', where: `${place}/model.json`, expected: `as many outputs as labels, ${labels.labels.length}`, got: `output shape [${network.outputShape.join(', ')}]` });
  }
  const file = `${place}/weights.safetensors`;
  const tensors = readSafetensors(files['weights.safetensors'], file);
  const weights: Record<string, Float32Array> = {};
  for (const { path, shape } of network.weights) {
    const tensor = tensors[path];
    if (!tensor || tensor.shape.length !== shape.length || tensor.shape.some((n, i) => n !== shape[i])) {
      throw new SekvensError({ code: 'invalid-file', where: file, expected: `${path} of shape [${shape.join(', ')}]`, got: tensor ? `shape [${tensor.shape.join(', ')}]` : 'no such tensor' });
    }
    weights[path] = tensor.data;
  }
  return { network, weights, vectorizer: TextVectorization.fromJSON(parseJson(files['vectorizer.json'], `${place}/vectorizer.json`)), labels };
}

function parseJson(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new SekvensError({ code: 'invalid-file', where, expected: 'JSON text', got: 'something else', hint: 'The file is damaged; save the model again.', cause });
  }
}
