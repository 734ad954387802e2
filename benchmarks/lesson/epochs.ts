/**
 * Seconds of one epoch of the lesson's models on all rows of train.csv, ours beside Keras and PyTorch.
 *
 *   tsx lesson/epochs.ts --data DIR [--python PYTHON] [--peers keras,torch,torch-sparse] [--models a,b] [--threads 2] [--rounds 1] [--rows N]
 *
 * Of every contender the training loop is timed, shuffled batches and their padding included, vectorizing and the test not: ours is
 * `fit`, Keras' its `fit`. Contenders take turns. The peers are slow: minutes a model. --rows trains on the first N rows only, for ours
 * alone, to try it. Adds one entry for each model to results/lesson-epochs.json. Run it on an idle machine.
 */
import { parseArgs } from 'node:util';
import { selectRows } from '@sekvens/core';
import { lessonModels } from '@sekvens/engine';
import { interleave } from '../interleave.js';
import { chosen, positiveInteger } from '../options.js';
import { peerPython } from '../peer-python.js';
import { median, mergeResults } from '../results.js';
import { lessonModel } from './lesson-model.js';
import { readLessonData } from './lesson-data.js';
import type { LessonRows } from './lesson-data.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string' }, python: { type: 'string' }, peers: { type: 'string' }, models: { type: 'string' },
    threads: { type: 'string', default: '2' }, rounds: { type: 'string', default: '1' }, rows: { type: 'string' },
  },
});
const { data, python } = values;
if (!data) throw new Error('--data DIR with AG News train.csv and test.csv is needed');
if (values.rows && python) throw new Error('--rows is for ours alone: leave out --python');
const threads = positiveInteger(values.threads, '--threads');
const rounds = positiveInteger(values.rounds, '--rounds');
const names = chosen(values.models, ['simple-rnn', 'masked-rnn', 'lstm', 'bilstm'] as const, '--models');
const scripts = { keras: ['keras_lesson.py'], torch: ['torch_lesson.py'], 'torch-sparse': ['torch_lesson.py', '--sparse'] } as const;
const peers = python ? chosen(values.peers, ['keras', 'torch', 'torch-sparse'] as const, '--peers') : [];

for (const name of names) {
  const { batchSize } = lessonModels[name];
  const rows = firstRows((await readLessonData(data, name)).train);
  const versions = new Set<string>();
  const contenders: Record<string, () => Promise<number>> = {
    sekvens: async () => (await lessonModel(name).fit(rows, { epochs: 1, batchSize, seed: 0, threads })).epochs[0].seconds,
  };
  for (const peer of peers) {
    const [script, ...extra] = scripts[peer];
    contenders[peer] = async () => {
      const run = await peerPython<{ peer: string; seconds: number; rows: number }>(python!, script, ['--data', data, '--model', name, '--threads', String(threads), '--epoch', ...extra]);
      if (run.rows !== rows.y.length) throw new Error(`${peer} trained on ${run.rows} rows, not on ${rows.y.length}`);
      versions.add(run.peer.replace(', SparseAdam', ''));
      return run.seconds;
    };
  }
  const runs = await interleave(contenders, rounds, (contender, round, seconds) => console.log(name, `round ${round + 1}`, contender, seconds.toFixed(2), 's'));
  const seconds = Object.fromEntries(Object.entries(runs).map(([contender, list]) => [contender, Number(median(list).toFixed(2))]));
  const timesAsFast = Object.fromEntries(peers.map((peer) => [peer, Number((seconds[peer] / seconds.sekvens).toFixed(2))]));
  mergeResults('lesson-epochs', name, { model: name, batchSize, rows: rows.y.length, threads, rounds, versions: [...versions].sort(), seconds, timesAsFast, runs });
}

function firstRows({ x, y }: LessonRows): LessonRows {
  if (!values.rows) return { x, y };
  const count = positiveInteger(values.rows, '--rows');
  return { x: selectRows(x, Array.from({ length: count }, (_, i) => i)), y: y.slice(0, count) };
}
