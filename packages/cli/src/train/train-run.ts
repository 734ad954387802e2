import { SekvensError } from '@sekvens/core';
import { isAbsolute, relative, resolve } from 'node:path';
import type { CommandContext } from '../command-definition.js';
import { RunFolder } from '../run/run-folder.js';
import { usageError } from '../usage-error.js';
import type { TrainOptions } from './train-options.js';
import { checkTrainOptions } from './train-options.js';

/** A run as it was begun, now or before. */
export interface TrainRun {
  readonly folder: RunFolder;
  readonly paths: readonly string[];
  readonly options: TrainOptions;
}

/** What a run's folder remembers of how it was begun. */
interface Begun {
  readonly command: 'train';
  /** The folder that relative paths start from. */
  readonly cwd: string;
  readonly data: readonly string[];
  readonly options: TrainOptions;
}

/** The options that may be others when a run goes on: they change no bit of the model. */
const changeable = ['resume', 'threads', 'checkpointEvery', 'json', 'quiet', 'debug'] as const;
/** The options that are paths. */
const pathOptions = ['test', 'validation', 'vectors', 'dataDir'] as const;

/** Begins a run, or opens the one to go on with. */
export function openTrainRun(paths: readonly string[], given: TrainOptions, { given: names, output }: Pick<CommandContext, 'given' | 'output'>): TrainRun {
  if (given.resume === undefined) {
    checkTrainOptions(paths, given);
    const begun: Begun = { command: 'train', cwd: process.cwd(), data: paths, options: given };
    return { folder: RunFolder.open(given.out, begun), paths, options: given };
  }
  if (paths.length > 0) throw usageError('--resume', 'no data: those of the run are used', paths.join(', '));
  const other = [...names].find((name) => !(changeable as readonly string[]).includes(name));
  if (other !== undefined) throw usageError('--resume', "no other options: the run's own are used", flagOf(other), 'Leave it out, or begin a new run.');
  if (given.checkpointEvery === 'never') throw usageError('--resume', 'checkpoints', '--checkpoint-every never');
  const { folder, begun } = RunFolder.reopen(given.resume);
  const { cwd, data, options } = assertBegun(begun, folder);
  const overridden = Object.fromEntries(changeable.filter((name) => names.has(name)).map((name) => [name, given[name]]));
  // how output looks is not part of a run
  const { json: _json, quiet: _quiet, ...kept } = options;
  const from = (path: string): string => fromHere(path, cwd);
  const placed = Object.fromEntries(pathOptions.flatMap((name) => (kept[name] === undefined ? [] : [[name, from(kept[name])]])));
  const merged: TrainOptions = { ...kept, ...placed, ...overridden };
  checkTrainOptions(data, merged);
  output.fact('resumed', folder.hasCheckpoint ? `${folder.path}, from its last checkpoint` : `${folder.path}, from the beginning: it has no checkpoint yet`);
  return { folder, paths: data.map(from), options: merged };
}

function assertBegun(begun: unknown, { path }: RunFolder): Begun {
  const { command, cwd, data, options } = (typeof begun === 'object' && begun !== null ? begun : {}) as Partial<Record<keyof Begun, unknown>>;
  const isWhole = command === 'train' && typeof cwd === 'string' && Array.isArray(data) && data.every((item) => typeof item === 'string') && typeof options === 'object' && options !== null;
  if (isWhole) return begun as Begun;
  throw new SekvensError({ code: 'invalid-file', where: `--resume ${path}`, expected: 'data and options of a training in unfinished.json', got: 'something else', hint: 'The file is damaged; begin a new run.' });
}

/** A path as it was given there, from here. */
function fromHere(path: string, cwd: string): string {
  if (cwd === process.cwd() || path === '-' || isAbsolute(path) || /^https?:\/\//i.test(path)) return path;
  return relative(process.cwd(), resolve(cwd, path));
}

function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
