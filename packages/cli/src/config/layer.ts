/** What one place says: a file, the command line, a preset. Later layers win over earlier ones. */
export interface Layer {
  readonly origin: 'file' | 'option';
  /** Checked values by the paths of their settings. */
  readonly values: ReadonlyMap<string, unknown>;
  /** What `search:` says, as it stands there. */
  readonly search?: Readonly<Record<string, unknown>>;
  /** How messages call the place of a setting, or of something inside its value: `run.yaml:12:11, training.epochs`, `--epochs`. */
  readonly place: (path: string, inside?: readonly (string | number)[]) => string;
}
