import { SekvensError, show } from './error.js';

/**
 * Refuses anything but a plain options object whose own keys are all known; the message names the option that was probably meant.
 *
 * @param where the function whose options they are, e.g. `readWordVectors(source, options)`
 */
export function assertKnownOptions(options: unknown, known: readonly string[], where: string): void {
  if (options === undefined) return;
  if (options === null || typeof options !== 'object' || Array.isArray(options)) {
    throw new SekvensError({ code: 'invalid-option', where, expected: 'an object of options', got: show(options) });
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const meant = closest(name, known);
    throw new SekvensError({
      code: 'invalid-option',
      where,
      expected: `options among ${known.join(', ')}`,
      got: show(name),
      hint: meant === undefined ? undefined : `Did you mean ${meant}?`,
    });
  }
}

/** The name among `known` that `name` is a misspelling of: at most a third of its letters (and at least two) wrong. */
export function closest(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  const plain = name.slice(0, 64).toLowerCase().replace(/[_-]/g, '');
  for (const candidate of known) {
    const distance = editDistance(plain, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein's distance: insertions, deletions and replacements. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}
