import { SekvensError } from '@sekvens/core';
import { isAbsolute, relative, resolve } from 'node:path';
import type { CommandContext } from '../command-definition.js';
import { effectiveValue } from '../config/effective-value.js';
import type { MergedConfig } from '../config/merge-layers.js';
import { resolveConfig } from '../config/resolve-config.js';
import { flattened, nested } from '../config/schema.js';
import type { Config } from '../config/schema.js';
import { RunFolder } from '../run/run-folder.js';
import { usageError } from '../usage-error.js';
import type { TrainingPlan } from './plan-training.js';
import { checkTrainOptions, trainOptions } from './train-options.js';
import type { GivenTrainOptions, TrainOptions } from './train-options.js';

/** A run as it was begun, now or before. */
export interface TrainRun {
  readonly folder: RunFolder;
  readonly config: MergedConfig;
  readonly paths: readonly string[];
  readonly options: TrainOptions;
  /** How long it is, where that was decided by the clock before it was interrupted. */
  readonly plan: TrainingPlan | undefined;
  /** Keeps what the clock has decided for a later going on. */
  readonly keepPlan: (plan: TrainingPlan) => void;
}

/** What a run's folder remembers of how it was begun. */
interface Begun {
  readonly command: 'train';
  /** The folder that relative paths start from. */
  readonly cwd: string;
  readonly config: Config;
  readonly plan?: TrainingPlan;
}

/** The options that may be others when a run goes on: they change no bit of the model. */
const changeable: Readonly<Record<string, string | undefined>> = { resume: undefined, threads: 'training.threads', checkpointEvery: 'output.checkpointEvery', json: undefined, quiet: undefined, debug: undefined };
/** The settings that are paths. */
const pathSettings = ['data.dataDir', 'test.file', 'validation.file', 'tokens.vectors'] as const;

/** Begins a run, or opens the one to go on with. */
export async function openTrainRun(named: readonly string[], given: GivenTrainOptions, context: Pick<CommandContext, 'given' | 'output'>): Promise<TrainRun> {
  return given.resume === undefined ? begin(await resolveConfig(named, given), given) : goOn(given.resume, named, given, context);
}

function begin(config: MergedConfig, given: GivenTrainOptions): TrainRun {
  const { values } = config;
  const begun: Begun = { command: 'train', cwd: process.cwd(), config: values };
  const paths = values.data.files ?? [];
  const options = trainOptions(values, given);
  checkTrainOptions(paths, options, effectiveValue(values, 'training.epochs') === 1 && values.training.minSteps === null);
  return runOf(RunFolder.open(options.out, begun), config, options, begun);
}

function goOn(resume: string, named: readonly string[], given: GivenTrainOptions, { given: names, output }: Pick<CommandContext, 'given' | 'output'>): TrainRun {
  if (named.length > 0) throw usageError('--resume', 'no data: those of the run are used', named.join(', '));
  const other = [...names].find((name) => !Object.hasOwn(changeable, name));
  if (other !== undefined) throw usageError('--resume', "no other options: the run's own are used", flagOf(other), 'Leave it out, or begin a new run.');
  const parsed = given as unknown as Readonly<Record<string, unknown>>;
  if (parsed.checkpointEvery === 'never') throw usageError('--resume', 'checkpoints', '--checkpoint-every never');
  const { folder, begun: record } = RunFolder.reopen(resume);
  const begun = assertBegun(record, folder);
  const values = flattened(begun.config);
  const from = (path: string): string => fromHere(path, begun.cwd);
  const files = values.get('data.files') as readonly string[] | null;
  values.set('data.files', files && files.map(from));
  for (const name of pathSettings) if (typeof values.get(name) === 'string') values.set(name, from(values.get(name) as string));
  for (const [name, path] of Object.entries(changeable)) if (path !== undefined && names.has(name)) values.set(path, parsed[name]);
  const config: MergedConfig = { values: nested(values), sourceOf: () => undefined, placeOf: (path) => path };
  const options = trainOptions(config.values, given);
  output.fact('resumed', folder.hasCheckpoint ? `${folder.path}, from its last checkpoint` : `${folder.path}, from the beginning: it has no checkpoint yet`);
  return runOf(folder, config, options, begun);
}

function runOf(folder: RunFolder, config: MergedConfig, options: TrainOptions, begun: Begun): TrainRun {
  return { folder, config, paths: config.values.data.files ?? [], options, plan: begun.plan, keepPlan: (plan) => folder.remember({ ...begun, plan }) };
}

function assertBegun(begun: unknown, { path }: RunFolder): Begun {
  const { command, cwd, config } = (typeof begun === 'object' && begun !== null ? begun : {}) as Partial<Record<keyof Begun, unknown>>;
  const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
  const hasSections = isObject(config) && ['data', 'test', 'validation', 'tokens', 'network', 'training', 'optimizer', 'schedule', 'output'].every((name) => isObject((config as Record<string, unknown>)[name]));
  if (command === 'train' && typeof cwd === 'string' && hasSections) return begun as Begun;
  throw new SekvensError({ code: 'invalid-file', where: `--resume ${path}`, expected: 'data and options of a training in unfinished.json', got: 'something else', hint: 'The file is damaged; begin a new run.' });
}

/** A path as it was given there, from here. */
function fromHere(path: string, cwd: string): string {
  if (cwd === process.cwd() || path === '-' || isAbsolute(path) || /^https?:\/\//i.test(path)) return path;
  return relative(process.cwd(), resolve(cwd, path));
}

function flagOf(name: string): string {
  return `--${name.includes('.') ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
