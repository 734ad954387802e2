import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Loads a package that people may have or not; throws what Node throws where it is not there. */
export type LoadPeer = (name: string) => unknown;

/** From the folder the command runs in, else from beside the command itself: with npx the two are different places. */
export const loadPeer: LoadPeer = (name) => {
  const places = [join(process.cwd(), 'package.json'), import.meta.url].map((from) => createRequire(from));
  const found = places.find((require) => isThere(require, name)) ?? places[0];
  return found(name);
};

function isThere(require: NodeJS.Require, name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}
