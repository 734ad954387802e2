import { fileURLToPath } from 'node:url';

/** The repository's folder, without a slash at the end: scripts work from any current directory. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
