import { htmlTable, labelCell, userText } from '../html.js';
import type { ReportInput, Section } from '../report-input.js';

export function runSection({ facts }: ReportInput): Section | undefined {
  if (facts.length === 0) return undefined;
  return {
    id: 'run', heading: 'What was done',
    html: htmlTable({ caption: 'Data, settings and versions', columns: [{ name: 'name' }, { name: 'value' }], rows: facts.map(([name, value]) => [labelCell(name), `<div class="text">${userText(value)}</div>`]) }),
  };
}
