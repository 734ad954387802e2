import type { CommandContext } from '../command-definition.js';
import { bytesOf } from '../config/size-type.js';
import { secondsOf } from '../config/duration-type.js';
import type { Layer } from '../config/layer.js';
import { mergeLayers } from '../config/merge-layers.js';
import type { MergedConfig } from '../config/merge-layers.js';
import { checked, readLayers } from '../config/resolve-config.js';
import { flattened } from '../config/schema.js';
import { writeConfig } from '../config/write-config.js';
import { isSekvensError } from '@sekvens/core';
import { count, counted, duration, percent } from '../output/numbers.js';
import { Output } from '../output/output.js';
import { readTrainingData } from '../train/read-training-data.js';
import { checkTrainOptions, trainOptions } from '../train/train-options.js';
import type { GivenTrainOptions } from '../train/train-options.js';
import { usageError } from '../usage-error.js';
import { version } from '../version.js';
import { halving } from './halving.js';
import type { Job } from './halving.js';
import { runTrial } from './run-trial.js';
import type { TrialContext, TrialResult } from './run-trial.js';
import { sampleTrial } from './sample-trial.js';
import { defaultSearch, readSearchSpace } from './search-space.js';
import type { SearchSpace } from './search-space.js';
import { TrialLog } from './trial-log.js';
import { ranking } from './trial-record.js';
import type { Metric, TrialRecord } from './trial-record.js';
import { settingsText, shareText, trialsCsv, trialTable } from './trial-table.js';
import { TuneFolder } from './tune-folder.js';

export interface TuneOptions extends GivenTrainOptions {
  readonly trials?: number;
  readonly maxTime?: string;
  readonly maxModelSize?: string;
  readonly metric?: Metric;
  readonly out?: string;
  readonly resume?: string;
}

const usualTrials = 27;
const usualSplit = 0.2;
const shown = 10;
/** Options that a search that goes on may have. */
const ofResume = ['resume', 'trials', 'maxTime', 'json', 'quiet', 'debug'];

interface Search {
  readonly folder: TuneFolder;
  readonly base: MergedConfig;
  readonly space: SearchSpace;
  readonly metric: Metric;
  readonly maxModelSize: string | null;
}

/** Looks for settings that suit the data: trial after trial, each on its line of trials.jsonl, the best so far in best.yaml. */
export async function tune([paths]: readonly [string[]], options: TuneOptions, context: CommandContext): Promise<void> {
  const { output, signal } = context;
  if (options.quiet && options.json) throw usageError('tune', '--quiet or --json', 'both');
  const { base, ...search } = options.resume === undefined ? await begin(paths, options) : await goOn(paths, options, options.resume);
  const { folder, space, metric, maxModelSize } = search;
  const { values } = base;
  const files = values.data.files ?? [];
  const given = trainOptions(values, options);
  checkTrainOptions(files, given, false);
  const measured = given.validation !== undefined || given.validationSplit !== undefined ? given : { ...given, validationSplit: usualSplit };
  const data = await readTrainingData(files, measured, output, signal);
  output.fact('search', `${counted(space.size, 'setting')}, by ${metric} on the validation rows; test rows are not looked at`);

  const log = new TrialLog(folder.file('trials.jsonl'));
  const deadline = options.maxTime === undefined ? Infinity : performance.now() + 1000 * secondsOf(options.maxTime);
  const trials = options.trials ?? (options.maxTime === undefined ? usualTrials : Infinity);
  const timer = new AbortController();
  const alarm = deadline === Infinity ? undefined : setTimeout(() => timer.abort(), Math.min(deadline - performance.now(), 2 ** 31 - 1));
  const trialContext: TrialContext = {
    data: { ...data, validation: data.validation! },
    mostBytes: maxModelSize === null ? Infinity : bytesOf(maxModelSize),
    signal: AbortSignal.any([signal, timer.signal]),
    vocabularies: new Map(),
    quiet: new Output(context.io, { quiet: true }),
  };
  const known = log.records.length;
  if (known > 0) output.text(`${counted(known, 'training')} done before.`);
  const used: TrialRecord[] = [];
  try {
    const jobs = halving(trials, metric);
    let next = jobs.next();
    while (!next.done) {
      const job = next.value;
      let record = log.find(job.trial, job.share);
      if (record === undefined) {
        if (performance.now() >= deadline) break;
        const settings = sampleTrial(space, values.training.seed, job.trial);
        record = { ...job, settings: Object.fromEntries(settings), ...(await attempt(base, settings, job, trialContext)) };
        log.append(record);
        report(record, output);
        used.push(record);
        await writeResults({ base, ...search }, [...log.records]);
      } else used.push(record);
      next = jobs.next(record);
    }
  } catch (error) {
    // the time is over, which is no error
    if (!timer.signal.aborted || signal.aborted) throw error;
  } finally {
    clearTimeout(alarm);
  }
  await finish({ base, ...search }, used, context);
}

async function begin(paths: readonly string[], { trials: _, maxTime: _maxTime, maxModelSize, metric = 'accuracy', out, resume: _resume, ...rest }: TuneOptions): Promise<Search> {
  const layers = await readLayers(paths, rest);
  const base = oneLayer(checked(layers));
  if (base.values.training.maxTime !== null) throw usageError(base.placeOf('training.maxTime'), 'epochs or maxSteps in a search', 'maxTime', 'How much is trained must not depend on the clock, for trials to be compared.');
  const source = layers.find(({ search }) => search !== undefined);
  const named = layers.find(({ origin }) => origin === 'option')!.values;
  // what the command line says is not looked for
  const search = Object.fromEntries(Object.entries(source?.search ?? defaultSearch).filter(([path]) => !named.has(path) && !(named.has('network.definition') && path.startsWith('network.'))));
  const space = readSearchSpace(search, (path) => source?.place('search', [path]) ?? 'search');
  if (space.size === 0) throw usageError('tune', 'settings to look for', 'none: the command line sets all of them', 'Leave an option out, or list others under search: in a configuration file.');
  const limit = maxModelSize ?? null;
  const folder = TuneFolder.create(out);
  folder.write('tune.json', `${JSON.stringify({ metric, maxModelSize: limit })}\n`);
  folder.write('config.yaml', await configOf(base, search));
  return { folder, base, space, metric, maxModelSize: limit };
}

