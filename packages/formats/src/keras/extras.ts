/** What Keras has no place for: labels and what goes with them, and options without influence on what Keras computes. Keras skips it. */
import { isSekvensError, show } from '@sekvens/core';
import type { TextVectorization } from '@sekvens/core';
import { LabelSet } from '@sekvens/engine';
import { networkFromJSON, networkToJSON, toKerasConfig } from '@sekvens/layers';
import type { Network } from '@sekvens/layers';
import type { ModelParts } from '../model-parts.js';
import { inFile } from '../in-file.js';
import { damaged } from './damaged.js';
import { networkForKeras } from './network-for-keras.js';

const format = 'sekvens/keras-extras';
const version = 1;
const KEYS = ['format', 'version', 'network', 'labels', 'task', 'thresholds', 'fixedVocabulary'];

export function extrasToJSON({ network, vectorizer, labels, task, thresholds }: ModelParts): string {
  return JSON.stringify({
    format, version, network: networkToJSON(network), labels, task, thresholds, ...(vectorizer && { fixedVocabulary: vectorizer.toJSON().fixedVocabulary }),
  });
}

export interface Extras {
  /** The network as it was written, where Keras' config still describes the same one. */
  readonly network: Network;
  readonly parts: Pick<ModelParts, 'labels' | 'task' | 'thresholds'>;
  /** Whether the vocabulary was given to the vectorizer; undefined where nothing is said. */
  readonly fixedVocabulary: boolean | undefined;
}

/** @param network the one in Keras' config, which counts */
export function readExtras(json: unknown, network: Network, place: string): Extras {
  const given = json !== null && typeof json === 'object' && !Array.isArray(json) ? (json as Record<string, unknown>) : {};
  const get = (name: string): unknown => (Object.hasOwn(given, name) ? given[name] : undefined);
  if (get('format') !== format || get('version') !== version) {
    throw damaged(place, `format ${show(format)}, version ${version}`, `format ${show(get('format'))}, version ${show(get('version'))}`);
  }
  const stranger = Object.keys(given).find((key) => !KEYS.includes(key));
  if (stranger !== undefined) throw damaged(place, `no key but ${KEYS.join(', ')}`, show(stranger));
  const [labels, task, thresholds, fixed] = ['labels', 'task', 'thresholds', 'fixedVocabulary'].map(get);
  if (fixed !== undefined && typeof fixed !== 'boolean') throw damaged(place, 'fixedVocabulary to be true or false', show(fixed));
  if (task !== undefined && task !== 'multiClass' && task !== 'multiLabel') throw damaged(place, "task 'multiClass' or 'multiLabel'", show(task));
  const outputs = network.outputShape.at(-1)!;
  if (labels !== undefined) {
    if (!Array.isArray(labels) || labels.length !== outputs) throw damaged(place, `${outputs} labels, one an output`, show(labels));
    inFile(place, () => new LabelSet(labels as readonly string[], 'labels', task));
  }
  const isShare = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;
  if (thresholds !== undefined && !(task === 'multiLabel' && Array.isArray(thresholds) && thresholds.length === outputs && thresholds.every(isShare))) {
    throw damaged(place, `${outputs} thresholds from 0 to 1 for the task 'multiLabel'`, show(thresholds));
  }
  const parts = { ...(labels !== undefined && { labels }), ...(task !== undefined && { task }), ...(thresholds !== undefined && { thresholds }) } as Extras['parts'];
  return { network: sameInKeras(inFile(place, () => networkFromJSON(get('network'))), network), parts, fixedVocabulary: fixed };
}

/** The vectorizer with its vocabulary given or learned, as it was. */
export function withVocabulary(vectorizer: TextVectorization, fixedVocabulary: boolean | undefined): TextVectorization {
  if (fixedVocabulary === undefined) return vectorizer;
  return (vectorizer.constructor as typeof TextVectorization).fromJSON({ ...vectorizer.toJSON(), fixedVocabulary });
}

/** Somebody may have changed the model in Keras and kept the rest: then `written` describes what is no longer there. */
function sameInKeras(written: Network, read: Network): Network {
  try {
    return JSON.stringify(toKerasConfig(networkForKeras(written))) === JSON.stringify(toKerasConfig(read)) ? written : read;
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    return read;
  }
}
