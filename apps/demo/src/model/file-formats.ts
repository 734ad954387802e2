import type { Files, TextClassifier } from '@sekvens/engine';

/** A way of writing models down. */
export interface FileFormat {
  /** On the button. */
  readonly label: string;
  /**
   * The model as files by name. One file is saved as it is, several in a zip.
   * @param name of the model, usable as the name of a file or folder
   */
  readonly write: (classifier: TextClassifier, name: string) => Files | Promise<Files>;
}

/** The formats that the page offers; the first one is beside every training, too. */
export const fileFormats: readonly FileFormat[] = [
  { label: 'Save as zip', write: (classifier) => classifier.toFiles() },
  { label: 'ONNX', write: inFormat('onnx') },
  { label: 'TensorFlow.js', write: inFormat('tfjs') },
  { label: 'Keras', write: inFormat('keras') },
];

/** A format of `@sekvens/formats`, which is loaded when somebody asks for it. */
function inFormat(format: string): FileFormat['write'] {
  return async (classifier, name) => {
    const { findFormat, modelParts } = await import('@sekvens/formats');
    return findFormat(format, 'write', 'saving a model').write(modelParts(classifier), name, { custom: true });
  };
}
