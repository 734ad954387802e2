/** Libraries that are only compared with live in peers/node_modules, which `npm run peers` fills. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const folder = new URL('./peers/', import.meta.url);
const require = createRequire(new URL('package.json', folder));

/** The module `name` of the peers; ends the program with an instruction where it is not installed. */
export function loadPeer<T>(name: string): T {
  peerVersion(name);
  return require(name) as T;
}

/** The version that is installed; ends the program with an instruction where there is none. */
export function peerVersion(name: string): string {
  const manifest = new URL(`node_modules/${name}/package.json`, folder);
  if (!existsSync(manifest)) {
    console.error(`${name} is not installed: run \`npm run peers\` in benchmarks.`);
    process.exit(1);
  }
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
