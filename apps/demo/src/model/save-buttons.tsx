import { useState } from 'preact/hooks';
import { describeError } from '../page/describe-error.js';
import type { ShownError } from '../page/describe-error.js';
import { ErrorNote } from '../page/error-note.js';
import type { UsableModel } from './active-model.js';
import type { FileFormat } from './file-formats.js';
import { fileName } from './file-name.js';
import { packedFiles } from './packed-files.js';
import { saveFile } from './save-file.js';

/** A button for every format that a model can be saved in. */
export function SaveButtons({ model, formats }: { model: UsableModel; formats: readonly FileFormat[] }) {
  const [error, setError] = useState<ShownError>();
  const save = async (format: FileFormat) => {
    setError(undefined);
    try {
      const name = fileName(model.name);
      const { name: file, bytes } = packedFiles(await format.write(model.classifier, name), name);
      saveFile(file, bytes);
    } catch (reason) {
      setError(describeError(reason));
    }
  };
  return (
    <>
      {formats.map((format) => <button key={format.label} type="button" aria-label={`${format.label}: ${model.name}`} onClick={() => void save(format)}>{format.label}</button>)}
      {error && <ErrorNote error={error} dismiss={() => setError(undefined)} />}
    </>
  );
}
