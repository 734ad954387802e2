import type * as FileSystem from 'node:fs';
import type * as Path from 'node:path';

/** Node's modules for files and paths, without an import that a browser's bundler would stumble over; undefined where there are none. */
export function fileModules(): { readonly fs: typeof FileSystem; readonly pathModule: typeof Path } | undefined {
  const builtin = (globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }).process?.getBuiltinModule;
  return builtin && { fs: builtin('node:fs') as typeof FileSystem, pathModule: builtin('node:path') as typeof Path };
}
