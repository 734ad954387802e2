import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printed } from './printed.js';

const folder = new URL('../readme/', import.meta.url);

describe('programs of the READMEs', () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith('.ts')))('%s prints its .out', async (name) => {
    expect(await printed(`readme/${name}`)).toBe(readFileSync(new URL(name.replace('.ts', '.out'), folder), 'utf8'));
  });
});
