/** What a safetensors file says of the model whose weights it has, beside the weights: texts by name, most of them JSON. */
import { SekvensError, show, TextVectorization } from '@sekvens/core';
import { LabelSet } from '@sekvens/engine';
import type { ClassifierTask } from '@sekvens/engine';
import { networkFromJSON, networkToJSON } from '@sekvens/layers';
import type { Network } from '@sekvens/layers';
import { inFile } from '../in-file.js';
import type { ModelParts } from '../model-parts.js';

const format = 'sekvens';
const version = '1';

type Description = Omit<ModelParts, 'weights'>;

/** The metadata of a model: format, version, network, and vectorizer, labels, task and thresholds where it has them. */
export function modelMetadata({ network, vectorizer, labels, task, thresholds }: Description): Record<string, string> {
  const optional = { vectorizer: vectorizer?.toJSON(), labels, thresholds };
  const given = Object.entries(optional).filter(([, value]) => value !== undefined).map(([name, value]): [string, string] => [name, JSON.stringify(value)]);
  return { format, version, network: JSON.stringify(networkToJSON(network)), ...(task !== undefined && { task }), ...Object.fromEntries(given) };
}

/** Whether the metadata of a file are those of a model. */
export function isModelMetadata(metadata: Readonly<Record<string, string>>): boolean {
  return metadata.format === format && metadata.network !== undefined;
}

/** Reads what {@link modelMetadata} made; everything is checked. `file` is named in errors. */
export function readModelMetadata(metadata: Readonly<Record<string, string>>, file: string): Description {
  if (metadata.version !== version) {
    throw new SekvensError({ code: 'invalid-file', where: file, expected: `version ${version} of the metadata`, got: show(metadata.version), hint: 'The file may come from a newer sekvens: update the package.' });
  }
  const parsed = (name: string): unknown => {
    const text = metadata[name];
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text) as unknown;
    } catch (cause) {
      throw new SekvensError({ code: 'invalid-file', where: `${file}, ${name}`, expected: 'JSON text', got: show(text), hint: 'The file is damaged; save the model again.', cause });
    }
  };
  const networkJson = parsed('network');
  const network = inFile(file, () => networkFromJSON(networkJson));
  const vectorizerJson = parsed('vectorizer');
  const vectorizer = vectorizerJson === undefined ? undefined : inFile(file, () => TextVectorization.fromJSON(vectorizerJson));
  const { task } = metadata;
  if (task !== undefined && task !== 'multiClass' && task !== 'multiLabel') throw invalid(`${file}, task`, "'multiClass' or 'multiLabel'", task);
  const names = parsed('labels');
  const labels = inFile(file, () => readLabels(names, network, task));
  const thresholds = readThresholds(parsed('thresholds'), `${file}, thresholds`, task === 'multiLabel' ? labels : undefined);
  return { network, ...(vectorizer && { vectorizer }), ...(labels && { labels }), ...(task && { task }), ...(thresholds && { thresholds }) };
}

function readLabels(json: unknown, { outputShape }: Network, task: ClassifierTask | undefined): readonly string[] | undefined {
  if (json === undefined) return undefined;
  const { labels } = new LabelSet(json as readonly string[], 'labels', task);
  const outputs = outputShape.at(-1);
  if (labels.length !== outputs) throw invalid('labels', `${outputs ?? 'any'} labels, one an output`, labels.length);
  return labels;
}

function readThresholds(json: unknown, where: string, labels: readonly string[] | undefined): readonly number[] | undefined {
  if (json === undefined) return undefined;
  if (labels === undefined) throw invalid(where, 'none without labels of a multi-label model', json);
  const isShare = (value: unknown): boolean => typeof value === 'number' && value > 0 && value < 1;
  if (!Array.isArray(json) || json.length !== labels.length || !json.every(isShare)) throw invalid(where, `${labels.length} numbers above 0 and below 1, one a label`, json);
  return json as number[];
}

function invalid(where: string, expected: string, got: unknown): SekvensError {
  return new SekvensError({ code: 'invalid-file', where, expected, got: show(got), hint: 'The file is damaged; save the model again.' });
}
