import type { DownloadProgress } from '@sekvens/data/node';
import { createBar } from '../output/bar.js';
import type { Output } from '../output/output.js';

/** Shows how far a download is: a bar on a terminal, else a line a file. */
export function reportDownload(output: Output): { update: (progress: DownloadProgress) => void; end: () => void } {
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  const bar = output.isLive ? createBar(output) : undefined;
  let current = '';
  return {
    update({ file, receivedBytes, totalBytes }) {
      if (file !== current) {
        bar?.stop();
        current = file;
        if (bar) bar.start(totalBytes, receivedBytes, { text: '' });
        else output.text(`downloading ${file}, ${megabytes(totalBytes)} MB`);
      }
      bar?.update(receivedBytes, { text: `downloading ${file}  ${megabytes(receivedBytes)} of ${megabytes(totalBytes)} MB` });
    },
    end: () => bar?.stop(),
  };
}
