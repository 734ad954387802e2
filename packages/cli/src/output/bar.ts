import { SingleBar } from 'cli-progress';
import type { Output } from './output.js';

/** What is said beside the bar. */
export interface BarPayload {
  readonly text: string;
}

const width = 24;

/** A progress bar on the stream people read; it vanishes when it is stopped. */
export function createBar(output: Output): SingleBar {
  return new SingleBar({
    stream: output.stream,
    clearOnComplete: true,
    hideCursor: true,
    // Ctrl-C is ours to handle
    gracefulExit: false,
    fps: 10,
    format: (_options, { progress }, { text }: BarPayload) => {
      const done = Math.round(Math.min(Math.max(progress, 0), 1) * width);
      const { cyan, dim } = output.colors;
      return `${cyan('━'.repeat(done))}${dim('━'.repeat(width - done))} ${text}`;
    },
  });
}
