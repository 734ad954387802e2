import { computed, signal } from '@preact/signals';
import type { TextClassifier } from '@sekvens/engine';
import { TextReader } from '../reading/text-reader.js';

/** A classifier that can be read with. */
export interface UsableModel {
  readonly id: string;
  /** For readers, and in the name of its file. */
  readonly name: string;
  /** Where it comes from: a sentence. */
  readonly origin: string;
  readonly classifier: TextClassifier;
  readonly reader: TextReader;
}

/** All models of this page, in the order in which they came. */
export const models = signal<readonly UsableModel[]>([]);
const activeId = signal<string | undefined>(undefined);

/** The model that reads what is typed; undefined until the first one is there. */
export const activeModel = computed<UsableModel | undefined>(() => models.value.find(({ id }) => id === activeId.value) ?? models.value[0]);

let added = 0;

/** Adds a model, and has it read from now on if `use` says so. */
export function addModel(name: string, origin: string, classifier: TextClassifier, use: boolean): UsableModel {
  const model: UsableModel = { id: `model-${(added += 1)}`, name, origin, classifier, reader: new TextReader(classifier) };
  models.value = [...models.value, model];
  if (use) useModel(model.id);
  return model;
}

/** @param id of one of {@link models} */
export function useModel(id: string): void {
  activeId.value = id;
}

/** Forgets a model, and with it its memory. The first one is read with where it was the active one. */
export function removeModel(id: string): void {
  models.value = models.value.filter((model) => model.id !== id);
}
