import type { Files } from '@sekvens/engine';
import type { ModelParts } from './model-parts.js';
import type { QuantizationType } from './quantize/quantized-tensor.js';

export interface WriteOptions {
  /** How numbers are stored: one of the format's `weightTypes`. Default: float32, without loss. */
  readonly weights?: QuantizationType;
  /** Whether layers that the format's own framework lacks are written as those of {@link ModelFormat.customLayers}. Default false: they are refused. */
  readonly custom?: boolean;
}

/** One way of writing models down. Files are by name; `name` is what they are called together, without an ending. */
export interface ModelFormat {
  /** As in `--format`. */
  readonly name: string;
  /** In a few words, for lists. */
  readonly description: string;
  /** Other types than float32 that `write` can store weights as. Default: none. */
  readonly weightTypes?: readonly QuantizationType[];
  /** The package whose layers have to be registered where a model written with `custom` is loaded. Without it there is no such option. */
  readonly customLayers?: string;
  /** A line of code that loads what was written to `path` where the format is at home. */
  readonly loading?: (path: string, weights?: QuantizationType) => string;
  /**
   * The model as files, by names that begin with `name` where a format prescribes none.
   * @throws code 'unsupported', naming every layer and option the format cannot express
   */
  readonly write?: (parts: ModelParts, name: string, options?: WriteOptions) => Promise<Files>;
  /**
   * The model in files, which may come from anywhere.
   * @param place the file or folder, named in errors
   * @throws code 'invalid-file' for what is damaged; 'unsupported', naming every layer and option there is no counterpart for
   */
  readonly read?: (files: Files, place: string) => Promise<ModelParts>;
}
