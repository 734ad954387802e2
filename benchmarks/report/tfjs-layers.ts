import { figure, markdownTable, measuredOn, paragraphs, times } from './format.js';
import type { Measured } from './format.js';

/** What results/tfjs-layers.json holds. */
export interface TfjsLayers extends Measured {
  readonly batchSize: number;
  readonly timeSteps: number;
  readonly results: Readonly<Record<string, Readonly<Record<string, { readonly milliseconds?: number; readonly error?: string }>>>>;
}

const stock = 'stock layers';

/** Milliseconds of a step by layers and backend, and how many times as fast as stock layers on the same backend. */
export function tfjsLayersTable({ results, batchSize, timeSteps, ...measured }: TfjsLayers): string {
  const backends = Object.keys(results);
  const contenders = [...new Set(backends.flatMap((backend) => Object.keys(results[backend])))];
  const cell = (backend: string, contender: string): string => {
    const { milliseconds, error } = results[backend][contender] ?? {};
    if (milliseconds === undefined) return error ?? '–';
    const of = results[backend][stock]?.milliseconds;
    return contender === stock || of === undefined ? figure(milliseconds) : `${figure(milliseconds)} (${times(of / milliseconds)})`;
  };
  return paragraphs(
    markdownTable(['milliseconds a training step', ...backends], contenders.map((contender) => [contender, ...backends.map((backend) => cell(backend, contender))])),
    `Batches of ${batchSize} rows of ${timeSteps} tokens; in brackets how many times as fast as stock layers. ${measuredOn([measured])}`,
  );
}
