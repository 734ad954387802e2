/**
 * The stable codes of {@link SekvensError}. They say who can mend it:
 *
 * - `invalid-option`: an option, argument or setting is not of the form asked for
 * - `invalid-data`: rows, texts, labels, ids or numbers given to us are unusable
 * - `invalid-file`: a file exists but does not hold what it should
 * - `not-found`: a file, folder, column or name does not exist
 * - `io`: the platform refused to read, write or download
 * - `unsupported`: the combination is understood and not offered
 * - `aborted`: the caller's AbortSignal ended the work
 * - `diverged`: training left the finite numbers
 * - `internal`: a defect in sekvens itself
 */
export type ErrorCode = 'invalid-option' | 'invalid-data' | 'invalid-file' | 'not-found' | 'io' | 'unsupported' | 'aborted' | 'diverged' | 'internal';

export interface ErrorDetails {
  /** Stable code; see {@link ErrorCode}. */
  readonly code: ErrorCode;
  /** The place: function and option, layer, or file and line, e.g. `lstm({ units })` or `news.csv:12`. */
  readonly where: string;
  /** What was expected there, e.g. `a positive integer`. */
  readonly expected: string;
  /** What came instead. */
  readonly got: string;
  /** What to do about it: a full sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The one error class of all sekvens packages: place, expectation, what came, and a way out. */
export class SekvensError extends Error {
  readonly code: ErrorCode;
  readonly where: string;
  readonly expected: string;
  readonly got: string;
  readonly hint: string | undefined;

  constructor(details: ErrorDetails) {
    const { code, where, expected, got, hint, cause } = details;
    super(`${where}: expected ${expected}, got ${got}.${hint ? ` ${hint}` : ''}`, cause === undefined ? undefined : { cause });
    this.name = 'SekvensError';
    this.code = code;
    this.where = where;
    this.expected = expected;
    this.got = got;
    this.hint = hint;
  }
}

/** True for a {@link SekvensError}, also one thrown by another copy of the package. */
export function isSekvensError(error: unknown): error is SekvensError {
  return error instanceof Error && error.name === 'SekvensError' && 'code' in error && 'where' in error;
}

/** How a value is shown in an error message: short, quoted, never `[object Object]`, and never an error of its own. */
export function show(value: unknown): string {
  if (typeof value === 'string')
    return value.length > 60 ? `${JSON.stringify(value.slice(0, 57))}… (${value.length} characters)` : JSON.stringify(value);
  if (typeof value === 'function') return `a function`;
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const list = value as ArrayLike<unknown>;
    if (list.length > 8) return `an array of ${list.length}`;
    return `[${Array.from(list, show).join(', ')}]`;
  }
  const text = json(value) ?? `an object of class ${value.constructor?.name ?? 'null'}`;
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** undefined where JSON has nothing to say: circular references, BigInts, maps, sets and the like. */
function json(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null && !('toJSON' in value)) return undefined;
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
