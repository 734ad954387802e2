import { readFileSync } from 'node:fs';

/** A model as Keras describes it. */
export interface KerasModel {
  readonly name: string;
  readonly config: unknown;
  readonly parameters: number;
  readonly layers: readonly {
    readonly name: string;
    readonly outputShape: readonly (number | null)[];
    readonly mask: boolean;
    readonly weights: readonly { readonly name: string; readonly shape: readonly number[]; readonly trainable: boolean }[];
  }[];
  readonly summaries: readonly { readonly options: { readonly lineLength?: number; readonly positions?: readonly number[] }; readonly text: string }[];
}

export interface GoldenConfig {
  readonly name: string;
  readonly parameters: number;
  readonly config: unknown;
  readonly h5Config: unknown;
}

export const kerasModels = (read('keras-models') as { models: readonly KerasModel[] }).models;
export const goldenConfigs = read('keras-golden-configs') as readonly GoldenConfig[];
export const tfjsTopologies = read('tfjs-topologies') as readonly { readonly name: string; readonly topology: unknown }[];

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
}
