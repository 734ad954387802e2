import { assertKnownOptions, SekvensError, show } from '@sekvens/core';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Dataset } from '../dataset/dataset.js';
import type { Example } from '../example.js';
import { csvRecords } from '../format/csv-records.js';
import { LabelIndex } from '../labels/label-index.js';
import { checkNewsText } from '../news/news-datasets.js';
import type { NewsColumn, NewsDatasets } from '../news/news-datasets.js';
import { decodeText } from '../source/decode-text.js';
import { cacheFolder } from './cache-folder.js';
import { downloadFile, isExpectedFile } from './download-file.js';
import type { DownloadProgress, ExpectedFile } from './download-file.js';
import { fileError, openNodeSource } from './node-source.js';

export interface AgNewsOptions {
  /** A folder with train.csv and test.csv of your own; any number of rows, nothing is downloaded or checked. */
  readonly dataDir?: string;
  /** Where downloads are kept. Default: {@link cacheFolder}. */
  readonly cacheDir?: string;
  /** Whether files missing from the cache may be downloaded: 31 MB, once. Default: false. */
  readonly download?: boolean;
  /** Folders on the web that hold train.csv and test.csv, tried in order; the digests are checked whatever the mirror. */
  readonly mirrors?: readonly string[];
  /** What the text consists of, joined by a space. Default: `['title', 'description']`. */
  readonly text?: NewsColumn | readonly NewsColumn[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
}

export type AgNewsFiles = Readonly<Record<'train.csv' | 'test.csv', ExpectedFile>>;

const LABELS = ['World', 'Sports', 'Business', 'Sci/Tech'] as const;

const FILES: AgNewsFiles = {
  'train.csv': { bytes: 29_470_338, sha256: '76a0a2d2f92b286371fe4d4044640910a04a803fdd2538e0f3f29a5c6f6b672e' },
  'test.csv': { bytes: 1_857_427, sha256: '521465c2428ed7f02f8d6db6ffdd4b5447c1c701962353eb2c40d548c3c85699' },
};

const MIRRORS = [
  'https://raw.githubusercontent.com/mhjabreel/CharCnn_Keras/master/data/ag_news_csv',
  'https://raw.githubusercontent.com/mhjabreel/CharCnn_Keras/555590db4219b1243abb1918effd6a7425a2d75f/data/ag_news_csv',
  'https://github.com/mhjabreel/CharCnn_Keras/raw/master/data/ag_news_csv',
];

const WHERE = 'agNews(options)';

/**
 * AG News: 120,000 training and 7,600 test texts in four equal classes, World, Sports, Business and Sci/Tech
 * (Zhang, Zhao and LeCun, 2015; from A. Gulli's corpus, for research and other non-commercial use).
 *
 * Read from `dataDir`, or from the cache, or, with `download: true`, from the web into the cache: checked by size and SHA-256,
 * and resumed where an earlier download was interrupted.
 *
 * @throws SekvensError `not-found` if the files are not there and may not be downloaded; `io` if no mirror delivers them; `aborted`
 */
export async function agNews(options: AgNewsOptions = {}): Promise<NewsDatasets> {
  return loadAgNews(options, FILES);
}

/** {@link agNews} with other digests. */
export async function loadAgNews(options: AgNewsOptions, files: AgNewsFiles): Promise<NewsDatasets> {
  assertKnownOptions(options, ['dataDir', 'cacheDir', 'download', 'mirrors', 'text', 'signal', 'onProgress'], WHERE);
  const { dataDir, cacheDir, download = false, mirrors = MIRRORS, text = ['title', 'description'], signal, onProgress } = options;
  for (const [name, value] of Object.entries({ dataDir, cacheDir })) {
    if (value !== undefined && (typeof value !== 'string' || value === '')) throw bad(`${name} to be the path of a folder`, value);
  }
  if (typeof download !== 'boolean') throw bad('download to be true or false', download);
  if (onProgress !== undefined && typeof onProgress !== 'function') throw bad('onProgress to be a function', onProgress);
  if (
    !Array.isArray(mirrors) ||
    mirrors.length === 0 ||
    !(mirrors as unknown[]).every((mirror) => typeof mirror === 'string' && URL.canParse(mirror))
  )
    throw bad('mirrors to be one or more URLs', mirrors);
  if (dataDir !== undefined && (download || cacheDir !== undefined)) throw bad('either dataDir, or download and cacheDir', 'both');
  const columns = checkNewsText(text, WHERE);

  const folder = dataDir ?? join(cacheDir ?? cacheFolder(), 'ag-news');
  for (const name of ['train.csv', 'test.csv'] as const) {
    const path = join(folder, name);
    if (dataDir !== undefined) {
      await stat(path).catch(async (error: unknown) => {
        throw await fileError(error, path);
      });
      continue;
    }
    if (await isExpectedFile(path, files[name])) continue;
    if (!download) {
      throw new SekvensError({
        code: 'not-found',
        where: WHERE,
        expected: `${name} of AG News in ${folder}`,
        got: 'none that is complete',
        hint: 'Pass download: true to fetch the 31 MB once, or dataDir with the folder of your own copy.',
      });
    }
    await downloadFile({
      urls: (mirrors as readonly string[]).map((mirror) => `${mirror.replace(/\/+$/, '')}/${name}`),
      path,
      expected: files[name],
      hint: `Check the connection and try again (what has arrived is kept), or put train.csv and test.csv into a folder and pass it as dataDir.`,
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
    });
  }
  return {
    train: readNews(join(folder, 'train.csv'), columns, signal),
    test: readNews(join(folder, 'test.csv'), columns, signal),
    labels: new LabelIndex(LABELS),
  };
}

/** The original's format: no header, "class","title","description"; copies that were given a header are read as well. */
function readNews(path: string, columns: readonly NewsColumn[], signal: AbortSignal | undefined): Dataset<Example> {
  const positions = columns.map((column) => (column === 'title' ? 1 : 2));
  return Dataset.from(async function* () {
    const texts = decodeText(openNodeSource(path, WHERE).open(signal), path, 'utf-8', signal);
    let isFirst = true;
    for await (const records of csvRecords(texts, { name: path, delimiter: ',', quote: '"', columns: { text: undefined, label: undefined } })) {
      for (const { fields, line } of records) {
        const isHeader = isFirst && /class|label/i.test(fields[0]);
        isFirst = false;
        if (fields.length !== 3) {
          throw new SekvensError({
            code: 'invalid-file',
            where: `${path}:${line}`,
            expected: 'three columns: class, title, description',
            got: String(fields.length),
          });
        }
        if (isHeader) continue;
        const label = /^[1-4]$/.test(fields[0]) ? LABELS[Number(fields[0]) - 1] : undefined;
        if (label === undefined) {
          throw new SekvensError({ code: 'invalid-file', where: `${path}:${line}`, expected: 'a class from 1 to 4', got: show(fields[0]) });
        }
        yield { text: positions.map((position) => fields[position]).join(' '), label, line };
      }
    }
  });
}

function bad(expected: string, got: unknown): SekvensError {
  return new SekvensError({ code: 'invalid-option', where: WHERE, expected, got: show(got) });
}
