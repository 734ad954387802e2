import { useState } from 'preact/hooks';
import { describeError } from '../page/describe-error.js';
import type { ShownError } from '../page/describe-error.js';
import { ErrorNote } from '../page/error-note.js';
import type { UsableModel } from './active-model.js';
import { fileFormats } from './file-formats.js';
import type { FileFormat } from './file-formats.js';
import { fileName } from './file-name.js';
import { saveFile } from './save-file.js';

/** A button for every format that a model can be saved in. */
export function SaveButtons({ model }: { model: UsableModel }) {
  const [error, setError] = useState<ShownError>();
  const save = async ({ ending, type, write }: FileFormat) => {
    setError(undefined);
    try {
      const name = fileName(model.name);
      saveFile(name + ending, await write(model.classifier, name), type);
    } catch (reason) {
      setError(describeError(reason));
    }
  };
  return (
    <>
      {fileFormats.map((format) => <button key={format.label} type="button" aria-label={`${format.label}: ${model.name}`} onClick={() => void save(format)}>{format.label}</button>)}
      {error && <ErrorNote error={error} dismiss={() => setError(undefined)} />}
    </>
  );
}
