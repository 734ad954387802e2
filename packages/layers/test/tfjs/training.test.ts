import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { bidirectional, dense, embedding, network } from '../../src/index.js';
import { compileForLabels, fromLayersModel, toLayersModel } from '../../src/tfjs/index.js';
import { backends, useBackend } from './backends.js';
import { expectAll } from './compare.js';
import { definitionOf } from './golden-runs.js';
import { flat, goldenSeeds, readGoldens } from './goldens.js';
import type { TrainingGolden } from './goldens.js';

const TOLERANCE = 1e-4;

describe.each(backends)(`training goldens on the backend %s: 25 steps of Adam, relative error < ${TOLERANCE}`, (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(goldenSeeds)('seed %i', (seed) => {
    it.each(readGoldens('training', seed).map((golden, i) => [`${i}: ${golden.layer}, maskZero ${golden.maskZero}, bidirectional ${golden.bidirectional}`, golden] as const))('%s', async (_, golden) => {
      const table = golden.initial.embedding as number[][];
      const recurrent = definitionOf(golden.layer, golden.resetAfter, { units: golden.initial['f.recurrentKernel'].length });
      const net = network([
        embedding({ inputDim: table.length, outputDim: table[0].length, maskZero: golden.maskZero }),
        golden.bidirectional ? bidirectional({ layer: recurrent }) : recurrent,
        dense({ units: golden.initial['dense.bias'].length, activation: 'softmax' }),
      ]);
      const byPath = (weights: TrainingGolden['initial']) => Object.fromEntries(Object.entries(weights).map(([key, values]) => [pathOf(key, golden.bidirectional, net.layers[1].name), Float32Array.from(flat(values))]));
      const { learningRate, beta1, beta2, epsilon } = golden;
      const before = tf.memory().numTensors;
      const model = toLayersModel(net, byPath(golden.initial));
      const optimizer = tf.train.adam(learningRate, beta1, beta2, epsilon);
      compileForLabels(model, { optimizer });
      const losses: number[] = [];
      for (const { ids, labels } of golden.batches) {
        const [x, y] = [tf.tensor2d(ids as number[][], undefined, 'int32'), tf.tensor2d(labels as number[], [labels.length, 1], 'int32')];
        losses.push(((await model.trainOnBatch(x, y)) as number[])[0]);
        tf.dispose([x, y]);
      }
      expectAll({ losses, ...fromLayersModel(model).weights }, { losses: golden.losses, ...byPath(golden.final) }, TOLERANCE);
      model.dispose();
      optimizer.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });
  });
});

function pathOf(key: string, inBoth: boolean, recurrent: string): string {
  if (key === 'embedding') return 'embedding/embeddings';
  const [where, name] = key.split('.');
  if (where === 'dense') return key.replace('.', '/');
  return inBoth ? `bidirectional/${where === 'f' ? 'forward' : 'backward'}/${name}` : `${recurrent}/${name}`;
}
