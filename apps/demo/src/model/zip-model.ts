import type { Files } from '@sekvens/engine';
import { zipSync } from 'fflate';
import type { Zippable } from 'fflate';

/** The oldest date a zip can say: the same model is the same bytes on any day. */
const noDate = new Date(1980, 0, 1);

/**
 * The files of a model in a folder of a zip. Unpacked, the folder is what `TextClassifier.load` and `sekvens predict` take.
 * Weights are stored as they are: numbers hardly get smaller, and a page should not halt for it.
 */
export function zipModel(files: Files, folder: string): Uint8Array {
  const entries: Zippable = {};
  for (const [name, bytes] of Object.entries(files)) entries[`${folder}/${name}`] = [bytes, { level: name.endsWith('.safetensors') ? 0 : 6, mtime: noDate }];
  return zipSync(entries);
}
