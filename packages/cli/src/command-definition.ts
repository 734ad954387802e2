/** What a command is: data, from which parsing and help are derived, and the function that does it. */
import type { Output } from './output/output.js';
import type { Io } from './io.js';

export interface ArgumentDefinition {
  /** As in the usage line: `<model>` is required, `[data...]` may be left out or repeated. */
  readonly name: string;
  readonly description: string;
}

export interface OptionDefinition {
  /** As in the help: `--epochs <n>`, `--json`. */
  readonly flags: string;
  readonly description: string;
  /** What the option is when it is not given. */
  readonly default?: unknown;
  /** How the help says the default, where the value alone does not, or where it depends on something. */
  readonly defaultText?: string;
  /** Not in the help: there are too many of its kind. */
  readonly hidden?: boolean;
  /** Turns the text after the flag into a value; refuses it with commander's InvalidArgumentError. */
  readonly parse?: (text: string) => unknown;
}

/** Options under one heading of the help. */
export interface OptionGroup {
  readonly heading: string;
  readonly options: readonly OptionDefinition[];
}

export interface Example {
  readonly command: string;
  readonly does: string;
}

/** What a running command works with. */
export interface CommandContext {
  readonly io: Io;
  readonly output: Output;
  /** Aborted by Ctrl-C, a request to end, or a reader of our output that has gone. */
  readonly signal: AbortSignal;
  /** Called, last added first, before the process ends without the command having returned. */
  readonly cleanups: Set<() => void>;
  /** The names of the options that stand on the command line. */
  readonly given: ReadonlySet<string>;
  /** Says what is said, instead of the definition's `interrupted`, when Ctrl-C has ended it. */
  sayInterrupted(text: string): void;
}

/** `Arguments` and `Options` are what commander hands over for the definition's arguments and options. */
export interface CommandDefinition<Arguments extends readonly unknown[] = readonly never[], Options = never> {
  readonly name: string;
  /** One line for the overview. */
  readonly summary: string;
  /** One or two sentences for the command's own help. */
  readonly description: string;
  readonly arguments: readonly ArgumentDefinition[];
  readonly groups: readonly OptionGroup[];
  readonly examples: readonly Example[];
  /** What is said when Ctrl-C has ended it. Without this Ctrl-C ends the process at once: for commands that leave nothing behind. */
  readonly interrupted?: string;
  /** It does something when nothing is said to it; else its help is shown, as an error. */
  readonly isComplete?: true;
  run(args: Arguments, options: Options, context: CommandContext): Promise<void>;
}
