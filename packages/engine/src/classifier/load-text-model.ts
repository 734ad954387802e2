import { folderHas } from '../files/folder.js';
import { ensembleFile } from './ensemble-files.js';
import { TextClassifier } from './text-classifier.js';
import { TextEnsemble } from './text-ensemble.js';

/**
 * Loads what `save` of a TextClassifier or of a TextEnsemble wrote, whichever of the two the folder `path` holds.
 * @throws as their `load`; a folder of neither is refused as one without a text classifier
 */
export async function loadTextModel(path: string): Promise<TextClassifier | TextEnsemble> {
  return folderHas(path, ensembleFile) ? TextEnsemble.load(path) : TextClassifier.load(path);
}
