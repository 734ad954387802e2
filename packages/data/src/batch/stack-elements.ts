import { SekvensError, show } from '@sekvens/core';

/** Numbers or strings in a row. */
export type Sequence =
  readonly number[] | readonly string[] | Int32Array | Float32Array | Float64Array | Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array;

/** What a batch of elements of type T looks like: sequences become padded rows, single values arrays, objects and tuples keep their form. */
export type Stacked<T> = T extends readonly string[]
  ? string[][]
  : T extends readonly number[] | ArrayBufferView
    ? number[][]
    : T extends number | string | boolean | bigint | null | undefined
      ? T[]
      : { [K in keyof T]: Stacked<T[K]> };

export interface StackOptions {
  readonly noPadding: boolean;
  /** Length every sequence is padded to; undefined: the longest of its kind in the batch. */
  readonly length: number | undefined;
  readonly value: number | string | undefined;
  readonly where: string;
}

export function isSequence(value: unknown): value is Sequence {
  if (ArrayBuffer.isView(value)) return !(value instanceof DataView);
  if (!Array.isArray(value)) return false;
  return value.every((item) => typeof item === 'number') || value.every((item) => typeof item === 'string');
}

/** Stacks elements of one form into a batch of that form. */
export function stackElements<T>(elements: readonly T[], options: StackOptions): Stacked<T> {
  return stack(elements, options, '') as Stacked<T>;
}

function stack(values: readonly unknown[], options: StackOptions, path: string): unknown {
  const first = values[0];
  if (isSequence(first)) {
    const stray = values.find((value) => !isSequence(value));
    if (stray !== undefined) throw mixed(options.where, path, 'a sequence', stray);
    return stackSequences(values as readonly Sequence[], options, path);
  }
  if (first === null || typeof first !== 'object') {
    const stray = values.find((value) => value !== null && typeof value === 'object');
    if (stray !== undefined) throw mixed(options.where, path, 'a single value', stray);
    return [...values];
  }
  const keys = Object.keys(first);
  const stray = values.find(
    (value) => value === null || typeof value !== 'object' || isSequence(value) || Object.keys(value).join('\0') !== keys.join('\0'),
  );
  if (stray !== undefined) throw mixed(options.where, path, `the parts ${keys.join(', ')}`, stray);
  const parts = keys.map((key) =>
    stack(
      values.map((value) => (value as Record<string, unknown>)[key]),
      options,
      path === '' ? key : `${path}.${key}`,
    ),
  );
  return Array.isArray(first) ? parts : Object.fromEntries(keys.map((key, i) => [key, parts[i]]));
}

function stackSequences(rows: readonly Sequence[], { noPadding, length, value, where }: StackOptions, path: string): unknown[][] {
  const place = path === '' ? where : `${where}, part ${path}`;
  const longest = rows.reduce((most, row) => Math.max(most, row.length), 0);
  if (noPadding) {
    const other = rows.find((row) => row.length !== rows[0].length);
    if (other !== undefined) {
      throw new SekvensError({
        code: 'invalid-data',
        where: place,
        expected: 'sequences of equal length with noPadding',
        got: `lengths ${rows[0].length} and ${other.length} in one batch`,
        hint: 'Leave out noPadding, or choose boundaries that keep unequal lengths apart.',
      });
    }
  }
  const width = length ?? longest;
  if (longest > width) {
    throw new SekvensError({
      code: 'invalid-data',
      where: place,
      expected: `sequences of at most ${width}, the bucket's boundary less one`,
      got: `one of ${longest}`,
      hint: "elementLength must be the longest of an element's sequences.",
    });
  }
  const filler = value ?? (rows.some((row) => typeof row[0] === 'string') ? '' : 0);
  const ofStrings = rows.some((row) => typeof row[0] === 'string');
  const ofNumbers = rows.some((row) => typeof row[0] === 'number');
  if ((ofStrings && (ofNumbers || typeof filler !== 'string')) || (ofNumbers && typeof filler !== 'number')) {
    throw new SekvensError({
      code: 'invalid-data',
      where: place,
      expected: 'sequences and paddingValue of one type, numbers or strings',
      got: ofStrings && ofNumbers ? 'sequences of both' : `sequences of ${ofStrings ? 'strings' : 'numbers'} and a paddingValue ${show(filler)}`,
    });
  }
  return rows.map((row) => {
    const padded: unknown[] = Array.from(row as ArrayLike<unknown>);
    while (padded.length < width) padded.push(filler);
    return padded;
  });
}

function mixed(where: string, path: string, expected: string, got: unknown): SekvensError {
  return new SekvensError({
    code: 'invalid-data',
    where: path === '' ? where : `${where}, part ${path}`,
    expected: `elements of one form: ${expected}, as in the first of the batch`,
    got: show(got),
  });
}
