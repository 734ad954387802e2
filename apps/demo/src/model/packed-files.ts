import type { Files } from '@sekvens/engine';
import { zipModel } from './zip-model.js';

/** Files as one: itself where there is but one, else a zip of a folder of them. */
export function packedFiles(files: Files, name: string): { readonly name: string; readonly bytes: Uint8Array } {
  const all = Object.entries(files);
  if (all.length === 1) {
    const [[only, bytes]] = all;
    return { name: only, bytes };
  }
  return { name: `${name}.zip`, bytes: zipModel(files, name) };
}
