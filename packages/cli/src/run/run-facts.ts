import type { ClassifierTask, TextEvaluation } from '@sekvens/engine';
import { count, counted, duration, percent } from '../output/numbers.js';
import type { EpochRecord } from './epoch-record.js';

/** What a finished training was, for its records. */
export interface RunFacts {
  readonly task: ClassifierTask;
  readonly model: string;
  /** What the network consists of, in words. */
  readonly description: string;
  readonly parameters: number;
  readonly vocabularySize: number;
  readonly modelBytes: number;
  /** How the data are called in what people read. */
  readonly data: string;
  readonly rows: number;
  readonly labels: readonly string[];
  readonly epochs: readonly EpochRecord[];
  readonly test: TextEvaluation | undefined;
  /** Every option; null where there was none. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly versions: Readonly<Record<string, string>>;
}

/** The facts of a run by name, as tables show them: what it is, then every option that is not off, then versions. */
export function factPairs(facts: RunFacts): (readonly [name: string, value: string])[] {
  const { model, description, parameters, vocabularySize, modelBytes, data, rows, labels, epochs, test, settings, versions } = facts;
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  return [
    ['model', `${model}: ${description}`],
    ['parameters', count(parameters)],
    ['size of the model', megabytes(modelBytes)],
    ['vocabulary', counted(vocabularySize, 'entry', 'entries')],
    ['data', `${data}: ${counted(rows, 'row')} to train on${test ? `, ${count(test.rows)} to test on` : ''}`],
    ['labels', `${count(labels.length)}: ${labels.join(', ')}`],
    ['training time', `${duration(seconds)}, ${counted(epochs.length, 'epoch')}`],
    ...Object.entries(settings).flatMap(([name, value]) => (isOff(value) || told.has(name) ? [] : [[name, plainValue(value)] as const])),
    ...Object.entries(versions).map(([name, version]) => [name, version] as const),
  ];
}

/** One sentence on how good it is. */
export function accuracySentence({ task, accuracy, accuracyInterval: { low, high }, rows }: TextEvaluation): string {
  return `${task === 'multiClass' ? 'Accuracy' : 'Share of rows with all labels right:'} ${percent(accuracy)} on ${counted(rows, 'test row')} (95 % interval ${percent(low)} to ${percent(high)}).`;
}

export function megabytes(bytes: number): string {
  return bytes < 1e5 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Settings that the other facts name already. */
const told = new Set(['data', 'dataset', 'model']);

function isOff(value: unknown): boolean {
  return value === null || value === undefined || value === false || (Array.isArray(value) && value.length === 0);
}

function plainValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(plainValue).join(', ');
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([name, inner]) => (name === 'kind' ? plainValue(inner) : `${name} ${plainValue(inner)}`)).join(', ');
  return String(value);
}
