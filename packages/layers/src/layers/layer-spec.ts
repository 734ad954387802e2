/** What there is to know about a kind of layer. Everything else in this package asks here. */
import type { Option, Refuse } from '../options/option.js';
import type { LayerDefinition, LayerKind, Shape, WeightSpec } from '../types.js';

/** A weight of a layer before the layer has a name. */
export type LayerWeight = Omit<WeightSpec, 'path'> & { /** Below the layer's name: `kernel`, `forward/kernel`. */ readonly path: string };

/** A key of Keras' config that is not an option here. */
export interface KerasExtra {
  /** What Keras writes, and what is meant when the key is missing. */
  readonly value: unknown;
  /** Any other value computes something else, which is not offered. */
  readonly matters: boolean;
  /** Keras 3 writes it; older files may have others. */
  readonly written: boolean;
}

export interface LayerSpec<Config extends object = object> {
  readonly kind: LayerKind;
  /** Keras' and TensorFlow.js' class; where they have none, one in their style. */
  readonly className: string;
  /** Keras has no such layer. */
  readonly ours?: true;
  readonly options: { readonly [Name in keyof Config]: Option<Config[Name], Config> };
  /** Options that do not go into the config. */
  readonly extraOptions?: readonly string[];
  /** What comes in: token ids [batch, time], a sequence [batch, time, features], or anything with features as its last axis. */
  readonly input: 'ids' | 'sequence' | 'features';
  /** Checks across options, and what follows from them. */
  complete?(config: Config, refuse: (option: string) => Refuse): Config;
  /** From checked options to the definition, where it is more than kind, name and config. */
  build?(definition: object, options: Readonly<Record<string, unknown>>, refuse: (option: string) => Refuse): LayerDefinition;
  /** Takes over from a definition what is not in its config. */
  carry?(fresh: LayerDefinition, given: LayerDefinition): LayerDefinition;
  outputShape(config: Config, input: Shape): Shape;
  weights(config: Config, input: Shape): readonly LayerWeight[];
  /** Whether a mask goes on, given whether one arrives. */
  passesMask(config: Config, receives: boolean): boolean;
  /** Whether the result depends on the mask that arrives. */
  readsMask(config: Config): boolean;
  /** Puts out its sequence in reversed order, while the mask goes on in the order it came. */
  reverses?(config: Config): boolean;
  readonly keras: Readonly<Record<string, KerasExtra>>;
  /** Keys that Keras writes for every layer, where this class differs. */
  readonly kerasCommon?: Readonly<Record<string, unknown>>;
  /** What files of Keras 2 and TensorFlow.js mean when they do not say. */
  readonly legacy?: Partial<Config>;
  /** What Keras' layer does where it has no option for it. It makes a difference only where a mask arrives. */
  readonly inKeras?: Partial<Config>;
  /** What else of a config Keras cannot build. */
  notInKeras?(config: Config): string | undefined;
}

/** Written by Keras 3, and offered at this value only. */
export const fixed = (value: unknown): KerasExtra => ({ value, matters: true, written: true });
/** Written by Keras 3, and without influence on what is computed. */
export const free = (value: unknown): KerasExtra => ({ value, matters: false, written: true });
/** Found in older files only, and without influence on what is computed. */
export const old: KerasExtra = { value: null, matters: false, written: false };

/** For kinds that leave shape and mask alone and have no weights. */
export const passThrough = {
  outputShape: (_: object, input: Shape): Shape => input,
  weights: () => [],
  passesMask: (_: object, receives: boolean) => receives,
  readsMask: () => false,
};
