import { isSekvensError, SekvensError, TextVectorization } from '@sekvens/core';
import { TextClassifier } from '@sekvens/engine';
import type { ClassifierTask } from '@sekvens/engine';
import type { ModelParts } from '@sekvens/formats';
import { usageError } from '../usage-error.js';

/** What an imported file may lack, from the command line. */
export interface MissingParts {
  readonly labels?: readonly string[];
  /** Tokens in the order of their ids, and the file they are from. */
  readonly vocabulary?: { readonly tokens: readonly string[]; readonly file: string };
}

/**
 * A classifier of what was in the file `path`, with what was missing in it.
 * @throws code 'invalid-option' for something given that the file has, or not given that it lacks
 */
export function loadableParts(parts: ModelParts, given: MissingParts, path: string): TextClassifier {
  const { network, weights, thresholds } = parts;
  if (parts.labels !== undefined && given.labels !== undefined) throw usageError('--labels', `nothing: ${path} has its labels`, given.labels.join(','), 'Leave it out.');
  if (parts.vectorizer !== undefined && given.vocabulary !== undefined) throw usageError('--vocabulary', `nothing: ${path} has its vocabulary`, given.vocabulary.file, 'Leave it out.');
  const labels = parts.labels ?? given.labels;
  if (labels === undefined) throw usageError('import', `--labels with the ${network.outputShape.at(-1) ?? 'several'} labels in the order of the outputs`, `none, neither in ${path} nor on the command line`, 'Write them with commas between them: --labels no,yes.');
  const vectorizer = parts.vectorizer ?? (given.vocabulary && vectorizerOf(given.vocabulary));
  if (vectorizer === undefined) throw usageError('import', '--vocabulary with the tokens in the order of their ids', `none, neither in ${path} nor on the command line`, 'Write them into a file, one a line: without them nothing says which id a word has.');
  const task = parts.task ?? taskOf(network);
  return TextClassifier.fromParts({ network, weights, vectorizer, labels, task, ...(task === 'multiLabel' && thresholds && { thresholds }) });
}

function vectorizerOf({ tokens, file }: NonNullable<MissingParts['vocabulary']>): TextVectorization {
  try {
    return new TextVectorization({ vocabulary: tokens });
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    const { code, expected, got, hint } = error;
    throw new SekvensError({ code, where: `--vocabulary ${file}`, expected, got, hint, cause: error });
  }
}

/** A network that ends in a sigmoid gives each label a probability of its own. */
function taskOf({ layers }: ModelParts['network']): ClassifierTask {
  const { config } = layers[layers.length - 1].definition;
  return 'activation' in config && config.activation === 'sigmoid' ? 'multiLabel' : 'multiClass';
}
