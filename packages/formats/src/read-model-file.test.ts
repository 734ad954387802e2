import { expect, it } from 'vitest';
import { errorOf } from '../test/helpers/error-of.js';
import { classifierParts, comparable } from '../test/helpers/example-models.js';
import { findFormat } from './find-format.js';
import { modelFormats } from './model-formats.js';
import { readModelFile } from './read-model-file.js';

it('every format has a name of its own, and writes or reads', () => {
  expect(new Set(modelFormats.map(({ name }) => name)).size).toBe(modelFormats.length);
  for (const { write, read, description } of modelFormats) expect(description !== '' && (write ?? read) !== undefined).toBe(true);
});

it('reads what it looks like, or what it is said to be', async () => {
  const files = await findFormat('safetensors', 'write', 'test').write(classifierParts, 'm');
  expect(comparable(await readModelFile(files, 'm'))).toEqual(comparable(classifierParts));
  expect((await readModelFile(files, 'm', 'safetensors')).labels).toEqual(classifierParts.labels);
  expect(await errorOf(() => readModelFile(files, 'm', 'sekvens'))).toMatch(/^invalid-file: m: expected the files model\.json/);
});

it('refuses formats that are not there', async () => {
  const names = (ability: 'read' | 'write') => modelFormats.filter((format) => format[ability]).map(({ name }) => name).join(', ');
  expect(await errorOf(() => readModelFile({}, 'm', 'pickle'))).toBe(`invalid-option: readModelFile(files, place, format): expected a format that is read: ${names('read')}, got "pickle".`);
  expect(await errorOf(() => findFormat('safetensor', 'write', '--format'))).toBe(`invalid-option: --format: expected a format that is written: ${names('write')}, got "safetensor". Did you mean safetensors?`);
});
