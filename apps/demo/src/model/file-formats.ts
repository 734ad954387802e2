import type { TextClassifier } from '@sekvens/engine';
import { zipModel } from './zip-model.js';

/** A kind of file that a model can be saved as. */
export interface FileFormat {
  /** On the button. */
  readonly label: string;
  /** Of the file, with its dot. */
  readonly ending: string;
  readonly type: string;
  /** @param name of the model, usable as the name of a file */
  readonly write: (classifier: TextClassifier, name: string) => Uint8Array | Promise<Uint8Array>;
}

/** The formats that the page offers. */
export const fileFormats: readonly FileFormat[] = [
  { label: 'Save as zip', ending: '.zip', type: 'application/zip', write: (classifier, name) => zipModel(classifier.toFiles(), name) },
];
