import type { Check } from './check.js';

/** The formats of models that are read and written. */
export async function formatChecks(): Promise<Check[]> {
  const { modelFormats } = await import('@sekvens/formats');
  const able = (what: 'read' | 'write'): string => modelFormats.filter((format) => format[what] !== undefined).map(({ name }) => name).join(', ');
  return [{ name: 'export', detail: able('write') }, { name: 'import', detail: able('read') }];
}
