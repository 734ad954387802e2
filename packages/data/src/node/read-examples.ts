import { fileURLToPath } from 'node:url';
import { Dataset } from '../dataset/dataset.js';
import type { Example } from '../example.js';
import { datasetOf } from '../read-examples.js';
import { checkOptionsApply, checkReadOptions } from '../read-options.js';
import type { ReadOptions } from '../read-options.js';
import type { ExampleSource } from '../source/byte-source.js';
import { openNodeSource, statAny } from './node-source.js';
import { readFolder } from './read-folder.js';

const WHERE = 'readExamples(source, options)';

/**
 * As `readExamples` of `@sekvens/data`, with a string as a place: the path of a file or folder, `-` for stdin, or an http(s) URL.
 * Content that is a string already goes in as `{ content }`. Files are read piece by piece, Parquet files a row group at a time.
 *
 * @throws SekvensError at once for bad options; while reading `not-found`, `invalid-file`, `invalid-data` or `io`, naming file and line
 */
export function readExamples(source: ExampleSource, options: ReadOptions = {}): Dataset<Example> {
  checkReadOptions(options, WHERE);
  const { format } = options;
  const opened = openNodeSource(source, WHERE);
  const path = pathOf(source);
  if (path === undefined || (format !== undefined && format !== 'folder' && format !== 'class-files')) return datasetOf(opened, options);
  if (format !== undefined) return Dataset.from(() => readFolder(path, format, options));
  const file = datasetOf(opened, options);
  return Dataset.from(async function* (epoch: number) {
    if ((await statAny(path)).isDirectory()) {
      checkOptionsApply(options, 'folder', `${WHERE} of ${path}`);
      yield* readFolder(path, undefined, options);
    } else yield* file.epoch(epoch);
  });
}

function pathOf(source: ExampleSource): string | undefined {
  if (source instanceof URL) return source.protocol === 'file:' ? fileURLToPath(source) : undefined;
  return typeof source === 'string' && source !== '-' && !/^https?:\/\//i.test(source) ? source : undefined;
}
