import { describe, expect, it } from 'vitest';
import { refusal } from '../test/refuses.js';
import { assertKnownOptions, closest } from './options.js';

describe('assertKnownOptions', () => {
  it('accepts known names, none, and no object at all', () => {
    assertKnownOptions({ units: 1 }, ['units'], 'f(options)');
    assertKnownOptions({}, [], 'f(options)');
    assertKnownOptions(undefined, [], 'f(options)');
  });
  it('names the option that was meant', async () => {
    expect(await refusal('invalid-option', () => assertKnownOptions({ max_tokens: 1 }, ['maxTokens', 'split'], 'f(options)'))).toBe(
      'f(options): expected options among maxTokens, split, got "max_tokens". Did you mean maxTokens?',
    );
    expect(await refusal('invalid-option', () => assertKnownOptions({ zebra: 1 }, ['maxTokens'], 'f(options)'))).toBe(
      'f(options): expected options among maxTokens, got "zebra".',
    );
  });
  it.each([null, 7, 'x', [1]])('refuses %o as options', async (options) => {
    expect(await refusal('invalid-option', () => assertKnownOptions(options, ['a'], 'f(options)'))).toMatch(/expected an object of options/);
  });
});

describe('closest', () => {
  it('finds misspellings only', () => {
    expect(closest('maxtoken', ['maxTokens', 'split'])).toBe('maxTokens');
    expect(closest('splti', ['maxTokens', 'split'])).toBe('split');
    expect(closest('vocabulary', ['maxTokens', 'split'])).toBeUndefined();
  });
});
