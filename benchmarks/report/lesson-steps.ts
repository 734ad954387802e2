import { figure, markdownTable, measuredOn, paragraphs, slowerThan, times } from './format.js';
import type { Measured } from './format.js';
import { inOrder, nameOf } from './lesson-names.js';

/** An entry of results/lesson-steps.json. */
export interface LessonSteps extends Measured {
  readonly model: string;
  readonly batchSize: number;
  readonly rounds: number;
  readonly steps: number;
  /** By contender and number of threads, such as 'keras, 2'. */
  readonly milliseconds: Readonly<Record<string, number>>;
  readonly timesAsFast?: Readonly<Record<string, number>>;
  readonly kerasFastest?: readonly string[];
}

type Entries = Readonly<Record<string, LessonSteps>>;

const peerNames = { keras: 'Keras', torch: 'PyTorch', 'torch, SparseAdam': 'PyTorch, SparseAdam' } as const;
const peers = Object.keys(peerNames) as (keyof typeof peerNames)[];

function best({ milliseconds }: LessonSteps, contender: string): number | undefined {
  const found = [1, 2].map((threads) => milliseconds[`${contender}, ${threads}`]).filter((ms) => ms !== undefined);
  return found.length > 0 ? Math.min(...found) : undefined;
}

/** Milliseconds of a peer, and how many times as fast sekvens is. */
function peerCell(entry: LessonSteps, peer: keyof typeof peerNames): string {
  const milliseconds = best(entry, peer);
  return milliseconds === undefined ? '–' : `${figure(milliseconds)} (${times(entry.timesAsFast?.[peer])})`;
}

function slower(entries: readonly LessonSteps[]): string {
  return slowerThan(entries.flatMap((entry) => peers.map((peer) => ({ what: `${nameOf(entry.model)} at batch ${entry.batchSize}`, peer: peerNames[peer], timesAsFast: entry.timesAsFast?.[peer] }))));
}

/** Every measured model and batch size, with both numbers of threads for ours. */
export function lessonStepsTable(results: Entries): string {
  const entries = inOrder(results);
  const ways = [...new Set(entries.flatMap(({ kerasFastest = [] }) => kerasFastest))].join(', ');
  return paragraphs(
    markdownTable(
      ['milliseconds a training step', 'batch', 'sekvens, 1 thread', 'sekvens, 2 threads', ...peers.map((peer) => peerNames[peer])],
      entries.map((entry) => [
        nameOf(entry.model), String(entry.batchSize), figure(entry.milliseconds['sekvens, 1']), figure(entry.milliseconds['sekvens, 2']), ...peers.map((peer) => peerCell(entry, peer)),
      ]),
    ),
    slower(entries),
    `Medians of ${describe(entries.map(({ rounds }) => rounds), 'round')} of ${describe(entries.map(({ steps }) => steps), 'step')}. Peers with the faster of 1 and 2 threads${ways && `, Keras in the fastest of three ways (${ways})`}; in brackets how many times as fast sekvens is, also with the faster. ${measuredOn(entries)}`,
  );
}

/** One row a model, for the repository's README: only what has been measured beside peers. */
export function trainingStepTable(results: Entries): string | undefined {
  const entries = inOrder(results).filter(({ timesAsFast }) => timesAsFast !== undefined);
  if (entries.length === 0) return undefined;
  return paragraphs(
    '**Milliseconds a training step**, and how many times as fast sekvens is:',
    markdownTable(
      ['on AG News', 'batch', 'sekvens', ...peers.map((peer) => peerNames[peer])],
      entries.map((entry) => [
        nameOf(entry.model), String(entry.batchSize), `**${figure(best(entry, 'sekvens'))}**`,
        ...peers.map((peer) => peerCell(entry, peer)),
      ]),
    ),
    `${slower(entries)} Everyone with the faster of 1 and 2 threads. ${measuredOn(entries)}`,
  );
}

function describe(counts: readonly number[], unit: string): string {
  return `${[...new Set(counts)].sort((a, b) => a - b).join(' or ')} ${counts.every((count) => count === 1) ? unit : `${unit}s`}`;
}
