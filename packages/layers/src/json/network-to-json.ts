import type { LayerDefinition, LayerKind, Network, Shape } from '../types.js';

export const JSON_FORMAT = 'sekvens/network';
export const JSON_VERSION = 1;

/** A layer as JSON: its config with every option written out, the layers inside it written the same way. */
export interface LayerJSON {
  readonly kind: LayerKind;
  readonly name?: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A {@link Network} as JSON, without weights; versions are read for ever, and unknown ones refused. */
export interface NetworkJSON {
  readonly format: typeof JSON_FORMAT;
  readonly version: typeof JSON_VERSION;
  readonly name: string;
  /** Without the batch: [time] for ids, [time, features] or [features]; null is a length that varies. */
  readonly inputShape: Shape;
  readonly layers: readonly LayerJSON[];
}

/** A network as plain JSON. Names are written out, so that weights keep their paths; the values of weights are not part of it. */
export function networkToJSON(network: Network): NetworkJSON {
  return {
    format: JSON_FORMAT,
    version: JSON_VERSION,
    name: network.name,
    inputShape: network.input.shape.slice(1),
    layers: network.layers.map(({ name, definition }) => layerToJSON({ ...definition, name })),
  };
}

function layerToJSON({ kind, name, config }: LayerDefinition): LayerJSON {
  const written = Object.fromEntries(Object.entries(config).map(([option, value]) => [option, isDefinition(value) ? layerToJSON(value) : copy(value)]));
  return name === undefined ? { kind, config: written } : { kind, name, config: written };
}

function isDefinition(value: unknown): value is LayerDefinition {
  return value !== null && typeof value === 'object' && 'config' in value;
}

function copy(value: unknown): unknown {
  return value !== null && typeof value === 'object' ? { ...value } : value;
}
