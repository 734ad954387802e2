import { SekvensError } from '@sekvens/core';
import type { Files } from '@sekvens/engine';
import { unzipSync } from 'fflate';

/** Deflate makes nothing more than 1,032 times smaller; whatever claims to is no file to make room for. */
const mostCompression = 1032;

/**
 * The files of a zip that {@link zipModel} wrote, or that somebody made of the folder of a saved model: by name, without the folder.
 * @param place what the file is called in errors
 * @throws code 'invalid-file' for anything that is no zip, and for one whose files are not in one folder
 */
export function unzipModel(bytes: Uint8Array, place: string): Files {
  const invalid = (expected: string, got: string, cause?: unknown) =>
    new SekvensError({ code: 'invalid-file', where: place, expected, got, hint: 'Take a file that this page saved, or zip the folder of a saved model.', cause });
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, {
      filter({ name, size, originalSize }) {
        if (originalSize > size * mostCompression + 64) throw invalid('files that can be as large as they say', `${name} of ${originalSize} bytes in ${size}`);
        return !isBesideTheModel(name);
      },
    });
  } catch (error) {
    if (error instanceof SekvensError) throw error;
    throw invalid('a zip file', error instanceof Error ? error.message : String(error), error);
  }
  const names = Object.keys(entries);
  const folders = new Set(names.map((name) => name.slice(0, name.lastIndexOf('/') + 1)));
  if (names.length === 0) throw invalid('the files of a saved model', 'no file');
  if (folders.size > 1) throw invalid('the files of one folder', `files of ${folders.size}: ${[...folders].map((folder) => folder || 'the top').join(', ')}`);
  return Object.fromEntries(names.map((name) => [name.slice(name.lastIndexOf('/') + 1), entries[name]]));
}

/** Folders themselves, and what macOS adds to a zip. */
function isBesideTheModel(name: string): boolean {
  return name.endsWith('/') || name.startsWith('__MACOSX/') || name.endsWith('.DS_Store');
}
