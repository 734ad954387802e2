import { figure, markdownTable, measuredOn, paragraphs, slowerThan, times } from './format.js';
import type { Measured } from './format.js';
import { inOrder, nameOf } from './lesson-names.js';

/** An entry of results/lesson-epochs.json. */
export interface LessonEpoch extends Measured {
  readonly model: string;
  readonly batchSize: number;
  readonly rows: number;
  readonly threads: number;
  /** By contender: sekvens, keras, torch, torch-sparse. */
  readonly seconds: Readonly<Record<string, number>>;
}

const peerNames = { keras: 'Keras', torch: 'PyTorch', 'torch-sparse': 'PyTorch, SparseAdam' } as const;

/** Seconds of an epoch by model, and of all models together where each has been measured with a contender. */
export function lessonEpochsTable(results: Readonly<Record<string, LessonEpoch>>): string {
  const entries = inOrder(results);
  const peers = (Object.keys(peerNames) as (keyof typeof peerNames)[]).filter((peer) => entries.some(({ seconds }) => peer in seconds));
  const total = (contender: string) => (entries.every(({ seconds }) => contender in seconds) ? entries.reduce((sum, { seconds }) => sum + seconds[contender], 0) : undefined);
  const together = Object.fromEntries(['sekvens', ...peers].map((contender) => [contender, total(contender)]));
  const ratio = (seconds: Readonly<Record<string, number | undefined>>, peer: string) => (seconds[peer] === undefined ? undefined : seconds[peer] / seconds.sekvens!);
  const row = (name: string, rows: string, seconds: Readonly<Record<string, number | undefined>>) => [
    name, rows, figure(seconds.sekvens), ...peers.map((peer) => (seconds[peer] === undefined ? '–' : `${figure(seconds[peer])} (${times(ratio(seconds, peer))})`)),
  ];
  return paragraphs(
    markdownTable(
      ['seconds of one epoch', 'rows', 'sekvens', ...peers.map((peer) => `${peerNames[peer]}`)],
      [...entries.map(({ model, rows, seconds }) => row(nameOf(model), rows.toLocaleString('en-US'), seconds)), row('together', '', together)],
    ),
    slowerThan(entries.flatMap(({ model, seconds }) => peers.map((peer) => ({ what: nameOf(model), peer: peerNames[peer], timesAsFast: ratio(seconds, peer) })))),
    `${[...new Set(entries.map(({ threads }) => threads))].join(' or ')} threads each; in brackets how many times as fast sekvens is. ${measuredOn(entries)}`,
  );
}
