/** What a layers model has no place for, in its userDefinedMetadata: the vectorizer, the labels, and options of layers TensorFlow.js does not have. */
import { show, TextVectorization } from '@sekvens/core';
import type { TextVectorizationJSON } from '@sekvens/core';
import { LabelSet } from '@sekvens/engine';
import type { ClassifierTask } from '@sekvens/engine';
import { networkFromJSON, networkToJSON } from '@sekvens/layers';
import type { Network, NetworkJSON } from '@sekvens/layers';
import type { ModelParts } from '../model-parts.js';
import { inFile } from '../in-file.js';
import { damaged, get, unusable } from './model-files.js';

const format = 'sekvens-layers-model';
const version = 1;

export interface Metadata {
  readonly format: typeof format;
  readonly version: typeof version;
  readonly network: NetworkJSON;
  readonly vectorizer?: TextVectorizationJSON;
  readonly labels?: readonly string[];
  readonly task?: ClassifierTask;
  readonly thresholds?: readonly number[];
}

export function writeMetadata({ network, vectorizer, labels, task, thresholds }: ModelParts): Metadata {
  return {
    format, version, network: networkToJSON(network),
    ...(vectorizer && { vectorizer: vectorizer.toJSON() }), ...(labels && { labels }), ...(task && { task }), ...(thresholds && { thresholds }),
  };
}

/** @throws code 'invalid-file' */
export function readMetadata(metadata: unknown, file: string): Omit<ModelParts, 'weights'> {
  const where = `${file}, userDefinedMetadata.sekvens`;
  if (get(metadata, 'format') !== format || get(metadata, 'version') !== version) {
    throw damaged(where, `format ${show(format)}, version ${version}`, `format ${show(get(metadata, 'format'))}, version ${show(get(metadata, 'version'))}`);
  }
  const network = inFile(where, () => networkFromJSON(get(metadata, 'network')));
  const [vectorizer, labels, task, thresholds] = ['vectorizer', 'labels', 'task', 'thresholds'].map((name) => get(metadata, name));
  if (task !== undefined && task !== 'multiClass' && task !== 'multiLabel') throw unusable(`${where}.task`, "'multiClass' or 'multiLabel'", task);
  return {
    network,
    ...(vectorizer !== undefined && { vectorizer: readVectorizer(vectorizer, network, where) }),
    ...(labels !== undefined && { labels: readLabels(labels, task, network, where) }),
    ...(task !== undefined && { task }),
    ...(thresholds !== undefined && { thresholds: readThresholds(thresholds, labels, where) }),
  };
}

function readVectorizer(json: unknown, { layers: [{ definition }] }: Network, where: string): TextVectorization {
  const vectorizer = inFile(where, () => TextVectorization.fromJSON(json as TextVectorizationJSON));
  const ids = vectorizer.config.outputMode === 'int' && vectorizer.toJSON().vocabulary !== null ? vectorizer.vocabularySize() : undefined;
  const most = definition.kind === 'embedding' ? definition.config.inputDim : undefined;
  if (ids !== undefined && most !== undefined && ids > most) throw damaged(`${where}.vectorizer`, `at most ${most} ids, as the embedding has`, `${ids}`);
  return vectorizer;
}

function readLabels(labels: unknown, task: ClassifierTask | undefined, { outputShape }: Network, where: string): readonly string[] {
  const set = inFile(where, () => new LabelSet(labels as readonly string[], 'labels', task));
  const outputs = outputShape[outputShape.length - 1];
  if (set.labels.length !== outputs) throw damaged(`${where}.labels`, `as many labels as outputs, ${outputs}`, `${set.labels.length}`);
  return set.labels;
}

function readThresholds(thresholds: unknown, labels: unknown, where: string): readonly number[] {
  const count = Array.isArray(labels) ? labels.length : undefined;
  if (!Array.isArray(thresholds) || thresholds.length !== count || !thresholds.every((value) => typeof value === 'number' && value > 0 && value < 1)) {
    throw unusable(`${where}.thresholds`, 'numbers above 0 and below 1, one a label', thresholds);
  }
  return thresholds as number[];
}
