import { closest, SekvensError, show } from '@sekvens/core';
import type { ModelFormat } from './model-format.js';
import { modelFormats } from './model-formats.js';

/** The format of this name that can do what is asked. @throws code 'invalid-option' */
export function findFormat<Ability extends 'read' | 'write'>(name: string, ability: Ability, where: string): ModelFormat & Required<Pick<ModelFormat, Ability>> {
  const able = modelFormats.filter((format) => format[ability] !== undefined);
  const found = able.find((format) => format.name === name);
  if (found) return found as ModelFormat & Required<Pick<ModelFormat, Ability>>;
  const names = able.map((format) => format.name);
  const meant = typeof name === 'string' ? closest(name, names) : undefined;
  throw new SekvensError({
    code: 'invalid-option', where, expected: `a format that is ${ability === 'read' ? 'read' : 'written'}: ${names.join(', ')}`, got: show(name), hint: meant === undefined ? undefined : `Did you mean ${meant}?`,
  });
}
