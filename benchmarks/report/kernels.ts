import { figure, markdownTable, measuredOn, paragraphs } from './format.js';
import type { Measured } from './format.js';

/** results/kernels.json. */
export interface KernelResults extends Measured {
  readonly peakGigaflopsPerSecond: number;
  /** By number of threads, then by shape. */
  readonly gemm: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly table: readonly {
    readonly name: string;
    readonly stepMilliseconds: number;
    readonly gigaflopsPerSecond: number;
    readonly shareOfPeak: number;
    readonly phases: Readonly<Record<string, { readonly millisecondsPerStep: number; readonly gigaflopsPerSecond: number; readonly shareOfPeak: number }>>;
  }[];
}

const percent = (share: number) => `${figure(100 * share)} %`;

/** The product, the whole step, and its phases. */
export function kernelTables(results: KernelResults): string {
  const { gemm, table, peakGigaflopsPerSecond } = results;
  const threads = Object.keys(gemm);
  const phases = Object.keys(table[0]?.phases ?? {});
  return paragraphs(
    markdownTable(
      ['matrix product, GFLOP/s', ...threads.map((count) => `${count} ${count === '1' ? 'thread' : 'threads side by side'}`)],
      Object.keys(gemm[threads[0]]).map((shape) => [shape, ...threads.map((count) => figure(gemm[count][shape]))]),
    ),
    markdownTable(
      ['training step of 2 × BiLSTM(64)', 'milliseconds', 'GFLOP/s', 'share of peak × threads'],
      table.map(({ name, stepMilliseconds, gigaflopsPerSecond, shareOfPeak }) => [name, figure(stepMilliseconds), figure(gigaflopsPerSecond), percent(shareOfPeak)]),
    ),
    markdownTable(
      ['milliseconds a step, share of peak: the calling thread', ...table.map(({ name }) => name)],
      phases.map((phase) => [
        phase,
        ...table.map((run) => {
          const { millisecondsPerStep, shareOfPeak } = run.phases[phase];
          return phase === 'rest' || phase === 'outside kernels' ? figure(millisecondsPerStep) : `${figure(millisecondsPerStep)}, ${percent(shareOfPeak)}`;
        }),
      ]),
    ),
    `The peak is the fastest product of the same run on one thread, ${figure(peakGigaflopsPerSecond)} GFLOP/s. ${measuredOn([results])}`,
  );
}
