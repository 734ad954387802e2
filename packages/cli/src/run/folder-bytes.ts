import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The size of the files in a folder without folders. */
export function folderBytes(path: string): number {
  return readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
}
