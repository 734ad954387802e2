import { useState } from 'preact/hooks';
import { describeError } from '../page/describe-error.js';
import type { ShownError } from '../page/describe-error.js';
import { DropZone } from '../page/drop-zone.js';
import { ErrorNote } from '../page/error-note.js';
import { activeModel, addModel, models, useModel } from './active-model.js';
import { fileFormats } from './file-formats.js';
import { readModelFiles } from './read-model-files.js';
import { SaveButtons } from './save-buttons.js';

/** Which network reads; saving it, and loading another. */
export function ModelBar() {
  const [error, setError] = useState<ShownError>();
  const active = activeModel.value;
  const load = async (files: readonly File[]) => {
    setError(undefined);
    try {
      const { name, classifier } = await readModelFiles(files);
      addModel(name, `Loaded from ${files.map((file) => file.name).join(', ')}.`, classifier, true);
    } catch (reason) {
      setError(describeError(reason));
    }
  };
  if (!active) return null;
  return (
    <div class="model-bar">
      <label class="model-choice">
        <span>Read by</span>{' '}
        <select value={active.id} onChange={(event) => useModel(event.currentTarget.value)}>
          {models.value.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </select>
      </label>
      <p class="note">{active.origin}</p>
      <details class="model-files">
        <summary>Save or load</summary>
        <div class="buttons"><SaveButtons model={active} formats={fileFormats} /></div>
        <DropZone take={(files) => void load(files)} accept=".zip,.json,.safetensors" multiple label="Drop a saved model here, or choose it: the zip, or the folder with its three files" />
        <p class="note">Unpacked, the zip is a folder that <code>sekvens predict</code> and <code>TextClassifier.load</code> take.</p>
      </details>
      {error && <ErrorNote error={error} dismiss={() => setError(undefined)} />}
    </div>
  );
}
