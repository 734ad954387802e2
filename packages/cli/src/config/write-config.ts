import { effectiveValue } from './effective-value.js';
import type { Config } from './schema.js';
import { sections, pathOf } from './schema.js';
import { defaultTextOf } from './setting.js';
import type { Setting } from './setting.js';

const width = 100;

/**
 * A configuration as a file that says what each setting is: those that have a value as `name: value`, the others as `#name: value`, with the
 * value that follows from the rest. Reading it gives the same configuration.
 *
 * @param heading lines for the top
 */
export async function writeConfig(config: Config, heading: readonly string[]): Promise<string> {
  const { stringify } = await import('yaml');
  const written = (name: string, value: unknown): string => {
    const line = `${name}: ${stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trimEnd()}`;
    if (line.length <= width) return line;
    return `${name}:\n${stringify(value, { lineWidth: 0 }).trimEnd().replace(/^/gm, '  ')}`;
  };
  const lines = heading.flatMap((line) => wrapped(line, '# '));
  lines.push(...wrapped('Relative paths begin where the command is run. Lines with # and no space are what follows from other settings: take the # away to set them.', '# '));
  for (const [section, members] of Object.entries(sections)) {
    const indent = section === '' ? '' : '  ';
    lines.push('', ...(section === '' ? [] : [`${section}:`]));
    const values = (section === '' ? config : config[section as keyof Config]) as unknown as Readonly<Record<string, unknown>>;
    for (const [name, setting] of Object.entries(members)) {
      const value = effectiveValue(config, pathOf(section, name)) ?? null;
      lines.push(...wrapped(comment(setting), `${indent}# `));
      // set in the file it would win over a model named there, so what follows from others is left out
      lines.push(written(name, value).replace(/^/gm, values[name] !== null || value === null ? indent : `${indent}#`));
    }
  }
  return `${lines.join('\n')}\n`;
}

function comment(setting: Setting): string {
  const fallback = typeof setting.default === 'boolean' ? String(setting.default) : defaultTextOf(setting);
  return fallback === undefined ? setting.description : `${setting.description} (default: ${fallback})`;
}

function wrapped(text: string, prefix: string): string[] {
  const lines = [prefix];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line !== prefix && line.length + word.length + 1 > width) lines.push(`${prefix}${word}`);
    else lines[lines.length - 1] = line === prefix ? `${line}${word}` : `${line} ${word}`;
  }
  return lines;
}
