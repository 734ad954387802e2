/** Where loggers write their rows: a file that a later training goes on with, or a function. */
import { SekvensError, show } from '@sekvens/core';
import { fileModules } from '../files/file-modules.js';

/** Path of a file, or a function that takes a line without its end. */
export type LogTarget = string | ((line: string) => void | Promise<void>);

/** Which row of a training a line is: epoch, or epoch and batch, from 0. */
export type RowPlace = readonly number[];

export interface LogFormat {
  /** The first line. Undefined where there is none. */
  readonly header: string | undefined;
  /** The place of a row that this format has written; undefined for any other line. */
  placeOf(line: string): RowPlace | undefined;
  /** Whether the first line of a file is one of this kind of log, though perhaps of other columns. */
  isLog(firstLine: string): boolean;
}

/**
 * Opens the log for a row at `place`, the first one of this training. Rows of an earlier training before that place are kept and
 * gone on with, those from there on are of what is done again now, and are removed: no row is there twice. Returns what writes a line.
 */
export function openLog(target: LogTarget, format: LogFormat, place: RowPlace, where: string): (line: string) => void | Promise<void> {
  const { header } = format;
  if (typeof target === 'function') {
    if (header === undefined || place.some((index) => index > 0)) return target;
    let isFirst = true;
    return async (line) => {
      if (isFirst) await target(header);
      isFirst = false;
      await target(line);
    };
  }
  const modules = fileModules();
  if (!modules) {
    throw new SekvensError({
      code: 'unsupported', where: `${where}(${show(target)})`, expected: 'a platform with a file system (Node 20.16 or newer)', got: 'one without', hint: 'Give a function of a line instead of a path.',
    });
  }
  const { fs, pathModule } = modules;
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Error) || error instanceof SekvensError) throw error;
      throw new SekvensError({ code: 'io', where: `${where}(${show(target)})`, expected: 'to write there', got: error.message, hint: 'Check the path, its permissions and the free space.', cause: error });
    }
  };
  attempt(() => {
    fs.mkdirSync(pathModule.dirname(target), { recursive: true });
    const text = fs.existsSync(target) ? fs.readFileSync(target, 'utf8') : '';
    const kept = keptPart(text, format, place, `${where}(${show(target)})`);
    if (kept.length < text.length) fs.truncateSync(target, new TextEncoder().encode(kept).length);
    if (kept === '') fs.writeFileSync(target, header === undefined ? '' : `${header}\n`);
  });
  return (line) => attempt(() => fs.appendFileSync(target, `${line}\n`));
}

/** The lines before `place`; nothing where no row is. A last line without its end was cut off while it was written. */
function keptPart(text: string, format: LogFormat, place: RowPlace, where: string): string {
  if (text === '') return '';
  const [first] = text.split('\n', 1);
  if (!format.isLog(first)) {
    throw new SekvensError({ code: 'invalid-file', where, expected: 'a new file, or a log to go on with', got: `a file that begins with ${show(first)}`, hint: 'Choose another name.' });
  }
  let end = format.header === undefined ? 0 : first.length + 1;
  const begin = end;
  for (let next = text.indexOf('\n', end); next >= 0; next = text.indexOf('\n', end)) {
    const row = format.placeOf(text.slice(end, next));
    if (!row || !isBefore(row, place)) break;
    end = next + 1;
  }
  if (end === begin) return '';
  if (format.header !== undefined && first !== format.header) {
    throw new SekvensError({
      code: 'invalid-file', where, expected: `the columns ${format.header} of the rows to go on with`, got: show(first), hint: 'Go on with the options the training began with, or choose another name.',
    });
  }
  return text.slice(0, end);
}

function isBefore(row: RowPlace, place: RowPlace): boolean {
  const differs = row.findIndex((index, i) => index !== place[i]);
  return differs >= 0 && row[differs] < place[differs];
}
