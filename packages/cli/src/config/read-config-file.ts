import { closest, SekvensError, show } from '@sekvens/core';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readdirSync } from 'node:fs';
import type { Document, LineCounter } from 'yaml';
import type { Layer } from './layer.js';
import { fileSchema, pathOf, sections, settings } from './schema.js';
import { suggestSetting } from './unknown-setting.js';

type Path = readonly (string | number)[];

/**
 * The settings of a configuration file, in YAML or JSON, which is YAML as well.
 *
 * @throws code 'not-found' or 'io' for a file that cannot be read, 'invalid-file' for what is no YAML, and for unknown names and values out of range
 */
export async function readConfigFile(file: string): Promise<Layer> {
  const { isMap, isPair, isScalar, LineCounter: Lines, parseDocument } = await import('yaml');
  const lines = new Lines();
  const document = parseDocument(read(file), { lineCounter: lines, prettyErrors: false });
  const problem = [...document.errors, ...document.warnings][0];
  if (problem) throw new SekvensError({ code: 'invalid-file', where: `${file}:${at(lines, problem.pos[0])}`, expected: 'YAML', got: `something else: ${problem.message.replace(/\.$/, '')}` });
  const content: unknown = document.toJS() ?? {};

  const offset = (path: Path, key = false): number => {
    if (key) {
      const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
      const pair = isMap(parent) ? parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === path[path.length - 1]) : undefined;
      return (isScalar(pair?.key) && pair.key.range?.[0]) || 0;
    }
    return nodeOffset(document, path);
  };
  const place = (path: Path, key = false): string => `${file}:${at(lines, offset(path, key))}${path.length === 0 ? '' : `, ${written(path)}`}`;

  const result = fileSchema.safeParse(content);
  if (!result.success) {
    const found = result.error.issues.map((issue) => {
      const isKey = issue.code === 'unrecognized_keys';
      const path = (isKey ? [...issue.path, issue.keys[0]] : issue.path) as Path;
      return { path, isKey, message: issue.message, offset: offset(path, isKey) };
    });
    throw refusal(found.sort((a, b) => a.offset - b.offset)[0], content, place);
  }
  const values = new Map<string, unknown>();
  for (const [section, members] of Object.entries(sections)) {
    const part = (section === '' ? result.data : (result.data as Record<string, unknown>)[section]) as Record<string, unknown> | null | undefined;
    for (const name of Object.keys(members)) if (part?.[name] !== undefined) values.set(pathOf(section, name), part[name]);
  }
  const { search } = result.data;
  return { origin: 'file', values, ...(search && { search }), place: (path, inside = []) => place([...path.split('.'), ...inside]) };
}

function refusal(issue: { readonly path: Path; readonly isKey: boolean; readonly message: string }, content: unknown, place: (path: Path, key?: boolean) => string): SekvensError {
  const { path, isKey, message } = issue;
  const name = String(path[path.length - 1]);
  if (isKey) {
    const section = path.length > 1 ? String(path[0]) : '';
    const known = section === '' ? [...Object.keys(sections['']), ...Object.keys(sections).filter((other) => other !== ''), 'search'] : Object.keys(sections[section]);
    return new SekvensError({
      code: 'invalid-file', where: place(path, true), expected: section === '' ? `one of ${known.join(', ')}` : `a setting among ${known.join(', ')}`, got: show(name), hint: suggestSetting(section, name),
    });
  }
  if (path.length === 0) return new SekvensError({ code: 'invalid-file', where: place([]), expected: 'sections with settings', got: show(content) });
  const value = path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | null | undefined)?.[key], content);
  const names = settings.get(path.slice(0, 2).join('.'))?.type.names;
  const meant = typeof value === 'string' && names ? closest(value, names) : undefined;
  return new SekvensError({ code: 'invalid-file', where: place(path), expected: message, got: show(value), hint: meant && `Did you mean ${meant}?` });
}

/** Where in the text a value begins; of a value that is not written out, where what it is in begins. */
function nodeOffset(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined;
    if (node?.range) return node.range[0];
  }
  return 0;
}

function at(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${line}:${col}`;
}

/** ['network', 'definition', 0, 'kind'] → network.definition[0].kind */
function written(path: Path): string {
  return path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`), '');
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw new SekvensError({ code: 'io', where: `--config ${file}`, expected: 'a file that can be read', got: message, cause: error });
    const meant = closest(file, neighbours(file));
    throw new SekvensError({
      code: 'not-found', where: `--config ${file}`, expected: 'a configuration file', got: 'none of that name', hint: meant === undefined ? `sekvens init ${file} writes one.` : `Did you mean ${meant}?`,
    });
  }
}

function neighbours(file: string): string[] {
  try {
    return readdirSync(dirname(file));
  } catch {
    return [];
  }
}
