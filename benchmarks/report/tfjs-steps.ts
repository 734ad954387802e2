import { figure, markdownTable, measuredOn, paragraphs, slowerThan, times } from './format.js';
import type { Measured } from './format.js';
import { inOrder, nameOf } from './lesson-names.js';

/** An entry of results/tfjs-steps.json. */
export interface TfjsSteps extends Measured {
  readonly model: string;
  readonly batchSize: number;
  readonly sekvens: number;
  readonly tfjs: Readonly<Record<string, { readonly milliseconds?: number; readonly outcome: string }>>;
}

export function tfjsStepsTable(results: Readonly<Record<string, TfjsSteps>>): string {
  const entries = inOrder(results);
  const contenders = [...new Set(entries.flatMap(({ tfjs }) => Object.keys(tfjs)))];
  const ratio = ({ sekvens, tfjs }: TfjsSteps, contender: string) => {
    const milliseconds = tfjs[contender]?.milliseconds;
    return milliseconds === undefined ? undefined : milliseconds / sekvens;
  };
  const cell = (entry: TfjsSteps, contender: string) => {
    const run = entry.tfjs[contender];
    if (!run) return '–';
    const { milliseconds, outcome } = run;
    const time = milliseconds === undefined ? '' : `${figure(milliseconds)} (${times(ratio(entry, contender))})`;
    return [time, outcome === 'done' ? '' : outcome].filter(Boolean).join(', ');
  };
  return paragraphs(
    markdownTable(
      ['milliseconds a training step', 'batch', 'sekvens, 1 thread', ...contenders.map((contender) => `tfjs ${contender}`)],
      entries.map((entry) => [nameOf(entry.model), String(entry.batchSize), figure(entry.sekvens), ...contenders.map((contender) => cell(entry, contender))]),
    ),
    slowerThan(entries.flatMap((entry) => contenders.map((contender) => ({ what: nameOf(entry.model), peer: `tfjs ${contender}`, timesAsFast: ratio(entry, contender) })))),
    `In brackets how many times as fast sekvens is. ${measuredOn(entries)}`,
  );
}
