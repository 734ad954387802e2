import { SekvensError } from '@sekvens/core';
import { TextClassifier } from '@sekvens/engine';
import { unzipModel } from './unzip-model.js';

/**
 * A classifier from files that were dropped or chosen: one zip, or the files of a saved model's folder.
 * @throws code 'invalid-file' for files that are none of a model
 */
export async function readModelFiles(files: readonly File[]): Promise<{ name: string; classifier: TextClassifier }> {
  const zips = files.filter(({ name }) => name.toLowerCase().endsWith('.zip'));
  if (zips.length === 1 && files.length === 1) {
    const [zip] = zips;
    return { name: zip.name.replace(/\.zip$/i, ''), classifier: TextClassifier.fromFiles(unzipModel(await bytesOf(zip), zip.name), zip.name) };
  }
  if (zips.length > 0 || files.length === 0) {
    throw new SekvensError({
      code: 'invalid-file',
      where: 'loading a model',
      expected: 'one zip, or the files of one folder',
      got: files.length === 0 ? 'no file' : files.map(({ name }) => name).join(', '),
      hint: 'Choose one model at a time.',
    });
  }
  const read = await Promise.all(files.map(async (file) => [file.name, await bytesOf(file)] as const));
  return { name: 'loaded', classifier: TextClassifier.fromFiles(Object.fromEntries(read), 'the files') };
}

async function bytesOf(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new SekvensError({ code: 'io', where: file.name, expected: 'a file that can be read', got: String(cause), hint: 'Is it still where it was?', cause });
  }
}
