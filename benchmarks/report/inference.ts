import { figure, markdownTable, measuredOn, paragraphs, slowerThan, times } from './format.js';
import type { Measured } from './format.js';

/** results/inference.json. */
export interface InferenceResults extends Measured {
  readonly texts: number;
  readonly rounds: number;
  readonly contenders: Readonly<Record<string, string>>;
  readonly largestDifference: Readonly<Record<string, number>>;
  readonly table: readonly {
    readonly task: string;
    readonly threads: number;
    readonly sekvens: number;
    readonly onnxruntimeNode: number;
    readonly onnxruntimeWeb: number;
    readonly timesFasterThanNode: number;
    readonly timesFasterThanWeb: number;
  }[];
}

/** Milliseconds by task and number of threads, beside ONNX Runtime. */
export function inferenceTable(results: InferenceResults): string {
  const { table, contenders, largestDifference, texts, rounds } = results;
  const threadsOf = (threads: number) => (threads === 1 ? '1 thread' : `${threads} threads`);
  return paragraphs(
    markdownTable(
      ['milliseconds', 'threads', 'sekvens', 'onnxruntime-node', 'onnxruntime-web'],
      table.map((row) => [
        row.task, String(row.threads), figure(row.sekvens),
        `${figure(row.onnxruntimeNode)} (${times(row.timesFasterThanNode)})`, `${figure(row.onnxruntimeWeb)} (${times(row.timesFasterThanWeb)})`,
      ]),
    ),
    slowerThan(
      table.flatMap((row) => [
        { what: `${row.task}, ${threadsOf(row.threads)},`, peer: 'onnxruntime-node', timesAsFast: row.timesFasterThanNode },
        { what: `${row.task}, ${threadsOf(row.threads)},`, peer: 'onnxruntime-web', timesAsFast: row.timesFasterThanWeb },
      ]),
    ),
    `The stream is all of the ${texts.toLocaleString('en-US')} test texts. Medians of ${rounds} rounds; in brackets how many times as fast sekvens is. Probabilities differ by at most ${Math.max(...Object.values(largestDifference))}. ${measuredOn([{ ...results, versions: Object.values(contenders) }])}`,
  );
}
