import type { OptionDefinition } from '../command-definition.js';

/** What commander makes of the options below; every command has the last one. */
export interface OutputOptions {
  readonly json?: true;
  readonly quiet?: true;
  readonly debug?: true;
}

export const debugOption: OptionDefinition = { flags: '--debug', description: 'show the stack trace of an error' };
