/** Which region shows which results file. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accuracyTable } from './accuracy.js';
import type { Accuracy } from './accuracy.js';
import { inferenceTable } from './inference.js';
import type { InferenceResults } from './inference.js';
import { kernelTables } from './kernels.js';
import type { KernelResults } from './kernels.js';
import { lessonAccuracyTable } from './lesson-accuracy.js';
import type { LessonAccuracy } from './lesson-accuracy.js';
import { lessonEpochsTable } from './lesson-epochs.js';
import type { LessonEpoch } from './lesson-epochs.js';
import { lessonProgramsTable } from './lesson-programs.js';
import type { LessonPrograms } from './lesson-programs.js';
import { lessonStepsTable, trainingStepTable } from './lesson-steps.js';
import type { LessonSteps } from './lesson-steps.js';
import { scalingTables } from './scaling.js';
import type { Scaling } from './scaling.js';
import { tfjsLayersTable } from './tfjs-layers.js';
import type { TfjsLayers } from './tfjs-layers.js';
import { tfjsStepsTable } from './tfjs-steps.js';
import type { TfjsSteps } from './tfjs-steps.js';
import { tokenizationTable } from './tokenization.js';
import type { TokenizationResults } from './tokenization.js';

interface Table {
  /** Name of the file in results/, without .json. */
  readonly results: string;
  /** What writes that file, in benchmarks. */
  readonly command: string;
  /** Undefined where the file does not hold what the table needs. */
  readonly render: (content: unknown) => string | undefined;
}

/** A table of a file that is an object of entries. */
function ofEntries<T>(results: string, command: string, render: (entries: Readonly<Record<string, T>>) => string | undefined): Table {
  return {
    results, command,
    render(content) {
      const { entries } = content as { entries?: Readonly<Record<string, T>> };
      return entries && render(entries);
    },
  };
}

const tables: Readonly<Record<string, Table>> = {
  'training-step': ofEntries<LessonSteps>('lesson-steps', 'npm run lesson-steps', trainingStepTable),
  'lesson-steps': ofEntries<LessonSteps>('lesson-steps', 'npm run lesson-steps', lessonStepsTable),
  'lesson-epochs': ofEntries<LessonEpoch>('lesson-epochs', 'npm run lesson-epochs', lessonEpochsTable),
  'tfjs-steps': ofEntries<TfjsSteps>('tfjs-steps', 'npm run tfjs-steps', tfjsStepsTable),
  'tfjs-layers': { results: 'tfjs-layers', command: 'npm run tfjs-layers', render: (content) => tfjsLayersTable(content as TfjsLayers) },
  scaling: ofEntries<Scaling>('scaling', 'npm run scaling', scalingTables),
  kernels: { results: 'kernels', command: 'npm run kernels', render: (content) => kernelTables(content as KernelResults) },
  inference: { results: 'inference', command: 'npm run inference', render: (content) => inferenceTable(content as InferenceResults) },
  tokenization: { results: 'tokenization', command: 'npm run tokenization', render: (content) => tokenizationTable(content as TokenizationResults) },
  'lesson-programs': { results: 'lesson-programs', command: 'npm run lesson-programs', render: (content) => lessonProgramsTable(content as LessonPrograms) },
  'lesson-accuracy': ofEntries<LessonAccuracy>('lesson-accuracy', 'npm run lesson-accuracy', lessonAccuracyTable),
  ...Object.fromEntries(
    ['news', 'spam', 'surnames'].map((task) => [`accuracy-${task}`, ofEntries<Accuracy>('accuracy', `npm run accuracy -- ${task}`, (entries) => accuracyTable(entries, task))]),
  ),
};

/** The content of region `name` by the results files in `folder`. */
export function renderTable(folder: string, name: string): string {
  const table = tables[name];
  if (!table) throw new Error(`<!-- results: ${name} -->: expected one of ${Object.keys(tables).join(', ')}`);
  const path = join(folder, `${table.results}.json`);
  const rendered = existsSync(path) ? table.render(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
  return rendered ?? `Not measured yet; \`${table.command}\` in benchmarks does.`;
}
