import { SekvensError } from '@sekvens/core';
import type { Files } from '@sekvens/engine';

/** The one file with this ending, or the one file there is, and its place. */
export function onlyFile(files: Files, ending: string, place: string): [bytes: Uint8Array, place: string] {
  const names = Object.keys(files);
  const fitting = names.length === 1 ? names : names.filter((name) => name.toLowerCase().endsWith(ending));
  if (fitting.length !== 1) {
    throw new SekvensError({ code: 'invalid-file', where: place, expected: `one file whose name ends in ${ending}`, got: names.length === 0 ? 'no files' : names.slice(0, 8).join(', ') });
  }
  const [name] = fitting;
  return [files[name], place.endsWith(name) ? place : `${place}/${name}`];
}
