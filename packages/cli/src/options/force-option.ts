import type { OptionDefinition } from '../command-definition.js';

export const forceOption: OptionDefinition = { flags: '--force', description: 'replace what has that name' };
