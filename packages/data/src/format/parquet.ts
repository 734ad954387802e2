import { SekvensError } from '@sekvens/core';
import { parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { Example } from '../example.js';
import type { RandomAccess } from '../source/byte-source.js';
import type { ColumnChoice } from './columns.js';
import { findColumns } from './columns.js';
import { textValue } from './label-value.js';
import { labelReader } from './row-labels.js';

/** Parquet to examples, one row group in memory at a time. */
export async function* readParquet(file: RandomAccess, name: string, choice: ColumnChoice): AsyncGenerator<readonly Example[]> {
  const metadata = await guarded(name, () => parquetMetadataAsync(file));
  const names = parquetSchema(metadata).children.map((child) => child.element.name);
  const positions = findColumns(choice, names, names.length, name);
  const textColumns = positions.text.map((position) => names[position]);
  const labelColumns = positions.label.map((position) => names[position]);
  const labelsOf = labelReader(choice, labelColumns, name);
  const columns = [...new Set([...textColumns, ...labelColumns])];
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const start = rowStart;
    const rows = await guarded(name, () => parquetReadObjects({ file, metadata, columns, rowStart: start, rowEnd, compressors }));
    yield rows.map((row, i): Example => {
      const line = start + i + 1;
      const where = `${name}, row ${line}`;
      const text = textColumns.map((column) => textValue(row[column], where)).join(' ');
      return labelColumns.length === 0 ? { text, line } : { text, ...labelsOf(labelColumns.map((column): unknown => row[column]), where), line };
    });
    rowStart = rowEnd;
  }
}

async function guarded<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof SekvensError) throw cause;
    throw new SekvensError({
      code: 'invalid-file',
      where: name,
      expected: 'a complete Parquet file',
      got: `one that cannot be read (${cause instanceof Error ? cause.message : String(cause)})`,
      cause,
    });
  }
}
