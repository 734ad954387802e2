import { closest, SekvensError } from '@sekvens/core';
import type { Files } from '@sekvens/engine';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { platformError } from '../platform-error.js';

/** What files of models end in. */
const endings = /\.(json|bin|safetensors|keras|h5|hdf5|onnx)$/i;
/** More files than any model has. */
const most = 2000;

/** The file at `path`, or all files of a folder; of a model.json all files beside it, too, since its weights are in others. */
export function readModelFiles(path: string): Files {
  const where = `import ${path}`;
  if (!existsSync(path)) {
    const folder = dirname(path);
    const near = existsSync(folder) && statSync(folder).isDirectory() ? closest(basename(path), readdirSync(folder)) : undefined;
    throw new SekvensError({ code: 'not-found', where, expected: 'a file or folder', got: 'none of that name', hint: near === undefined ? 'Check the path.' : `Did you mean ${join(folder, near)}?` });
  }
  try {
    const isFolder = statSync(path).isDirectory();
    if (!isFolder && basename(path) !== 'model.json') return { [basename(path)]: readFileSync(path) };
    const folder = isFolder ? path : dirname(path);
    const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() && endings.test(entry.name)).map(({ name }) => name);
    if (names.length > most) throw new SekvensError({ code: 'invalid-file', where, expected: `a folder of a model, with at most ${most} files`, got: `${names.length} files` });
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))]));
  } catch (error) {
    throw platformError(error, where, 'to read it', 'Check the permissions.');
  }
}
