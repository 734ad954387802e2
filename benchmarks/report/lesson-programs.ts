import { markdownTable, measuredOn, paragraphs } from './format.js';
import type { Measured } from './format.js';

/** results/lesson-programs.json. */
export interface LessonPrograms extends Measured {
  readonly runs: readonly { readonly step: number; readonly options: string; readonly lines: readonly string[] }[];
}

/** What each program printed; lines that begin alike are one, with their figures in a row. */
export function lessonProgramsTable(results: LessonPrograms): string {
  const rows = results.runs.map(({ step, options, lines }) => {
    const figures = new Map<string, string[]>();
    for (const line of lines) {
      const [, label, rest] = /^(Test accuracy: )?(.*)$/.exec(line)!;
      figures.set(label ?? rest, [...(figures.get(label ?? rest) ?? []), label ? rest : '']);
    }
    return [String(step), options, [...figures].map(([label, list]) => `${label}${list.join(', ')}`).join('<br>')];
  });
  return paragraphs(markdownTable(['step', 'options', 'printed'], rows).replace('|---|---:|---:|', '|---|---|---|'), measuredOn([results]));
}
