import { assertKnownOptions, closest, SekvensError, show } from '@sekvens/core';
import { define } from '../layers/define.js';
import { isLayerKind, LAYER_KINDS, layerSpecs } from '../layers/specs.js';
import type { LayerDefinition } from '../types.js';

/**
 * A layer from JSON as people write it: `{ kind: 'lstm', config: { units: 16 } }`, as {@link networkToJSON} writes layers but with every
 * option that has a default left out at will. Layers inside it, as those of bidirectional, are written the same way.
 *
 * @param where how errors call the place of the layer
 * @throws SekvensError `invalid-option` for unknown kinds, keys and options
 */
export function layerFromJSON(json: unknown, where = 'layerFromJSON(json)'): LayerDefinition {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) throw refuse(where, 'a layer: kind, perhaps name and config', json);
  assertKnownOptions(json, ['kind', 'name', 'config'], where);
  const { kind, name, config = {} } = json as { kind?: unknown; name?: unknown; config?: unknown };
  if (!isLayerKind(kind)) {
    const meant = typeof kind === 'string' ? closest(kind, LAYER_KINDS) : undefined;
    throw refuse(`${where}.kind`, `one of ${LAYER_KINDS.join(', ')}`, kind, meant && `Did you mean ${meant}?`);
  }
  if (config === null || typeof config !== 'object' || Array.isArray(config)) throw refuse(`${where}.config`, `the options of ${kind}`, config);
  const options = Object.entries(config).map(([option, value]) => [option, isLayer(value) ? layerFromJSON(value, `${where}.config.${option}`) : value] as const);
  return define(layerSpecs[kind], { ...Object.fromEntries(options), ...(name !== undefined && { name }) });
}

/** Initialisers are objects with a kind as well, but none of a layer. */
function isLayer(value: unknown): boolean {
  return value !== null && typeof value === 'object' && 'kind' in value && isLayerKind(value.kind);
}

function refuse(where: string, expected: string, got: unknown, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got: show(got), hint });
}
