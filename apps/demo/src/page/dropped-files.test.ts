import { expect, test } from 'vitest';
import { droppedFiles } from './dropped-files.js';

const fileEntry = (name: string) => ({ isFile: true, isDirectory: false, file: (take: (file: File) => void) => take(new File([], name)) });

/** A folder that tells two of its entries at a time. */
function folderEntry(entries: readonly object[]) {
  let told = 0;
  return { isFile: false, isDirectory: true, createReader: () => ({ readEntries: (take: (more: readonly object[]) => void) => take(entries.slice(told, (told += 2))) }) };
}

const dropped = (entries: readonly object[], files: readonly File[] = []) =>
  droppedFiles({ items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })), files } as unknown as DataTransfer);

test('files come as they are', async () => {
  const file = new File([], 'a.csv');
  expect(await dropped([fileEntry('a.csv')], [file])).toEqual([file]);
});

test('a folder comes as the files in it, without folders in that', async () => {
  const files = await dropped([folderEntry([fileEntry('model.json'), folderEntry([]), fileEntry('vectorizer.json')])]);
  expect(files.map(({ name }) => name)).toEqual(['model.json', 'vectorizer.json']);
});

test('of a folder with very many files the first are taken', async () => {
  expect(await dropped([folderEntry(Array.from({ length: 1001 }, (_, i) => fileEntry(`${i}`)))])).toHaveLength(20);
});
