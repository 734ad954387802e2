import { useState } from 'preact/hooks';
import { ColumnPicker } from './column-picker.js';
import { chooseData } from './data-state.js';

const example = 'text,label\n"Great, would come again",good\n"Cold soup, no apology",bad';

/** Rows to train on, pasted. */
export function PasteRows() {
  const [rows, setRows] = useState('');
  const take = (pasted: string) => {
    chooseData(undefined);
    setRows(pasted);
  };
  return (
    <>
      <label class="field-label" for="rows">CSV, tab-separated or JSON Lines, the first row naming the columns</label>
      <textarea id="rows" class="rows" rows={6} spellcheck={false} placeholder={example} value={rows} onInput={(event) => take(event.currentTarget.value)} />
      {rows.trim() !== '' && <ColumnPicker name="pasted rows" content={rows} head={rows.slice(0, 1 << 16)} />}
    </>
  );
}
