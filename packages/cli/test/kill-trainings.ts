/** Trainings that are killed (SIGKILL) at random moments, go on, are killed again, and have to end in the bytes of one that was not. */
import { Random } from '@sekvens/core';
import { TextClassifier } from '@sekvens/engine';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bin, runCommand } from './run-command.js';

/** What was found in the run's folder after a kill. */
export type Found = 'no run yet' | 'no checkpoint yet' | 'a checkpoint' | 'a checkpoint being put in place' | 'a finished run';

export interface KillReport {
  /** Kills by what they left behind. */
  readonly found: Readonly<Record<Found, number>>;
  /** Runs that ended before they were killed. */
  readonly ended: number;
  /** Of all kills, those that left half-written files. */
  readonly halfWritten: number;
}

/** Different states of optimizers, dropout, order of batches and kinds of intervals. All write checkpoints as often as they can. */
const variants: readonly (readonly string[])[] = [
  ['--model', 'masked-rnn', '--epochs', '3', '--optimizer', 'adam', '--learning-rate', '0.01', '--checkpoint-every', '1steps'],
  ['--model', 'masked-rnn', '--epochs', '4', '--optimizer', 'rmsprop', '--bucket', '--checkpoint-every', '0.001s', '--save-best', '--validation-split', '0.2'],
  ['--model', 'simple-rnn', '--epochs', '3', '--optimizer', 'adamw', '--checkpoint-every', '1steps', '--save-best', '--validation-split', '0.2', '--threads', '2'],
  ['--model', 'masked-rnn', '--epochs', '6', '--optimizer', 'sgd', '--learning-rate', '0.1', '--checkpoint-every', 'epoch'],
];

interface Ended {
  readonly weights: Buffer;
  readonly history: string;
  readonly test: unknown;
}

/**
 * Kills so many processes; throws where a checkpoint does not load or a training ends differently.
 * @param cwd a folder with train.csv and test.csv, columns class, title and description
 */
export async function killTrainings(kills: number, seed: number, cwd: string, tell: (line: string) => void = () => undefined): Promise<KillReport> {
  const random = new Random(seed);
  const found: Record<Found, number> = { 'no run yet': 0, 'no checkpoint yet': 0, 'a checkpoint': 0, 'a checkpoint being put in place': 0, 'a finished run': 0 };
  let [killed, ended, halfWritten] = [0, 0, 0];
  const references = new Map<readonly string[], { outcome: Ended; milliseconds: number }>();
  for (let run = 0; killed < kills; run++) {
    const variant = variants[run % variants.length];
    const begin = ['train', 'train.csv', '--test', 'test.csv', '--text', 'title,description', '--label', 'class', ...variant];
    let reference = references.get(variant);
    if (!reference) {
      const milliseconds = await killAfter([...begin, '--out', 'reference'], cwd, Infinity, Infinity);
      references.set(variant, (reference = { outcome: outcomeOf(join(cwd, 'reference')), milliseconds }));
      rmSync(join(cwd, 'reference'), { recursive: true });
    }
    const folder = join(cwd, 'killed');
    let args = [...begin, '--out', 'killed'];
    // some runs are killed once, some a second and a third time
    for (let more = true; more && killed < kills; more = random.next() < 0.6) {
      // most moments are after the start of the training, where there is something to lose
      const fromStart = random.next() < 0.8;
      const delay = random.next() * reference.milliseconds * (fromStart ? 1 : 1.5);
      const took = await killAfter(args, cwd, fromStart ? Infinity : delay, fromStart ? delay : Infinity);
      if (took !== -1) {
        ended++;
        break;
      }
      killed++;
      const what = await look(folder);
      found[what]++;
      const left = leftovers(folder);
      if (left.length > 0) halfWritten++;
      tell(`kill ${killed}: ${variant.slice(1, 6).join(' ')}, ${Math.round(delay)} ms after the ${fromStart ? 'training' : 'process'} began: ${what}${left.length > 0 ? `, beside ${left.join(' ')}` : ''}`);
      if (what === 'no run yet') rmSync(folder, { recursive: true, force: true });
      else args = ['train', '--resume', 'killed', ...(run % 2 === 0 ? ['--threads', '1'] : [])];
      if (what === 'a finished run') break;
    }
    if (!isFinished(folder)) {
      const { code, stderr } = await runCommand(args, { cwd });
      if (code !== 0) throw new Error(`sekvens ${args.join(' ')}: exit code ${code}\n${stderr}`);
    }
    const outcome = outcomeOf(folder);
    if (!outcome.weights.equals(reference.outcome.weights)) throw new Error(`run ${run}, ${variant.join(' ')}: other weights`);
    if (outcome.history !== reference.outcome.history) throw new Error(`run ${run}, ${variant.join(' ')}: another history\n${outcome.history}\n${reference.outcome.history}`);
    if (JSON.stringify(outcome.test) !== JSON.stringify(reference.outcome.test)) throw new Error(`run ${run}, ${variant.join(' ')}: another test`);
    rmSync(folder, { recursive: true });
  }
  return { found, ended, halfWritten };
}

/** Runs the command and kills it so long after its process or its training began. Gives -1, or how long the training took where it ended first. */
function killAfter(args: readonly string[], cwd: string, fromProcess: number, fromTraining: number): Promise<number> {
  const child = spawn(process.execPath, [bin, ...args, '--json'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  let began = 0;
  const timers: NodeJS.Timeout[] = [];
  const killIn = (milliseconds: number): void => void (milliseconds < Infinity && timers.push(setTimeout(() => child.kill('SIGKILL'), milliseconds)));
  killIn(fromProcess);
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (began > 0 || !text.includes('"event":"start"')) return;
    began = performance.now();
    killIn(fromTraining);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code, signal) => {
      timers.forEach((timer) => clearTimeout(timer));
      if (signal === 'SIGKILL') resolve(-1);
      else if (code === 0) resolve(performance.now() - began);
      else reject(new Error(`sekvens ${args.join(' ')}: exit code ${code}\n${stderr}`));
    });
  });
}

/** What a killed process has left; the newest checkpoint, and the best where there is one, have to load as models. */
async function look(folder: string): Promise<Found> {
  if (isFinished(folder)) return 'a finished run';
  if (!existsSync(join(folder, 'unfinished.json'))) return 'no run yet';
  const names = existsSync(join(folder, 'checkpoint')) ? readdirSync(join(folder, 'checkpoint')) : [];
  if (names.includes('best')) await TextClassifier.load(join(folder, 'checkpoint', 'best'));
  const last = join(folder, 'checkpoint', 'last');
  const isBetween = !names.includes('last') && names.some((name) => name.startsWith('last') && existsSync(join(folder, 'checkpoint', name, 'old')));
  if (!names.includes('last') && !isBetween) return 'no checkpoint yet';
  await TextClassifier.load(last);
  return isBetween ? 'a checkpoint being put in place' : 'a checkpoint';
}

function isFinished(folder: string): boolean {
  return existsSync(join(folder, 'arguments.json')) && !existsSync(join(folder, 'unfinished.json'));
}

function leftovers(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String).filter((name) => /\.new(-[^/\\]+)?$/.test(name)) : [];
}

function outcomeOf(folder: string): Ended {
  const history = readFileSync(join(folder, 'history.csv'), 'utf8').split('\n').map((line) => line.split(',').slice(0, -1).join(',')).join('\n');
  const { test } = JSON.parse(readFileSync(join(folder, 'metrics.json'), 'utf8')) as { test: unknown };
  return { weights: readFileSync(join(folder, 'model', 'weights.safetensors')), history, test };
}
