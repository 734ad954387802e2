// From a fresh clone to a trained model: installs, builds, trains on the built-in sample, classifies three headlines.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './lib/failure.mjs';
import { install } from './lib/install.mjs';
import { main } from './lib/main.mjs';
import { readManifest } from './lib/manifests.mjs';
import { requireNode } from './lib/require-node.mjs';
import { root } from './lib/root.mjs';
import { runNode } from './lib/run.mjs';
import { runTurbo } from './lib/run-turbo.mjs';
import { seconds } from './lib/seconds.mjs';

const headlines = ['Oil prices soar as supply tightens', 'Striker scores twice in cup final', 'New telescope finds water on distant planet'];

await main(async () => {
  requireNode('20.16.0', 'sekvens');
  await install(say);

  say('Building all packages; unchanged ones come from the cache …');
  const start = performance.now();
  const { code, output } = await runTurbo(['run', 'build', '--output-logs=errors-only']);
  if (code !== 0) throw new Failure(`${output.trimEnd()}\n\nBuilding failed; the messages of the package that does not build are above.`, 'Correct it and run `npm start` again. In an unchanged clone, delete node_modules first.');
  say(`Built in ${seconds(performance.now() - start)}.`);

  const run = freeFolder();
  say('Training a bidirectional GRU on the built-in sample of news and testing it:');
  await sekvens('train', '--dataset', 'sample', '--epochs', '3', '--out', run);
  say('Classifying headlines it has not seen:');
  for (const headline of headlines) await sekvens('predict', run, headline);
  say(`Done. The model is in ${run}/model; ask it anything: node packages/cli/${command()} predict ${run} "a headline"`);
  return 0;
});

/** @param {string} line */
function say(line) {
  console.log(`\n> ${line}`);
}

/** @param {readonly string[]} args of the sekvens command */
async function sekvens(...args) {
  console.log(`$ sekvens ${args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg)).join(' ')}`);
  const { code } = await runNode([join(root, 'packages/cli', command()), ...args], { output: 'inherit' });
  if (code !== 0) throw new Failure(`sekvens ${args[0]} failed (exit code ${code}); its message is above.`, 'Run `npm start` again; if it fails again, `npm test` says what is wrong in this clone.');
}

/** The file of the sekvens command, relative to packages/cli. */
function command() {
  const { bin } = readManifest(join(root, 'packages/cli'));
  const file = bin?.sekvens;
  if (!file || !existsSync(join(root, 'packages/cli', file))) throw new Failure('The sekvens command is not built.', 'Delete node_modules and run `npm start` again.');
  return file;
}

/** The first of runs/start-1, runs/start-2, … that does not exist yet. */
function freeFolder() {
  mkdirSync(join(root, 'runs'), { recursive: true });
  for (let i = 1; ; i++) if (!existsSync(join(root, `runs/start-${i}`))) return `runs/start-${i}`;
}
