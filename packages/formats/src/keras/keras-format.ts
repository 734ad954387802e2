import type { ModelFormat } from '../model-format.js';
import { onlyFile } from '../only-file.js';
import { readKeras } from './read-keras.js';
import { writeKeras } from './write-keras.js';

/** The `.keras` files of Keras 3: one file, `name.keras`. See {@link readKeras} and {@link writeKeras}. */
export const kerasFormat: ModelFormat & Required<Pick<ModelFormat, 'read' | 'write'>> = {
  name: 'keras',
  description: "Keras 3: one .keras file, which keras.models.load_model reads",
  loading: (path) => `keras.models.load_model(${JSON.stringify(path)})  # Python`,
  // eslint-disable-next-line @typescript-eslint/require-await -- what is asked of formats
  write: async (parts, name) => ({ [`${name}.keras`]: writeKeras(parts) }),
  // eslint-disable-next-line @typescript-eslint/require-await -- what is asked of formats
  read: async (files, place) => {
    const { name, bytes } = onlyFile(files, ['.keras'], 'one .keras file', place);
    return readKeras(bytes, place.endsWith(name) ? place : `${place}/${name}`);
  },
};
