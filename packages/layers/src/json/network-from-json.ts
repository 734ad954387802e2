import { isSekvensError, SekvensError, show } from '@sekvens/core';
import { define } from '../layers/define.js';
import { isLayerKind, LAYER_KINDS, layerSpecs } from '../layers/specs.js';
import { network } from '../network/network.js';
import type { Option } from '../options/option.js';
import type { LayerDefinition, Network, Shape } from '../types.js';
import { JSON_FORMAT, JSON_VERSION } from './network-to-json.js';

const WHERE = 'networkFromJSON(json)';
const MOST_LAYERS = 1000;

/**
 * A network from what {@link networkToJSON} gave, or from its text. JSON may come from anywhere: exactly the known keys are read,
 * every option is checked as in the layer's own function, and nothing is copied by name.
 *
 * @throws SekvensError `invalid-file`; kinds of layers that are unknown are all named in one error, with code `unsupported`
 */
export function networkFromJSON(json: unknown): Network {
  const read = fields(typeof json === 'string' ? parse(json) : json, '', ['format', 'version', 'name', 'inputShape', 'layers']);
  if (read.format !== JSON_FORMAT) throw bad('.format', show(JSON_FORMAT), read.format);
  if (read.version !== JSON_VERSION) throw bad('.version', String(JSON_VERSION), read.version, 'The file may come from a newer sekvens: update the package.');
  const { name, inputShape, layers } = read;
  if (typeof name !== 'string') throw bad('.name', 'a string', name);
  if (!Array.isArray(layers) || layers.length === 0 || layers.length > MOST_LAYERS) throw bad('.layers', `a list of 1 to ${MOST_LAYERS} layers`, layers);
  assertKinds(layers);
  const definitions = layers.map((layer, i) => readLayer(layer, `.layers[${i}]`));
  return inFile('', () => network(definitions, { name, inputShape: inputShape as Shape }));
}

function readLayer(layer: unknown, place: string): LayerDefinition {
  const { kind, name, config } = fields(layer, place, ['kind', 'config'], ['name']);
  if (!isLayerKind(kind)) throw bad(`${place}.kind`, `one of ${LAYER_KINDS.join(', ')}`, kind);
  const spec = layerSpecs[kind];
  const names = Object.entries<Option<unknown>>(spec.options as Record<string, Option<unknown>>);
  const [required, optional] = [false, true].map((added) => names.filter(([, option]) => (option.added ?? false) === added).map(([option]) => option));
  const options = { ...fields(config, `${place}.config`, required, optional) };
  for (const [option, value] of Object.entries(options)) {
    if (isLayer(value)) options[option] = readLayer(value, `${place}.config.${option}`);
  }
  return inFile(place, () => define(spec, { ...options, name }));
}

function isLayer(value: unknown): boolean {
  return value !== null && typeof value === 'object' && Object.hasOwn(value, 'config');
}

/** Every layer of a kind that does not exist here, in one message. */
function assertKinds(layers: readonly unknown[]): void {
  const kinds = layers.map((layer) => (layer !== null && typeof layer === 'object' && Object.hasOwn(layer, 'kind') ? (layer as { kind: unknown }).kind : undefined));
  const unknown = [...new Set(kinds.filter((kind) => typeof kind === 'string' && !isLayerKind(kind)))];
  if (unknown.length === 0) return;
  throw new SekvensError({
    code: 'unsupported',
    where: `${WHERE}.layers`,
    expected: `layers of the kinds ${LAYER_KINDS.join(', ')}`,
    got: unknown.slice(0, 20).map(show).join(', ') + (unknown.length > 20 ? ` and ${unknown.length - 20} more` : ''),
    hint: 'The file may come from a newer sekvens: update the package.',
  });
}

/** The own properties of an object that has all of `required`, perhaps some of `optional`, and no others. */
function fields(value: unknown, place: string, required: readonly string[], optional: readonly string[] = []): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw bad(place, 'an object', value);
  for (const key of Object.keys(value)) if (!required.includes(key) && !optional.includes(key)) throw bad(place, `no key but ${[...required, ...optional].join(', ')}`, key);
  const read: Record<string, unknown> = {};
  for (const key of [...required, ...optional]) {
    if (Object.hasOwn(value, key)) read[key] = (value as Record<string, unknown>)[key];
    else if (required.includes(key)) throw bad(`${place}.${key}`, 'a value', undefined);
  }
  return read;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SekvensError({ code: 'invalid-file', where: WHERE, expected: 'JSON', got: show(text), cause });
  }
}

/** What a check of options refuses is the file's fault here. */
function inFile<T>(place: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    const { where, expected, got, hint } = error;
    throw new SekvensError({ code: 'invalid-file', where: `${WHERE}${place}, ${where}`, expected, got, hint, cause: error });
  }
}

function bad(place: string, expected: string, got: unknown, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-file', where: `${WHERE}${place}`, expected, got: show(got), hint });
}
