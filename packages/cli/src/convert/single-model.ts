import { TextEnsemble } from '@sekvens/engine';
import type { TextClassifier } from '@sekvens/engine';
import type { OptionDefinition } from '../command-definition.js';
import { loadModel } from '../model-folder.js';
import { positiveInteger } from '../options/parsers.js';
import { usageError } from '../usage-error.js';

export const memberOption: OptionDefinition = { flags: '--member <n>', description: 'which model of an ensemble, from 1', defaultText: 'none: a single model', parse: positiveInteger };

/** The model in a folder; of an ensemble the member that is asked for. */
export async function singleModel(folder: string, member: number | undefined): Promise<TextClassifier> {
  const model = await loadModel(folder);
  if (!(model instanceof TextEnsemble)) {
    if (member !== undefined) throw usageError('--member', 'nothing: the folder has a single model', String(member), 'Leave it out.');
    return model;
  }
  const { members } = model;
  if (member === undefined) throw usageError(folder, 'a single model', `an ensemble of ${members.length}`, `Take its models one by one: --member 1 to --member ${members.length}.`);
  if (member > members.length) throw usageError('--member', `a number from 1 to ${members.length}`, String(member));
  return members[member - 1];
}
