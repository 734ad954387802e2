import { SekvensError, show } from '@sekvens/core';
import type { Files } from '@sekvens/engine';

/** The one file whose name ends in one of `endings`, or else the one file that there is. `what` is what it should be, as in "a safetensors file". */
export function onlyFile(files: Files, endings: readonly string[], what: string, place: string): { readonly name: string; readonly bytes: Uint8Array } {
  const names = Object.keys(files);
  const fitting = names.filter((name) => endings.some((ending) => name.toLowerCase().endsWith(ending)));
  const found = fitting.length > 0 ? fitting : names;
  if (found.length === 1 && files[found[0]] instanceof Uint8Array) return { name: found[0], bytes: files[found[0]] };
  throw new SekvensError({ code: 'invalid-file', where: place, expected: what, got: found.length === 0 ? 'no file' : found.length === 1 ? show(files[found[0]]) : `${found.length} files: ${found.slice(0, 5).join(', ')}${found.length > 5 ? ', …' : ''}` });
}
