import { useState } from 'preact/hooks';
import { describeError } from '../page/describe-error.js';
import { DropZone } from '../page/drop-zone.js';
import { ColumnPicker } from './column-picker.js';
import { chooseData, dataError } from './data-state.js';
import { readHead } from './read-head.js';

/** A file to train on. */
export function TableFile() {
  const [table, setTable] = useState<{ name: string; content: Blob; head: string }>();
  const take = ([file]: readonly File[]) => {
    chooseData(undefined);
    setTable(undefined);
    readHead(file).then(
      (head) => setTable({ name: file.name, content: file, head }),
      (error: unknown) => {
        dataError.value = describeError(error);
      },
    );
  };
  return (
    <>
      <DropZone take={take} accept=".csv,.tsv,.tab,.jsonl,.ndjson,.txt,.gz" label="Drop a CSV, TSV or JSON Lines file here, or choose one" />
      {table && <ColumnPicker key={table.name + table.content.size} {...table} />}
    </>
  );
}
