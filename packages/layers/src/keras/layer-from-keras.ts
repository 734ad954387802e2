import { isSekvensError, show } from '@sekvens/core';
import { define } from '../layers/define.js';
import type { LayerSpec } from '../layers/layer-spec.js';
import { layerSpecs } from '../layers/specs.js';
import type { Option } from '../options/option.js';
import { snakeCase } from '../options/option.js';
import type { LayerDefinition, LayerKind } from '../types.js';

type Fields = Readonly<Record<string, unknown>>;

/** Keys every layer may have; what they say is used elsewhere or means nothing here. */
const COMMON = ['name', 'trainable', 'dtype', 'batch_shape', 'batch_input_shape'];

/** Classes besides Keras', by the kind of layer they are, with all of its options. */
export type OwnClasses = Readonly<Record<string, LayerKind>>;

/** One layer of a Keras model, or none and what stands in the way, added to `problems`. */
export function layerFromKeras(layer: Fields, index: number, problems: string[], ownClasses: OwnClasses = {}): LayerDefinition[] {
  const config = asRecord(layer.config);
  const label = `${typeof config.name === 'string' ? config.name : index} (${typeof layer.class_name === 'string' ? layer.class_name : show(layer.class_name)})`;
  const own = typeof layer.class_name === 'string' && Object.hasOwn(ownClasses, layer.class_name);
  const spec = own ? layerSpecs[ownClasses[layer.class_name as string]] : Object.values(layerSpecs).find(({ className, ours }) => !ours && className === layer.class_name);
  if (spec === undefined) {
    problems.push(`${label}: no such layer here`);
    return [];
  }
  const before = problems.length;
  const options = readOptions(spec, layer, config, (problem) => problems.push(`${label}: ${problem}`), own, ownClasses);
  if (problems.length > before) return [];
  try {
    return [define(spec, options)];
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    problems.push(`${label}: ${error.where}: expected ${error.expected}, got ${error.got}`);
    return [];
  }
}

/** A plain object's own fields; nothing for anything else. */
export function asRecord(value: unknown): Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : {};
}

function readOptions(spec: LayerSpec<LayerDefinition['config']>, layer: Fields, config: Fields, complain: (problem: string) => void, own: boolean, ownClasses: OwnClasses): Record<string, unknown> {
  // Keras 3 names the module of every class, or in .h5 files at least that of the dtype; Keras 2 and TensorFlow.js name none.
  const legacy = !own && !Object.hasOwn(layer, 'module') && !Object.hasOwn(asRecord(config.dtype), 'module');
  const options: Record<string, unknown> = { ...(legacy ? spec.legacy : undefined), ...(own ? undefined : spec.inKeras) };
  if (typeof config.name === 'string') options.name = config.name;
  const known = new Set(COMMON);
  for (const [name, { type, ours, default: standard }] of Object.entries<Option<unknown>>(spec.options as Record<string, Option<unknown>>)) {
    if (ours && !own) continue;
    const key = snakeCase(name);
    known.add(key);
    if (config[key] === undefined) continue;
    // TensorFlow.js writes null for flags that were not given
    if (config[key] === null && (Object.hasOwn(options, name) || (legacy && typeof standard === 'boolean'))) continue;
    try {
      const read = type.fromKeras ? type.fromKeras(config[key], legacy, (inner) => direction(inner, config.trainable === false, complain, ownClasses)) : config[key];
      if (read !== null) options[name] = read;
      else if (!type.fromKeras && !own) complain(`${key} = null`);
    } catch (error) {
      if (!isSekvensError(error)) throw error;
      complain(`${key}: expected ${error.expected}, got ${error.got}`);
    }
  }
  for (const key of Object.keys(config)) if (!known.has(key)) complainOfExtra(spec, key, config[key], complain);
  if (!isFloat32(config.dtype) && !(spec.input === 'ids' && config.dtype === 'int32')) complain(`dtype = ${show(config.dtype)}`);
  return options;
}

/** Keys that are no options here: fine where Keras' value is the only thing that is offered, or means nothing. */
function complainOfExtra(spec: LayerSpec<LayerDefinition['config']>, key: string, value: unknown, complain: (problem: string) => void): void {
  if (value === null || value === undefined) return;
  const extra = Object.hasOwn(spec.keras, key) ? spec.keras[key] : undefined;
  if (extra && (!extra.matters || extra.value === value)) return;
  complain(`${key} = ${show(value)}`);
}

/** A layer inside a bidirectional one: Keras sets zero_output_for_mask on it itself, and a wrapper that is not trained trains nothing. */
function direction(inner: unknown, frozen: boolean, complain: (problem: string) => void, ownClasses: OwnClasses): LayerDefinition | null {
  if (inner === null) return null;
  const layer = asRecord(inner);
  const { zero_output_for_mask: _, ...config } = asRecord(layer.config);
  const problems: string[] = [];
  const read = layerFromKeras({ ...layer, config: frozen ? { ...config, trainable: false } : config }, 0, problems, ownClasses);
  problems.forEach(complain);
  return read[0] ?? null;
}

function isFloat32(dtype: unknown): boolean {
  if (dtype === undefined || dtype === null || dtype === 'float32') return true;
  return asRecord(asRecord(dtype).config).name === 'float32';
}
