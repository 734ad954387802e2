import { useState } from 'preact/hooks';
import { ErrorNote } from '../page/error-note.js';
import { count } from '../page/figures.js';
import type { SampleChoice } from './data-choice.js';
import { chooseData, chosenData, dataError, rowsSummary } from './data-state.js';
import { PasteRows } from './paste-rows.js';
import { TableFile } from './table-file.js';

type Kind = 'sample' | 'file' | 'paste';

const kinds: readonly { readonly kind: Kind; readonly label: string }[] = [
  { kind: 'sample', label: 'Built-in sample' },
  { kind: 'file', label: 'A file of yours' },
  { kind: 'paste', label: 'Pasted rows' },
];

/** Chooses what to train on. */
export function DataPicker() {
  const [kind, setKind] = useState<Kind>('sample');
  const take = (next: Kind) => {
    setKind(next);
    chooseData(next === 'sample' ? { kind: 'sample', reads: 'title and description' } : undefined);
  };
  return (
    <fieldset class="data">
      <legend>Rows</legend>
      <div class="choices">
        {kinds.map((one) => (
          <label key={one.kind} class="choice">
            <input type="radio" name="data" checked={kind === one.kind} onChange={() => take(one.kind)} /> {one.label}
          </label>
        ))}
      </div>
      {kind === 'sample' && <SampleOptions />}
      {kind === 'file' && <TableFile />}
      {kind === 'paste' && <PasteRows />}
      <RowsLine />
      {dataError.value && <ErrorNote error={dataError.value} />}
    </fieldset>
  );
}

function SampleOptions() {
  const choice = chosenData.value;
  return (
    <p class="note">
      Invented news of four kinds, part of this page.{' '}
      <label>
        Read{' '}
        <select value={choice?.kind === 'sample' ? choice.reads : undefined} onChange={(event) => chooseData({ kind: 'sample', reads: event.currentTarget.value as SampleChoice['reads'] })}>
          <option value="title and description">title and description</option>
          <option value="title">the title alone</option>
        </select>
      </label>
    </p>
  );
}

/** How many rows there are of what. */
function RowsLine() {
  const rows = rowsSummary.value;
  if (!chosenData.value || dataError.value) return null;
  if (!rows) return <p class="note" role="status">{chosenData.value.kind === 'sample' ? '' : 'Reading the rows…'}</p>;
  const shown = rows.labels.slice(0, 8).map(({ label, rows: n }) => `${label} ${count(n)}`);
  const more = rows.labels.length > 8 ? ` and ${rows.labels.length - 8} more labels` : '';
  return <p class="note" role="status">{count(rows.train)} rows to train on, {count(rows.test)} held out: {shown.join(', ')}{more}.</p>;
}
