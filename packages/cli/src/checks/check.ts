/** Something that may work on this machine or not. */
export interface Check {
  readonly name: string;
  /** Whether it works; undefined for a plain fact. */
  readonly works?: boolean;
  /** What was found. */
  readonly detail: string;
  /** What to do, where it does not work. */
  readonly hint?: string;
}
