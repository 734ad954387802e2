import { accuracyPresets } from '@sekvens/engine';
import type { AccuracyPreset, AccuracyPresetName , optimizerDefaults } from '@sekvens/engine';
import type { Layer } from './layer.js';
import { nested, sections, settings } from './schema.js';
import type { Config } from './schema.js';

/** A configuration, and where each of its values is from. */
export interface MergedConfig {
  readonly values: Config;
  /** The layer that said it; undefined for defaults and what a preset stands for. */
  readonly sourceOf: (path: string) => Layer | undefined;
  /** How a message calls the place of a setting. */
  readonly placeOf: (path: string, inside?: readonly (string | number)[]) => string;
}

/** Of these one at most is meant: what names one replaces another that an earlier layer named. */
const alternatives = [
  ['data.files', 'data.dataset'],
  ['test.file', 'test.split'],
  ['validation.file', 'validation.split'],
  ['training.maxTime', 'training.maxSteps'],
  ['training.epochs', 'training.minSteps'],
  ['optimizer.emaMomentum', 'optimizer.emaShare'],
  ['optimizer.clipnorm', 'optimizer.clipvalue', 'optimizer.globalClipnorm'],
];

/**
 * Layers on top of each other, over the defaults. A name that stands for other settings (a preset, a model, an optimizer, a kind of
 * schedule) takes the place of those in earlier layers; what its own layer says beside it wins.
 */
export function mergeLayers(layers: readonly Layer[]): MergedConfig {
  const values = new Map([...settings].map(([path, setting]) => [path, setting.default]));
  const sources = new Map<string, Layer>();
  const reset = (paths: Iterable<string>): void => {
    for (const path of paths) {
      values.set(path, settings.get(path)!.default);
      sources.delete(path);
    }
  };
  for (const layer of layers) {
    const renames = (path: string): unknown => {
      const value = layer.values.get(path);
      return value !== undefined && value !== values.get(path) ? value : undefined;
    };
    const preset = renames('preset') as AccuracyPresetName | null | undefined;
    if (preset) {
      for (const [path, value] of presetValues(accuracyPresets[preset])) {
        values.set(path, value);
        sources.delete(path);
      }
    }
    const model = renames('network.model');
    if (model !== undefined) reset(pathsOf('network'));
    if (renames('network.definition')) {
      reset(pathsOf('network'));
      values.set('network.model', 'custom');
    }
    const optimizer = renames('optimizer.name') as keyof typeof optimizerDefaults | undefined;
    if (optimizer !== undefined) reset(pathsOf('optimizer').filter((path) => path !== 'optimizer.name' && !/clip/i.test(path)));
    if (renames('schedule.kind') !== undefined) reset(pathsOf('schedule').filter((path) => path !== 'schedule.steps'));
    for (const group of alternatives) if (group.some((path) => (layer.values.get(path) ?? null) !== null)) reset(group.filter((path) => !layer.values.has(path)));
    for (const [path, value] of layer.values) {
      values.set(path, value);
      sources.set(path, layer);
    }
  }
  return {
    values: nested(values),
    sourceOf: (path) => sources.get(path),
    placeOf: (path, inside) => sources.get(path)?.place(path, inside) ?? path,
  };
}

function pathsOf(section: string): string[] {
  return Object.keys(sections[section]).map((name) => `${section}.${name}`);
}

/** What a preset stands for, by path: everything in the sections it is about, so that nothing of before is left. */
function presetValues({ vectorizer, network, epochs, minSteps, batchSize, optimizer, emaShare, schedule }: AccuracyPreset): Map<string, unknown> {
  const values = new Map(['network', 'optimizer', 'schedule'].flatMap(pathsOf).map((path) => [path, settings.get(path)!.default]));
  const put = (section: string, part: object): void => {
    for (const [name, value] of Object.entries(part)) values.set(`${section}.${name}`, value);
  };
  const { kind, ...rest } = optimizer;
  put('tokens', vectorizer);
  put('network', { model: 'custom', ...network });
  put('training', { epochs, minSteps, batchSize });
  put('optimizer', { name: kind, ...rest, ...(emaShare !== undefined && { useEma: true, emaShare }) });
  put('schedule', schedule);
  return values;
}
