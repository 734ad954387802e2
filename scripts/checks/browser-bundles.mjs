import { existsSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

/** The entries that must load in a browser; built-in modules of Node may only be reached through `import()`. */
const entries = ['@sekvens/core', '@sekvens/layers', '@sekvens/engine', '@sekvens/engine/inside', '@sekvens/formats', '@sekvens/data', '@sekvens/data/sample'];

/**
 * Bundles what the packages have built, as a browser's bundler does.
 * @param {string} folder the repository
 * @returns {Promise<string[]>} problems
 */
export async function browserBundles(folder) {
  const results = await Promise.all(entries.map((entry) => staticBuiltins(folder, entry)));
  return results.flat();
}

/**
 * @param {string} folder
 * @param {string} entry
 */
async function staticBuiltins(folder, entry) {
  // The demo is the workspace that depends on all of them.
  const resolveDir = join(folder, 'apps/demo');
  if (!existsSync(join(resolveDir, 'node_modules'))) return [`${entry}: apps/demo has no node_modules.`];
  /** @type {string[]} */
  const problems = [];
  try {
    await build({
      stdin: { contents: `export * from '${entry}';`, resolveDir },
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      logLevel: 'silent',
      plugins: [
        {
          name: 'node-built-ins',
          setup(hooks) {
            hooks.onResolve({ filter: /^(node:)?[a-z_]+(\/[a-z_]+)*$/ }, ({ path, kind, importer }) => {
              if (!isBuiltin(path)) return undefined;
              if (kind !== 'dynamic-import') problems.push(`${entry}: ${importer} imports ${path} at load time. Import it inside of the function that needs it, or move that function to an entry for Node.`);
              return { path, external: true };
            });
          },
        },
      ],
    });
  } catch (error) {
    problems.push(`${entry} cannot be bundled: ${error instanceof Error ? error.message : String(error)}`);
  }
  return problems;
}
