import type { Column } from '@sekvens/data';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { TableChoice } from './data-choice.js';
import { chooseData } from './data-state.js';
import { guessColumns } from './guess-columns.js';
import { guessFormat, previewTable } from './table-preview.js';

/** Milliseconds after the last change until rows are read. */
const pauseBeforeReading = 250;

interface Props {
  readonly name: string;
  readonly content: Blob | string;
  readonly head: string;
}

/** Shows how a table begins, and chooses the columns of text and label. */
export function ColumnPicker({ name, content, head }: Props) {
  const format = useMemo(() => guessFormat(name, head), [name, head]);
  const [header, setHeader] = useState(true);
  const [quote, setQuote] = useState(true);
  const preview = useMemo(() => previewTable(head, format, header, quote), [head, format, header, quote]);
  const names = preview.columns.join('\n');
  const guess = useMemo(() => guessColumns(preview), [names]);
  const [picked, setPicked] = useState(guess);
  useEffect(() => setPicked(guess), [guess]);
  const isTable = format !== 'jsonl';
  useEffect(() => {
    const timer = setTimeout(() => {
      const column = (i: number): Column => (isTable ? i : preview.columns[i]);
      const table: Partial<TableChoice> = isTable ? { header, delimiter: preview.delimiter, quote: quote ? '"' : false } : {};
      const usable = picked.text.length > 0 && picked.text.every((i) => i < preview.columns.length) && picked.label < preview.columns.length;
      chooseData(usable ? { kind: 'table', name, content, format, text: picked.text.map(column), label: column(picked.label), ...table } : undefined);
    }, pauseBeforeReading);
    return () => clearTimeout(timer);
  }, [content, picked, preview]);
  const toggle = (i: number) => setPicked({ ...picked, text: picked.text.includes(i) ? picked.text.filter((j) => j !== i) : [...picked.text, i].sort((a, b) => a - b) });
  return (
    <div class="columns">
      <div class="fields">
        <fieldset class="plain">
          <legend>Text</legend>
          {preview.columns.map((column, i) => (
            <label key={i} class="choice"><input type="checkbox" checked={picked.text.includes(i)} disabled={picked.label === i} onChange={() => toggle(i)} /> {column}</label>
          ))}
        </fieldset>
        <label>
          Label{' '}
          <select value={picked.label} onChange={(event) => setPicked({ label: Number(event.currentTarget.value), text: picked.text.filter((i) => i !== Number(event.currentTarget.value)) })}>
            {preview.columns.map((column, i) => <option key={i} value={i}>{column}</option>)}
          </select>
        </label>
        {isTable && <label class="choice"><input type="checkbox" checked={header} onChange={(event) => setHeader(event.currentTarget.checked)} /> The first row names the columns</label>}
        {isTable && <label class="choice"><input type="checkbox" checked={!quote} onChange={(event) => setQuote(!event.currentTarget.checked)} /> Quotes are ordinary characters</label>}
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={`The first rows of ${name}`}>
        <table class="preview">
          <thead><tr>{preview.columns.map((column, i) => <th key={i} scope="col">{column}</th>)}</tr></thead>
          <tbody>
            {preview.rows.map((row, r) => <tr key={r}>{preview.columns.map((_, i) => <td key={i}>{(row[i] ?? '').slice(0, 160)}</td>)}</tr>)}
          </tbody>
        </table>
      </div>
    </div>
  );
}
