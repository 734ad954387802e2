import { SekvensError } from '@sekvens/core';
import { checkConfig } from './check-config.js';
import type { Layer } from './layer.js';
import { mergeLayers } from './merge-layers.js';
import type { MergedConfig } from './merge-layers.js';
import { readConfigFile } from './read-config-file.js';
import { readOptions } from './read-options.js';
import { readOverrides } from './read-overrides.js';

/**
 * Everything a training was told, checked: options of the command line over `--section.name value` over the file of `--config`, over
 * what a preset or a model stands for, over the defaults.
 */
export async function resolveConfig(paths: readonly string[], options: object): Promise<MergedConfig> {
  const layers = await readLayers(paths, options);
  const searched = layers.find(({ search }) => search !== undefined);
  if (searched) {
    throw new SekvensError({ code: 'invalid-file', where: searched.place('search'), expected: 'no search where a single model is trained', got: 'one', hint: 'It is for sekvens tune.' });
  }
  return checked(layers);
}

/** The layers by themselves, for a search that puts another one on top of them. */
export async function readLayers(paths: readonly string[], options: object): Promise<Layer[]> {
  const given = options as Readonly<Record<string, unknown>>;
  const file = typeof given.config === 'string' ? [await readConfigFile(given.config)] : [];
  return [...file, inOneBreath(await readOverrides(given), readOptions(paths, given))];
}

/** @throws code 'invalid-option' for settings that do not go together */
export function checked(layers: readonly Layer[]): MergedConfig {
  const config = mergeLayers(layers);
  checkConfig(config);
  return config;
}

/** The command line as one layer, in which no preset or model that an option names takes back a setting beside it. */
function inOneBreath(overrides: Layer, options: Layer): Layer {
  return {
    origin: 'option',
    values: new Map([...overrides.values, ...options.values]),
    place: (path) => (options.values.has(path) ? options : overrides).place(path),
  };
}
