import { SekvensError, show } from '@sekvens/core';
import type { Files } from '@sekvens/engine';
import { detectFormat, detectionBytes } from './detect-format.js';
import { findFormat } from './find-format.js';
import { modelFormats } from './model-formats.js';
import type { ModelParts } from './model-parts.js';

/**
 * The model in files of any format that is read here.
 * @param place the file or folder, named in errors
 * @param format its name; default: what the files look like
 * @throws code 'invalid-option' for a format that is none; 'unsupported' for one that is not read, and for layers there is no counterpart for;
 * 'invalid-file' for what is damaged
 */
export async function readModelFile(files: Files, place: string, format?: string): Promise<ModelParts> {
  const name = format ?? detectFormat(Object.keys(files), (file) => files[file].subarray(0, detectionBytes), place);
  if (format === undefined && !modelFormats.some((known) => known.name === name && known.read)) {
    const readable = modelFormats.filter(({ read }) => read).map((known) => known.name);
    throw new SekvensError({ code: 'unsupported', where: place, expected: `a model in a format that is read: ${readable.join(', ')}`, got: `one in the format ${show(name)}` });
  }
  return findFormat(name, 'read', 'readModelFile(files, place, format)').read(files, place);
}
