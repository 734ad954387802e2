import { createRequire } from 'node:module';
import { name, version } from '../package.json';

export { version };

/** Versions of everything that takes part in a training run, as its record has them. */
export function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const parts = ['core', 'data', 'engine', 'layers'].map((part) => `@sekvens/${part}`);
  const versionOf = (part: string): string => (require(`${part}/package.json`) as { version: string }).version;
  return { [name]: version, ...Object.fromEntries(parts.map((part) => [part, versionOf(part)])), node: process.versions.node };
}
