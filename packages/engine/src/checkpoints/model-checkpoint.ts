import { assertKnownOptions, SekvensError, show } from '@sekvens/core';
import { namesIn, removeFolder, sweepFolder, writeFolder } from '../files/folder.js';
import type { Files } from '../files/folder.js';
import type { BatchLog, Callback, CallbackState, EpochLog, TrainingControl } from '../model/callback.js';

const monitors = ['loss', 'accuracy', 'validationLoss', 'validationAccuracy'] as const;

/** What `best` is the best of. */
export type MonitoredFigure = (typeof monitors)[number];

export interface ModelCheckpointOptions {
  /** The folder in which `last`, `best` and the ones of `keep` are folders. One training at a time. Needs a file system. */
  readonly folder?: string;
  /** Takes the files of a checkpoint instead, for places without a file system. `name` is 'last' or 'best'; former files of that name are to be replaced. */
  readonly save?: (name: 'last' | 'best', files: Files) => void | Promise<void>;
  /** A checkpoint at every epoch's end. Default: true, unless everySteps or everySeconds is given. */
  readonly everyEpoch?: boolean;
  /** A checkpoint after so many steps, counted from the beginning of the training. */
  readonly everySteps?: number;
  /** A checkpoint after the first batch that ends so many seconds after the last one. */
  readonly everySeconds?: number;
  /** Also keep that of the best epoch, as `best`. Default false. */
  readonly saveBest?: boolean;
  /** What the best epoch is the best in. Default 'validationLoss'. */
  readonly monitor?: MonitoredFigure;
  /** Whether lower ('min') or higher ('max') is better. Default: 'min' for losses, 'max' for accuracies. */
  readonly mode?: 'min' | 'max';
  /** How many are kept under names of their own, such as `epoch-2-batch-100` or `epoch-3`, beside `last`; the oldest are removed. With a folder only. Default 0. */
  readonly keep?: number;
  /** Name of its state in checkpoints, where there are several of them. Default 'modelCheckpoint'. */
  readonly name?: string;
}

const optionNames = ['folder', 'save', 'everyEpoch', 'everySteps', 'everySeconds', 'saveBest', 'monitor', 'mode', 'keep', 'name'];

/**
 * A callback that writes checkpoints as the training goes on, and one more when a signal ends it. Each replaces the one of the same name whole:
 * a process that is killed at any moment leaves the former or the new one.
 * @throws code 'invalid-option'; from the training 'io' where a checkpoint cannot be written
 */
export function modelCheckpoint(options: ModelCheckpointOptions): Callback {
  const { folder, save, everySteps, everySeconds, saveBest = false, monitor = 'validationLoss', keep = 0, name = 'modelCheckpoint' } = checked(options);
  const everyEpoch = options.everyEpoch ?? (everySteps === undefined && everySeconds === undefined);
  const better = (options.mode ?? (/loss$/i.test(monitor) ? 'min' : 'max')) === 'min' ? (a: number, b: number) => a < b : (a: number, b: number) => a > b;
  let steps = 0;
  let best: number | undefined;
  let saved = 0;
  const write = async (place: 'last' | 'best', files: Files): Promise<void> => {
    if (folder !== undefined) writeFolder(`${folder}/${place}`, files);
    else await save!(place, files);
  };
  const take = (control: TrainingControl, at: string | undefined): void =>
    control.takeCheckpoint(async (files) => {
      if (at !== undefined && keep > 0) keepOne(folder!, at, keep, files);
      await write('last', files);
      saved = performance.now();
    });
  const isDue = () => everySeconds !== undefined && performance.now() - saved >= everySeconds * 1000;
  return {
    name,
    onTrainBegin() {
      steps = 0;
      best = undefined;
      saved = performance.now();
      if (folder !== undefined) for (const place of ['last', 'best']) sweepFolder(`${folder}/${place}`);
    },
    onBatchEnd({ epoch, batch }: BatchLog, control) {
      steps++;
      if ((everySteps !== undefined && steps % everySteps === 0) || isDue()) take(control, `epoch-${epoch + 1}-batch-${batch + 1}`);
    },
    onEpochEnd(log: EpochLog, control) {
      const figure = saveBest ? figureOf(log, monitor) : NaN;
      if (best === undefined ? !Number.isNaN(figure) : better(figure, best)) {
        best = figure;
        // before the other one, which remembers that there is a better best
        control.takeCheckpoint((files) => write('best', files));
      }
      if (everyEpoch) take(control, `epoch-${log.epoch + 1}`);
    },
    onAbort: (control) => take(control, undefined),
    getState: (): CallbackState => ({ values: { steps, best: best ?? null } }),
    setState({ values }) {
      steps = typeof values.steps === 'number' ? values.steps : 0;
      best = typeof values.best === 'number' ? values.best : undefined;
    },
  };
}

