import type { Layer } from './layer.js';
import { settings } from './schema.js';

/** Commander's name of an option: `--max-time <duration>` → maxTime. */
function optionName(flags: string): string {
  return flags.replace(/^--(?:no-)?(\S+).*/, '$1').replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** What was given by options, which have been checked as they were read, and the files. */
export function readOptions(paths: readonly string[], options: Readonly<Record<string, unknown>>): Layer {
  const values = new Map<string, unknown>();
  for (const [path, { flags }] of settings) {
    const value = flags === undefined ? undefined : options[optionName(flags)];
    if (value !== undefined) values.set(path, value);
  }
  if (paths.length > 0) values.set('data.files', paths);
  return { origin: 'option', values, place: (path) => settings.get(path)?.flags?.replace(/ .*/, '') ?? 'data' };
}
