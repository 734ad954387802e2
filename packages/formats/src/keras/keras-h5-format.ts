import type { ModelFormat } from '../model-format.js';
import { onlyFile } from '../only-file.js';
import { readKerasH5 } from './read-keras-h5.js';
import { writeKerasH5 } from './write-keras-h5.js';

/** The legacy `.h5` files of Keras 2 and 3: one file, `name.h5`. See {@link readKerasH5} and {@link writeKerasH5}. */
export const kerasH5Format: ModelFormat & Required<Pick<ModelFormat, 'read' | 'write'>> = {
  name: 'h5',
  description: 'Keras 2 and 3, legacy: one .h5 file, which keras.models.load_model reads',
  loading: (path) => `keras.models.load_model(${JSON.stringify(path)})  # Python`,
  // eslint-disable-next-line @typescript-eslint/require-await -- what is asked of formats
  write: async (parts, name) => ({ [`${name}.h5`]: writeKerasH5(parts) }),
  // eslint-disable-next-line @typescript-eslint/require-await -- what is asked of formats
  read: async (files, place) => {
    const { name, bytes } = onlyFile(files, ['.h5'], 'one .h5 file', place);
    return readKerasH5(bytes, place.endsWith(name) ? place : `${place}/${name}`);
  },
};