function checked(options: ModelCheckpointOptions): ModelCheckpointOptions {
  const where = 'modelCheckpoint(options)';
  assertKnownOptions(options, optionNames, where);
  const given = ((options as ModelCheckpointOptions | undefined) ?? {}) as Record<string, unknown>;
  const check = (name: keyof ModelCheckpointOptions, holds: (value: unknown) => boolean, expected: string): void => {
    if (given[name] !== undefined && !holds(given[name])) throw refuse(`modelCheckpoint({ ${name} })`, expected, show(given[name]));
  };
  const isCount = (least: number) => (value: unknown) => Number.isSafeInteger(value) && (value as number) >= least;
  const isFlag = (value: unknown) => typeof value === 'boolean';
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  check('folder', isText, 'the path of a folder');
  check('save', (value) => typeof value === 'function', 'a function of a name and files');
  check('everyEpoch', isFlag, 'true or false');
  check('everySteps', isCount(1), 'a positive integer');
  check('everySeconds', (value) => typeof value === 'number' && value > 0 && value < Infinity, 'a positive finite number');
  check('saveBest', isFlag, 'true or false');
  check('monitor', (value) => monitors.includes(value as MonitoredFigure), `one of ${monitors.join(', ')}`);
  check('mode', (value) => value === 'min' || value === 'max', "'min' or 'max'");
  check('keep', isCount(0), 'an integer from 0 up');
  check('name', isText, 'a text that is not empty');
  const { folder, save, keep, saveBest, monitor, mode } = given;
  if ((folder === undefined) === (save === undefined)) throw refuse(where, 'folder or save', folder === undefined ? 'neither' : 'both');
  if (save !== undefined && keep) throw refuse('modelCheckpoint({ keep })', '0 with save, whose files are yours to keep', show(keep));
  for (const [name, value] of Object.entries({ monitor, mode })) if (!saveBest && value !== undefined) throw refuse(`modelCheckpoint({ ${name} })`, 'it together with saveBest: true', show(value));
  return given;
}

function figureOf(log: EpochLog, monitor: MonitoredFigure): number {
  const figure = log[monitor];
  if (figure !== undefined) return figure;
  throw new SekvensError({
    code: 'invalid-option', where: 'modelCheckpoint({ monitor })', expected: 'a figure that epochs have', got: `${show(monitor)}, which they have not`,
    hint: monitor.startsWith('validation') ? "Give validationData, or monitor: 'loss'." : "Compile with metrics: ['accuracy'], or monitor: 'loss'.",
  });
}

/** Writes one more under its own name, and removes the oldest beyond `keep`. */
function keepOne(folder: string, name: string, keep: number, files: Files): void {
  writeFolder(`${folder}/${name}`, files);
  const placeOf = (text: string): number[] | undefined => {
    const [, epoch, batch] = /^epoch-(\d+)(?:-batch-(\d+))?$/.exec(text) ?? [];
    return epoch === undefined ? undefined : [Number(epoch), batch === undefined ? Infinity : Number(batch)];
  };
  const kept = namesIn(folder).flatMap((text) => {
    const place = placeOf(text);
    return place ? [{ text, place }] : [];
  });
  kept.sort((a, b) => a.place[0] - b.place[0] || (a.place[1] < b.place[1] ? -1 : 1));
  for (const { text } of kept.slice(0, -keep)) removeFolder(`${folder}/${text}`);
}

function refuse(where: string, expected: string, got: string): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got });
}
