/**
 * Test accuracy of the lesson's models after one epoch on AG News, ours beside Keras'.
 *
 *   tsx lesson/accuracy.ts --data DIR [--seeds 3] [--models a,b] [--python PYTHON] [--keras FILE]
 *
 * With --python (one that has keras 3), Keras is trained on the same rows with the same seeds; --keras takes such runs from a file of
 * lines that peers/keras_lesson.py has printed. Merges into results/lesson-accuracy.json, an entry a model.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { lessonModels } from '@sekvens/engine';
import type { LessonModelName } from '@sekvens/engine';
import { mergeResults } from '../results.js';
import { readLessonData } from './lesson-data.js';
import { lessonModel } from './lesson-model.js';

interface KerasRun {
  readonly peer: string;
  readonly model: string;
  readonly seed: number;
  readonly testAccuracy: number;
}

const { values } = parseArgs({
  options: { data: { type: 'string' }, seeds: { type: 'string', default: '3' }, models: { type: 'string' }, python: { type: 'string' }, keras: { type: 'string' } },
});
if (!values.data) throw new Error('--data DIR with AG News train.csv and test.csv is needed');
const seeds = Number(values.seeds);
const names = (values.models?.split(',') ?? ['simple-rnn', 'masked-rnn', 'lstm', 'bilstm', 'bigru']) as LessonModelName[];
const earlier: KerasRun[] = values.keras ? readFileSync(values.keras, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as KerasRun) : [];

for (const name of names) {
  const { batchSize } = lessonModels[name];
  const { train, test } = await readLessonData(values.data, name);
  const sekvens: number[] = [];
  const keras = earlier.filter(({ model }) => model === name).sort((a, b) => a.seed - b.seed);
  for (let seed = 0; seed < seeds; seed++) {
    const model = lessonModel(name, seed);
    await model.fit(train, { epochs: 1, batchSize, seed });
    const { accuracy } = await model.evaluate(test, { batchSize });
    sekvens.push(accuracy!);
    console.log(name, seed, 'sekvens', (100 * accuracy!).toFixed(2));
    if (!values.python || keras.some((run) => run.seed === seed)) continue;
    const script = new URL('../peers/keras_lesson.py', import.meta.url).pathname;
    const line = execFileSync(values.python, [script, '--data', values.data, '--model', name, '--seed', String(seed)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const run = JSON.parse(line) as KerasRun;
    keras.push(run);
    console.log(name, seed, run.peer, (100 * run.testAccuracy).toFixed(2));
  }
  if (keras.some((run, i) => run.seed !== i)) throw new Error(`Keras' runs of ${name} are not of the seeds 0, 1, 2, …`);
  mergeResults('lesson-accuracy', name, {
    model: name, batchSize, rows: train.y.length, versions: [...new Set(keras.map(({ peer }) => peer))], sekvens, keras: keras.map(({ testAccuracy }) => testAccuracy),
  });
}
