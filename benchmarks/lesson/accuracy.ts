/**
 * Test accuracy of the lesson's models after one epoch on AG News, ours beside Keras'.
 *
 *   tsx lesson/accuracy.ts --data DIR [--seeds 3] [--models a,b] [--python PYTHON] [--keras FILE]
 *
 * With --python (one that has keras 3), Keras is trained on the same rows with the same seeds; --keras takes the lines of such runs
 * from a file. Writes results/lesson-accuracy.json.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { lessonModels, sequential } from '@sekvens/engine';
import type { LessonModelName } from '@sekvens/engine';
import { writeResults } from '../results.js';
import { readLessonData } from './lesson-data.js';

interface Run {
  readonly model: string;
  readonly seed: number;
  readonly testAccuracy: number;
  readonly seconds?: number;
  readonly peer?: string;
}

const { values } = parseArgs({
  options: { data: { type: 'string' }, seeds: { type: 'string', default: '3' }, models: { type: 'string' }, python: { type: 'string' }, keras: { type: 'string' } },
});
if (!values.data) throw new Error('--data DIR with AG News train.csv and test.csv is needed');
const seeds = Number(values.seeds);
const names = (values.models?.split(',') ?? ['simple-rnn', 'masked-rnn', 'lstm', 'bilstm', 'bigru']) as LessonModelName[];

const ours: Run[] = [];
const keras: Run[] = values.keras ? readFileSync(values.keras, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Run) : [];
for (const name of names) {
  const { batchSize, layers } = lessonModels[name];
  const { train, test } = await readLessonData(values.data, name);
  for (let seed = 0; seed < seeds; seed++) {
    const model = sequential(layers({ vocabularySize: 20_000, classes: 4 }), { seed });
    model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
    const history = await model.fit(train, { epochs: 1, batchSize, seed });
    const { accuracy } = await model.evaluate(test, { batchSize });
    ours.push({ model: name, seed, testAccuracy: accuracy!, seconds: Number(history.epochs[0].seconds.toFixed(2)) });
    console.log(name, seed, 'sekvens', (100 * accuracy!).toFixed(2));
    if (!values.python) continue;
    const script = new URL('../peers/keras_lesson.py', import.meta.url).pathname;
    const line = execFileSync(values.python, [script, '--data', values.data, '--model', name, '--seed', String(seed)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const run = JSON.parse(line) as Run;
    keras.push(run);
    console.log(name, seed, run.peer, (100 * run.testAccuracy).toFixed(2));
  }
}

const mean = (runs: readonly Run[]) => (runs.length === 0 ? undefined : Number(((100 * runs.reduce((sum, run) => sum + run.testAccuracy, 0)) / runs.length).toFixed(2)));
const table = names.map((model) => {
  const first = (runs: readonly Run[]) => runs.filter((run) => run.model === model);
  const paired = first(keras).map((run) => run.seed);
  return {
    model,
    sekvens: mean(first(ours).filter((run) => paired.length === 0 || paired.includes(run.seed))),
    keras: mean(first(keras)),
    seedsCompared: paired.length,
    sekvensAllSeeds: mean(first(ours)),
    seeds,
  };
});
console.table(table);
writeResults('lesson-accuracy', { table, ours, keras });
