import type { Files } from '@sekvens/engine';
import type { ModelParts } from './model-parts.js';

/** One way of writing models down. Files are by name; `name` is what they are called together, without an ending. */
export interface ModelFormat {
  /** As in `--format`. */
  readonly name: string;
  /** In a few words, for lists. */
  readonly description: string;
  /**
   * The model as files, by names that begin with `name` where a format prescribes none.
   * @throws code 'unsupported', naming every layer and option the format cannot express
   */
  readonly write?: (parts: ModelParts, name: string) => Promise<Files>;
  /**
   * The model in files, which may come from anywhere.
   * @param place the file or folder, named in errors
   * @throws code 'invalid-file' for what is damaged; 'unsupported', naming every layer and option there is no counterpart for
   */
  readonly read?: (files: Files, place: string) => Promise<ModelParts>;
}
