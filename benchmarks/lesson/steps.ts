/**
 * Time of a training step of the lesson's models, ours beside Keras and PyTorch, in turns in one run.
 *
 *   tsx lesson/steps.ts --data DIR [--python PYTHON] [--models a,b] [--batch N] [--rounds 3] [--steps 200]
 *
 * PYTHON has keras 3 (tensorflow) and torch; without it, ours alone is timed. A step goes from the ids of a batch to updated weights;
 * peers get batches that are padded before the clock starts. In every round each contender runs once, with 1 and with 2 threads, a
 * process of its own for each peer. What counts is the median over the rounds of the median step, for everyone with the faster number
 * of threads, and for Keras in the fastest of three ways (peers/keras_lesson.py). --batch replaces the lesson's batch size.
 * Adds one entry for each model to results/lesson-steps.json. Run it on an idle machine.
 */
import { parseArgs } from 'node:util';
import { lessonModels } from '@sekvens/engine';
import { interleave } from '../interleave.js';
import { chosen, positiveInteger } from '../options.js';
import { peerPython } from '../peer-python.js';
import { median, mergeResults } from '../results.js';
import { timeTrainingSteps } from '../time-training-steps.js';
import { endlessBatches } from './endless-batches.js';
import { lessonModel } from './lesson-model.js';
import { readLessonData } from './lesson-data.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string' }, python: { type: 'string' }, models: { type: 'string' }, batch: { type: 'string' },
    rounds: { type: 'string', default: '3' }, steps: { type: 'string', default: '200' },
  },
});
const { data, python } = values;
if (!data) throw new Error('--data DIR with AG News train.csv and test.csv is needed');
const rounds = positiveInteger(values.rounds, '--rounds');
const steps = positiveInteger(values.steps, '--steps');
const names = chosen(values.models, ['simple-rnn', 'masked-rnn', 'lstm', 'bilstm', 'bigru'] as const, '--models');
const peerScripts = { keras: ['keras_lesson.py'], torch: ['torch_lesson.py'], 'torch, SparseAdam': ['torch_lesson.py', '--sparse'] } as const;

interface PeerRun {
  readonly peer: string;
  readonly medianStepMilliseconds: number;
  readonly fastest?: string;
}

for (const name of names) {
  const batchSize = values.batch ? positiveInteger(values.batch, '--batch') : lessonModels[name].batchSize;
  const { train } = await readLessonData(data, name);
  const versions = new Set<string>();
  const kerasRuns: PeerRun[] = [];
  const contenders: Record<string, () => Promise<number>> = {};
  for (const threads of [1, 2]) {
    contenders[`sekvens, ${threads}`] = () =>
      timeTrainingSteps(lessonModel(name), endlessBatches(train, batchSize), {
        threads, warmUp: { steps: Math.min(20, steps), milliseconds: 500 }, timed: { least: steps, most: steps, milliseconds: 0 },
      });
    if (!python) continue;
    for (const [peer, [script, ...extra]] of Object.entries(peerScripts)) {
      const args = ['--data', data, '--model', name, '--batch', String(batchSize), '--steps', String(steps), '--threads', String(threads), ...extra];
      contenders[`${peer}, ${threads}`] = async () => {
        const run = await peerPython<PeerRun>(python, script, args);
        versions.add(run.peer.replace(', SparseAdam', ''));
        if (peer === 'keras') kerasRuns.push(run);
        return run.medianStepMilliseconds;
      };
    }
  }
  const runs = await interleave(contenders, rounds, (contender, round, milliseconds) => console.log(name, batchSize, `round ${round + 1}`, contender, milliseconds.toFixed(3)));
  const milliseconds = Object.fromEntries(Object.entries(runs).map(([contender, list]) => [contender, Number(median(list).toFixed(3))]));
  const best = (contender: string) => {
    const both = [1, 2].map((threads) => milliseconds[`${contender}, ${threads}`]).filter((ms) => ms !== undefined);
    return both.length > 0 ? Math.min(...both) : undefined;
  };
  const ours = best('sekvens')!;
  const timesAsFast = python && Object.fromEntries(Object.keys(peerScripts).map((peer) => [peer, Number((best(peer)! / ours).toFixed(2))]));
  mergeResults('lesson-steps', `${name}, batch ${batchSize}`, {
    model: name, batchSize, steps, rounds, versions: [...versions].sort(), milliseconds, timesAsFast,
    kerasFastest: [...new Set(kerasRuns.map(({ fastest }) => fastest))], runs,
  });
  console.table({ [name]: { ...milliseconds, ...timesAsFast } });
}