async function goOn(paths: readonly string[], options: TuneOptions, path: string): Promise<Search> {
  const option = Object.keys(options).find((name) => !ofResume.includes(name));
  const other = option === undefined ? (paths.length > 0 ? 'data' : undefined) : `--${option.replace(/[A-Z]/g, (letter) => (option.includes('.') ? letter : `-${letter.toLowerCase()}`))}`;
  if (other !== undefined) throw usageError(`--resume ${path}`, `no other option than --trials and --max-time`, other, 'Settings and data are those that the search began with.');
  const { folder, record } = TuneFolder.open(path);
  const layers = await readLayers([], { config: folder.file('config.yaml') });
  const search = layers.find((layer) => layer.search !== undefined)?.search ?? {};
  return { folder, base: oneLayer(checked(layers)), space: readSearchSpace(search, (name) => layers[0].place('search', [name])), ...record };
}

/** The settings of a search as one layer, so that a search that goes on finds the same. */
function oneLayer(config: MergedConfig): MergedConfig {
  const layer: Layer = { origin: 'file', values: flattened(config.values), place: config.placeOf };
  return mergeLayers([layer]);
}

async function configOf(base: MergedConfig, search: object): Promise<string> {
  const { stringify } = await import('yaml');
  const text = await writeConfig({ ...base.values, preset: null, output: { ...base.values.output, folder: null } }, [`What a search of sekvens ${version} began with; sekvens tune --config FILE begins it anew.`]);
  return `${text}\n# where each setting is looked for: among values, or from min to max\n${stringify({ search }, { lineWidth: 0 })}`;
}

/** The settings of the base with those of a trial. */
function trialConfig(base: MergedConfig, settings: ReadonlyMap<string, unknown>): MergedConfig {
  return checked([
    { origin: 'file', values: flattened(base.values), place: base.placeOf },
    { origin: 'option', values: settings, place: (path) => `search, ${path}` },
  ]);
}

async function attempt(base: MergedConfig, settings: ReadonlyMap<string, unknown>, { share }: Job, context: TrialContext): Promise<TrialResult> {
  let config: MergedConfig;
  try {
    config = trialConfig(base, settings);
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    return { outcome: 'impossible', reason: error.message };
  }
  return runTrial(config, share, context);
}

function report({ trial, share, outcome, reason, accuracy, loss, bytes = 0, seconds = 0, settings, ...rest }: TrialRecord, output: Output): void {
  const head = output.colors.bold(`trial ${trial}`);
  const result = outcome === 'trained' ? `${shareText(share)}  accuracy ${percent(accuracy!)}  loss ${loss!.toFixed(4)}  ${count(bytes / 1e3)} kB  ${duration(seconds)}` : outcome === 'too large' ? `${outcome}: ${count(bytes / 1e3)} kB` : `${outcome}: ${reason}`;
  output.text(`${head}  ${result}  ${settingsText(settings)}`);
  output.json({ event: 'trial', trial, share, outcome, reason, accuracy, loss, bytes, seconds, settings, ...rest });
}

/** The table and the best configuration so far, so that an end at any moment leaves them. */
async function writeResults({ folder, base, space, metric }: Search, records: readonly TrialRecord[]): Promise<void> {
  const ranked = ranking(records, metric);
  folder.write('trials.csv', trialsCsv(ranked, [...space.keys()]));
  const [best] = ranked;
  if (best?.outcome !== 'trained') return;
  const config = trialConfig(base, new Map(Object.entries(best.settings)));
  folder.write(
    'best.yaml',
    await writeConfig({ ...config.values, preset: null, output: { ...config.values.output, folder: null } }, [
      `The best of a search of sekvens ${version}: trial ${best.trial}, ${metric} ${best[metric]} on its validation rows${best.share === 1 ? '' : `, trained for ${shareText(best.share)} of the steps`}.`,
      'sekvens train --config FILE trains it.',
    ]),
  );
}

async function finish(search: Search, used: readonly TrialRecord[], { output }: CommandContext): Promise<void> {
  const { folder, metric } = search;
  await writeResults(search, used);
  const ranked = ranking(used, metric);
  const best = ranked[0]?.outcome === 'trained' ? ranked[0] : undefined;
  if (ranked.length > 0) output.text(`\n${trialTable(ranked.slice(0, shown), output.colors)}${ranked.length > shown ? `\n${count(ranked.length - shown)} more in ${folder.file('trials.csv')}` : ''}\n`);
  const file = folder.file('best.yaml');
  if (best) output.fact('use it', `sekvens train --config ${file}`);
  else output.warn(`no trial was trained${search.maxModelSize === null ? '' : `; --max-model-size ${search.maxModelSize} may be too small`}. sekvens tune --resume ${folder.path} goes on.`);
  output.json({ event: 'result', folder: folder.path, best: best ?? null, config: best ? file : null, trials: ranked });
  if (output.isQuiet && !output.isJson && best) await output.result(file);
}
