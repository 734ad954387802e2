/** `sekvens train` with some arguments, as a process of its own on files: presets are measured as users run them. */
import type { ClassificationReport } from '@sekvens/engine';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Contender } from './contender.js';
import { figuresOf } from './contender.js';

const bin = fileURLToPath(new URL('../../packages/cli/dist/bin.js', import.meta.url));

interface Metrics {
  readonly epochs: readonly { readonly seconds: number }[];
  readonly test: ClassificationReport;
}

export function commandContender(args: readonly string[]): Contender {
  return {
    description: `sekvens train ${args.join(' ')}`,
    versions: [],
    async run(_split, { folder, train, test }, seed) {
      const run = join(folder, 'run');
      rmSync(run, { recursive: true, force: true });
      const began = performance.now();
      await promisify(execFile)(process.execPath, [bin, 'train', train, '--test', test, '--seed', String(seed), '--out', run, '--quiet', ...args], { maxBuffer: 2 ** 28 });
      const seconds = (performance.now() - began) / 1000;
      const metrics = JSON.parse(readFileSync(join(run, 'metrics.json'), 'utf8')) as Metrics;
      const model = join(run, 'model');
      return {
        ...figuresOf(metrics.test),
        trainingSeconds: metrics.epochs.reduce((sum, epoch) => sum + epoch.seconds, 0),
        seconds,
        bytes: readdirSync(model).reduce((sum, file) => sum + statSync(join(model, file)).size, 0),
      };
    },
  };
}
