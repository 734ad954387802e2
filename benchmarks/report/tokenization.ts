import { figure, markdownTable, measuredOn, paragraphs, times } from './format.js';
import type { Measured } from './format.js';

/** results/tokenization.json. */
export interface TokenizationResults extends Measured {
  readonly texts: number;
  readonly megabytes: number;
  readonly rounds: number;
  readonly contenders: Readonly<Record<string, string>>;
  readonly table: readonly {
    readonly task: string;
    readonly unit: string;
    readonly sekvens: number;
    readonly huggingface?: number;
    readonly plain?: number;
    readonly timesFasterThanHuggingface?: number | null;
    readonly timesFasterThanPlain?: number | null;
  }[];
}

/** Speed by task, beside Hugging Face's tokenizers and plain JavaScript. */
export function tokenizationTable(results: TokenizationResults): string {
  const { table, contenders, texts, megabytes, rounds } = results;
  const beside = (value: number | undefined, ratio: number | null | undefined) => (value === undefined ? '–' : `${figure(value)} (${times(ratio)})`);
  return paragraphs(
    markdownTable(
      ['task', 'unit', 'sekvens', '@huggingface/tokenizers', 'plain JavaScript'],
      table.map((row) => [row.task, row.unit, figure(row.sekvens), beside(row.huggingface, row.timesFasterThanHuggingface), beside(row.plain, row.timesFasterThanPlain)]),
    ),
    `${texts.toLocaleString('en-US')} texts, ${megabytes} MB. Medians of ${rounds} rounds, one thread; in brackets how many times as fast sekvens is. ${measuredOn([{ ...results, versions: Object.values(contenders) }])}`,
  );
}
