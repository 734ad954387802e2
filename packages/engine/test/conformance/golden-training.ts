import { describe, it } from 'vitest';
import { expectTensors } from './compare.js';
import type { CreateTrainer, Tolerances } from './executor-under-test.js';
import { definitionOf } from './golden-recurrent.js';
import { flat, goldenSeeds, readGoldens } from './goldens.js';
import type { TrainingGolden } from './goldens.js';
import { idsFrom } from './inputs.js';
import { bidirectional, buildNetwork, dense, embedding } from './networks.js';

/**
 * 25 steps of Adam on embedding, recurrent layer, dense softmax with sparse categorical cross-entropy: every loss on the way and
 * every weight at the end.
 */
export function describeTrainingGoldens(createTrainer: CreateTrainer, { training: tolerance }: Tolerances): void {
  for (const seed of goldenSeeds) {
    describe(`training goldens, seed ${seed}: 25 steps of Adam, relative error < ${tolerance}`, () => {
      readGoldens('training', seed).forEach((golden, i) => {
        const { layer, resetAfter, maskZero } = golden;
        it([`${i}: ${layer}`, resetAfter ? 'resetAfter' : '', maskZero ? 'maskZero' : '', golden.bidirectional ? 'bidirectional' : ''].filter(Boolean).join(', '), async () => {
          await checkTrainingGolden(createTrainer, golden, tolerance);
        });
      });
    });
  }
}

async function checkTrainingGolden(createTrainer: CreateTrainer, golden: TrainingGolden, tolerance: number): Promise<void> {
  const table = golden.initial.embedding as number[][];
  const recurrent = definitionOf(golden.layer, golden.resetAfter, { units: golden.initial['f.recurrentKernel'].length });
  const network = buildNetwork([
    embedding(table.length, table[0].length, golden.maskZero),
    golden.bidirectional ? bidirectional(recurrent) : recurrent,
    dense(golden.initial['dense.bias'].length, 'softmax'),
  ]);
  const pathOf = (key: string) => {
    if (key === 'embedding') return 'embedding/embeddings';
    const [where, name] = key.split('.');
    if (where === 'dense') return `dense/${name}`;
    return golden.bidirectional ? `bidirectional/${where === 'f' ? 'forward' : 'backward'}/${name}` : `${network.layers[1].name}/${name}`;
  };
  const byPath = (weights: TrainingGolden['initial']) => Object.fromEntries(Object.entries(weights).map(([key, values]) => [pathOf(key), flat(values)]));

  const { learningRate, beta1, beta2, epsilon } = golden;
  const trainer = await createTrainer(network, byPath(golden.initial), {
    optimizer: { kind: 'adam', learningRate, beta1, beta2, epsilon, epsilonHat: false, squareOccurrences: false },
    loss: 'sparseCategoricalCrossentropy',
  });
  const losses: number[] = [];
  for (const { ids, labels } of golden.batches) losses.push(await trainer.step({ ids: idsFrom(ids) }, Int32Array.from(labels)));
  expectTensors({ losses, ...(await trainer.getWeights()) }, { losses: golden.losses, ...byPath(golden.final) }, tolerance);
}
