import type { Shape } from '../types.js';

/** A layer as Keras 3 writes it. */
export interface KerasLayerConfig {
  readonly module: 'keras.layers';
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly registered_name: null;
}

/** A Sequential model as Keras 3 writes it: `keras.models.model_from_json` reads its JSON, `keras.Sequential.from_config` its `config`. */
export interface KerasSequentialConfig {
  readonly module: 'keras';
  readonly class_name: 'Sequential';
  readonly config: {
    readonly name: string;
    readonly trainable: true;
    readonly dtype: unknown;
    readonly layers: readonly KerasLayerConfig[];
    readonly build_input_shape: Shape;
  };
  readonly registered_name: null;
}

/** How Keras 3 writes that numbers are 32-bit floats. */
export function float32Policy(): object {
  return { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null };
}

