import { closest, SekvensError, show } from '@sekvens/core';
import type { Layer } from './layer.js';
import { settings, valueSchema } from './schema.js';

/** What was given as `--section.name value`: the value is read as a configuration file would read it. */
export async function readOverrides(options: Readonly<Record<string, unknown>>): Promise<Layer> {
  const values = new Map<string, unknown>();
  const given = Object.entries(options).filter(([name]) => name.includes('.'));
  if (given.length > 0) {
    const { parse } = await import('yaml');
    for (const [path, text] of given) {
      const setting = settings.get(path)!;
      const result = valueSchema(setting).safeParse(parsed(parse, text as string));
      if (!result.success) {
        const meant = setting.type.names && closest(text as string, setting.type.names);
        throw new SekvensError({ code: 'invalid-option', where: `--${path}`, expected: result.error.issues[0].message, got: show(text), hint: meant && `Did you mean ${meant}?` });
      }
      values.set(path, result.data);
    }
  }
  return { origin: 'option', values, place: (path) => `--${path}` };
}

/** What is no YAML is the text itself. */
function parsed(parse: (text: string) => unknown, text: string): unknown {
  try {
    return parse(text);
  } catch {
    return text;
  }
}
