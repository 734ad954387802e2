import { assertKnownOptions } from '@sekvens/core';
import { LabelIndex } from '../labels/label-index.js';
import { readExamples } from '../read-examples.js';
import { TEST_CSV, TRAIN_CSV } from '../sample-rows.generated.js';
import { checkNewsText } from './news-datasets.js';
import type { NewsColumn, NewsDatasets } from './news-datasets.js';

export interface SampleNewsOptions {
  /** What the text consists of, joined by a space. Default: `['title', 'description']`. */
  readonly text?: NewsColumn | readonly NewsColumn[];
}

/**
 * A small set of invented news in the form of AG News, built into the package: for trying things out without a download.
 * Labels World, Sports, Business, Sci/Tech. Accuracies on it say nothing about real news.
 */
export function sampleNews(options: SampleNewsOptions = {}): NewsDatasets {
  const where = 'sampleNews(options)';
  assertKnownOptions(options, ['text'], where);
  const text = checkNewsText(options.text ?? ['title', 'description'], where);
  const read = (content: string, name: string): NewsDatasets['train'] =>
    readExamples({ content, name }, { format: 'csv', delimiter: ',', text, label: 'label' });
  return {
    train: read(TRAIN_CSV, 'sample train.csv'),
    test: read(TEST_CSV, 'sample test.csv'),
    labels: new LabelIndex(['World', 'Sports', 'Business', 'Sci/Tech']),
  };
}
