/** What files of layers models have in common where they are read. */
import { isSekvensError, SekvensError, show } from '@sekvens/core';

const deepest = 100;

/**
 * JSON from anywhere, no deeper than any model is, so that whoever walks through it has an end.
 * @throws code 'invalid-file'
 */
export function parseJson(bytes: Uint8Array, where: string): unknown {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    assertDepth(text, where);
    value = JSON.parse(text);
  } catch (cause) {
    if (isSekvensError(cause)) throw cause;
    throw new SekvensError({ code: 'invalid-file', where, expected: 'JSON text', got: 'something else', hint: 'The file is damaged or of another kind.', cause });
  }
  return value;
}

function assertDepth(text: string, where: string): void {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (character === 0x22) i = endOfString(text, i);
    else if (character === 0x7b || character === 0x5b) depth++;
    else if (character === 0x7d || character === 0x5d) depth--;
    if (depth > deepest) throw damaged(where, `JSON at most ${deepest} levels deep`, 'more');
  }
}

function endOfString(text: string, from: number): number {
  let i = from + 1;
  while (i < text.length && text.charCodeAt(i) !== 0x22) i += text.charCodeAt(i) === 0x5c ? 2 : 1;
  return i;
}

/** An own property of something that may be no object. */
export function get(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

export function damaged(where: string, expected: string, got: string): SekvensError {
  return new SekvensError({ code: 'invalid-file', where, expected, got, hint: 'The files do not belong together, or one is damaged.' });
}

/** {@link damaged}, where a value came that is not of the form asked for. */
export function unusable(where: string, expected: string, value: unknown): SekvensError {
  return damaged(where, expected, value === undefined ? 'nothing' : show(value));
}
