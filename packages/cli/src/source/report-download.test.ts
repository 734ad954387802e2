import { expect, it } from 'vitest';
import { fakeIo } from '../../test/fake-io.js';
import { Output } from '../output/output.js';
import { reportDownload } from './report-download.js';

it('is a line a file where there is no terminal', () => {
  const io = fakeIo();
  const { update, end } = reportDownload(new Output(io, {}));
  for (const receivedBytes of [0, 5_000_000, 29_470_338]) update({ file: 'train.csv', receivedBytes, totalBytes: 29_470_338 });
  update({ file: 'test.csv', receivedBytes: 0, totalBytes: 1_857_427 });
  end();
  expect(io.out()).toBe('downloading train.csv, 29.5 MB\ndownloading test.csv, 1.9 MB\n');
});

it('is a bar on a terminal', () => {
  const io = fakeIo({ isTTY: true, columns: 100 });
  const { update, end } = reportDownload(new Output(io, {}));
  update({ file: 'train.csv', receivedBytes: 0, totalBytes: 2_000_000 });
  update({ file: 'train.csv', receivedBytes: 1_000_000, totalBytes: 2_000_000 });
  end();
  expect(io.out()).toContain('downloading train.csv');
  expect(io.out().lastIndexOf('\u001b[?25h')).toBeGreaterThan(io.out().lastIndexOf('\u001b[?25l'));
});
