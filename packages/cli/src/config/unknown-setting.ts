import { closest } from '@sekvens/core';
import { pathOf, sections, settings } from './schema.js';

/** What the name of a setting that does not exist was probably meant to be: one of its section, else one of another. */
export function suggestSetting(section: string, name: string): string | undefined {
  const known = Object.keys(sections[section] ?? {});
  const near = closest(name, section === '' ? [...known, ...Object.keys(sections).filter((other) => other !== '')] : known);
  if (near !== undefined) return `Did you mean ${near}?`;
  const paths = [...settings.keys()];
  const elsewhere = paths.find((path) => path.endsWith(`.${name}`)) ?? paths.find((path) => path.split('.').pop() === closest(name, paths.map((other) => other.split('.').pop()!)));
  return elsewhere === undefined ? undefined : `Did you mean ${pathOf('', elsewhere)}?`;
}

/** The error that an option is unknown, with what was probably meant where it was written as a setting: `--training.epoch`. */
export function withSuggestedSetting(message: string): string {
  const [, section, name] = /^error: unknown option '--([^'.=]+)\.([^'=]+)/.exec(message) ?? [];
  if (section === undefined) return message;
  const near = Object.hasOwn(sections, section) ? section : closest(section, Object.keys(sections));
  const setting = near !== undefined && Object.hasOwn(sections[near], name) ? name : closest(name, Object.keys(sections[near ?? ''] ?? {}));
  const elsewhere = [...settings.keys()].find((path) => path.endsWith(`.${name}`));
  const meant = near !== undefined && setting !== undefined ? `${near}.${setting}` : elsewhere;
  return meant === undefined ? message : `${message.split('\n')[0]}\n(Did you mean --${meant}?)\n`;
}
