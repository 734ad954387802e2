import { LabelIndex } from '@sekvens/data/node';
import type { Dataset } from '@sekvens/data/node';
import type { TextModel } from '@sekvens/engine';
import { trainedOn } from '../model-folder.js';
import type { DataOptions } from '../options/data-options.js';
import { usageError } from '../usage-error.js';
import { openData } from './open-data.js';
import type { OpenContext } from './open-data.js';
import { withLabel, withLabels } from './sourced-example.js';

/** Data to measure a model on. */
export interface LabelledData {
  readonly name: string;
  /** Of a named dataset the test set. Each label is one of the model's, or its place is named. */
  readonly examples: Dataset<ReturnType<typeof withLabel | typeof withLabels>>;
  /** How it was opened, to open it once more. */
  readonly reading: DataOptions;
  readonly context: OpenContext;
}

/**
 * Opens labelled texts for the model in the folder `path`.
 * @param command named in errors
 */
export async function openLabelled(model: TextModel, path: string, paths: readonly string[], options: DataOptions, { command, ...opening }: OpenContext & { readonly command: string }): Promise<LabelledData> {
  checkTask(model, options, command);
  const isMultiLabel = model.task === 'multiLabel';
  const datasetText = trainedOn(path);
  const reading = { ...options, ...(isMultiLabel && { multiLabel: true }) };
  const context = { ...opening, ...(datasetText && { datasetText }) };
  const opened = await openData(paths, reading, context);
  const labels = new LabelIndex(model.labels);
  const examples = (opened.test ?? opened.train).map((example) => {
    const labelled = isMultiLabel ? withLabels(example) : withLabel(example);
    // only this knows the line
    if (isMultiLabel) labels.idsOfExample(labelled, labelled.source);
    else labels.idOfExample(labelled, labelled.source);
    return labelled;
  });
  return { name: opened.name, examples, reading, context };
}

/** Refuses what means nothing for the task of the model. */
function checkTask({ task }: TextModel, { dataset, label, labelSeparator }: DataOptions, command: string): void {
  if (task === 'multiLabel') {
    if (dataset !== undefined) throw usageError('--dataset', 'files, for a model that gives texts any number of labels', dataset, 'Its texts have one label each.');
    return;
  }
  const given = Object.entries({ '--label-separator': labelSeparator, 'several --label columns': typeof label === 'object' ? label : undefined }).find(([, value]) => value !== undefined);
  if (given) throw usageError(command, `${given[0]} with a multi-label model only`, 'a model that gives every text one label');
}
