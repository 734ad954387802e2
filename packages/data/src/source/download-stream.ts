import { iterate, SekvensError, throwIfAborted } from '@sekvens/core';

/** A URL without user name, password, query and fragment: none of them belongs into a message. */
export function urlName(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/** The bytes behind an http or https URL. */
export async function* downloadStream(url: URL, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const where = urlName(url);
  throwIfAborted(signal, where);
  try {
    const response = await fetch(url, { signal: signal ?? null });
    if (!response.ok) {
      await response.body?.cancel();
      throw new SekvensError({
        code: response.status === 404 || response.status === 410 ? 'not-found' : 'io',
        where,
        expected: 'an answer with status 200',
        got: `status ${response.status}${response.statusText ? ` (${response.statusText})` : ''}`,
      });
    }
    if (response.body !== null) yield* iterate<Uint8Array>(response.body, where, 'a body of bytes');
  } catch (error) {
    throwIfAborted(signal, where);
    if (error instanceof SekvensError) throw error;
    throw new SekvensError({
      code: 'io',
      where,
      expected: 'to download it',
      got: networkReason(error),
      hint: 'Check the address and the connection.',
      cause: error,
    });
  }
}

/** `fetch failed (ENOTFOUND)`: Node hides the reason in the cause, browsers give none. */
export function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause as { code?: unknown; message?: unknown } | undefined;
  const reason = cause?.code ?? cause?.message;
  return typeof reason === 'string' && reason !== '' ? `${error.message} (${reason})` : error.message;
}
