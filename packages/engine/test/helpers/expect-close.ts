import { expect } from 'vitest';

/** Every number within 1e-12 of the expected one, everything else equal. Only what `expected` has is looked at. */
export function expectClose(actual: unknown, expected: unknown, path = 'value'): void {
  if (typeof expected === 'number' && Number.isFinite(expected)) {
    expect(typeof actual, path).toBe('number');
    expect(Math.abs((actual as number) - expected), `${path}: ${String(actual)} instead of ${expected}`).toBeLessThan(1e-12);
  } else if (typeof expected === 'object' && expected !== null) {
    if (Array.isArray(expected)) expect((actual as readonly unknown[]).length, path).toBe(expected.length);
    for (const [name, value] of Object.entries(expected)) expectClose((actual as Record<string, unknown>)[name], value, `${path}.${name}`);
  } else expect(actual, path).toBe(expected);
}
