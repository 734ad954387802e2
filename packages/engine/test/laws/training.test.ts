/** Laws of training: the fast trainer takes the steps of the reference, and the order and padding of batches do what they should. */
import { Random, raggedFrom } from '@sekvens/core';
import { attentionPooling1D, bidirectional, dense, dropout, embedding, globalAveragePooling1D, globalMaxAveragePooling1D, globalMaxPooling1D, gru, lstm, network, simpleRNN, spatialDropout1D } from '@sekvens/layers';
import type { LayerDefinition, Network, RecurrentDefinition } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { createReferenceExecutor } from '../../src/reference/create-reference-executor.js';
import { computeLoss } from '../../src/reference/losses.js';
import { createReferenceTrainer } from '../../src/reference/trainer.js';
import { resolveOptimizer } from '../../src/training-config.js';
import type { LossName, OptimizerOption } from '../../src/training-config.js';
import { createWasmExecutor } from '../../src/wasm/wasm-executor.js';
import { WasmTrainer } from '../../src/wasm/wasm-trainer.js';
import { expectTensors, largestError } from '../conformance/compare.js';
import { randomNumbers, randomWeights } from '../conformance/networks.js';

const vocabulary = 40;
const classes = 3;
const noise = { dropout: 0.2, recurrentDropout: 0.25 };
const cells: Record<string, (options?: { returnSequences?: boolean }) => RecurrentDefinition> = {
  simpleRNN: (options) => simpleRNN({ units: 6, ...noise, ...options }),
  lstm: (options) => lstm({ units: 5, ...noise, ...options }),
  'gru resetAfter': (options) => gru({ units: 5, ...noise, ...options }),
  'gru resetBefore': (options) => gru({ units: 5, resetAfter: false, ...noise, ...options }),
};

function rowsOf(random: Random, count: number, longest: number): number[][] {
  return Array.from({ length: count }, () => Array.from({ length: random.integer(longest + 1) }, () => random.integer(vocabulary)));
}

/** Trains both for 30 steps on the same batches with the same dropout masks, and compares every loss and every weight. */
function compareTrainers(
  chain: Network,
  { loss = 'sparseCategoricalCrossentropy', optimizer = { kind: 'adam', learningRate: 0.01 }, steps = 30, labelSmoothing }: { loss?: LossName; optimizer?: OptimizerOption; steps?: number; labelSmoothing?: number } = {},
): void {
  const random = new Random(5);
  const weights = randomWeights(chain, random, 0.4);
  const config = { optimizer: resolveOptimizer(optimizer), loss, labelSmoothing, seed: 2 ** 33 + 7 };
  const reference = createReferenceTrainer(chain, weights, config);
  const executor = createWasmExecutor(chain, weights);
  const trainer = new WasmTrainer(executor, config);
  const losses: { actual: number[]; expected: number[] } = { actual: [], expected: [] };
  for (let step = 0; step < steps; step++) {
    const ids = raggedFrom([...rowsOf(random, 5, 7), [step % vocabulary]]);
    const width = chain.outputShape[1]!;
    const targets = loss === 'sparseCategoricalCrossentropy'
      ? Int32Array.from({ length: 6 }, () => random.integer(classes))
      : Float32Array.from({ length: 6 * width }, () => random.next());
    const sampleWeights = step % 3 === 0 ? Float32Array.from({ length: 6 }, () => random.integer(3)) : undefined;
    const { loss: sum, items } = trainer.step({ ids }, targets, sampleWeights);
    losses.actual.push(sum / items);
    losses.expected.push(reference.step({ ids }, targets, sampleWeights));
  }
  expectTensors({ losses: losses.actual, ...executor.getWeights() }, { losses: losses.expected, ...reference.getWeights() }, 1e-3);
  if (!config.optimizer.useEma) return;
  trainer.showAverages(true);
  expectTensors(executor.getWeights(), { ...reference.getWeights(), ...reference.getAverages() }, 1e-3);
  trainer.showAverages(false);
  expectTensors(executor.getWeights(), reference.getWeights(), 1e-3);
}

describe('30 training steps are those of the reference, with dropout everywhere, relative error < 1e-3', () => {
  for (const maskZero of [true, false]) {
    const first = embedding({ inputDim: vocabulary, outputDim: 5, maskZero });
    const head = dense({ units: classes, activation: 'softmax' });
    for (const [name, cell] of Object.entries(cells)) {
      const stacks: [string, LayerDefinition[]][] = [
        [name, [first, spatialDropout1D({ rate: 0.3 }), cell(), head]],
        [`two ${name}, the first both ways`, [first, dropout({ rate: 0.2 }), bidirectional({ layer: cell({ returnSequences: true }) }), cell(), dropout({ rate: 0.4 }), head]],
        [`${name} both ways`, [first, bidirectional({ layer: cell() }), head]],
      ];
      for (const [title, layers] of stacks) it(`${title}, ${maskZero ? 'masked' : 'unmasked'}`, () => compareTrainers(network(layers)));
    }
    const poolings = [true, false].flatMap((useMask) => [
      globalMaxPooling1D({ useMask }), globalAveragePooling1D({ useMask }), globalMaxAveragePooling1D({ useMask }), attentionPooling1D({ useMask }),
      attentionPooling1D({ useMask, units: 3, name: 'with a hidden layer' }), attentionPooling1D({ useMask, units: 3, trainable: false, name: 'frozen' }),
    ]);
    for (const pooling of poolings) {
      it(`${pooling.kind} ${pooling.name ?? ''} of ${pooling.config.useMask ? 'present' : 'all'} steps, ${maskZero ? 'masked' : 'unmasked'}`, () => {
        compareTrainers(network([first, lstm({ units: 4, returnSequences: true }), pooling, head]));
      });
    }
  }

  const chain = (activation: 'sigmoid' | 'linear' | 'softmax', units = 2) => network([embedding({ inputDim: vocabulary, outputDim: 4, maskZero: true }), gru({ units: 4 }), dense({ units, activation })]);
  it('binaryCrossentropy', () => compareTrainers(chain('sigmoid'), { loss: 'binaryCrossentropy' }));
  it('binaryCrossentropy, smoothed', () => compareTrainers(chain('sigmoid'), { loss: 'binaryCrossentropy', labelSmoothing: 0.2 }));
  it('categoricalCrossentropy, smoothed', () => compareTrainers(chain('softmax', 3), { loss: 'categoricalCrossentropy', labelSmoothing: 0.2 }));
  it('sparseCategoricalCrossentropy, smoothed', () => compareTrainers(chain('softmax', 3), { labelSmoothing: 0.2 }));
  it('binaryCrossentropy of one output', () => compareTrainers(chain('sigmoid', 1), { loss: 'binaryCrossentropy' }));
  it('categoricalCrossentropy', () => compareTrainers(chain('softmax', 3), { loss: 'categoricalCrossentropy' }));
  it('meanSquaredError', () => compareTrainers(chain('linear'), { loss: 'meanSquaredError' }));
  it('meanSquaredError of a softmax', () => compareTrainers(chain('softmax'), { loss: 'meanSquaredError' }));
  it('frozen layers', () => {
    compareTrainers(network([embedding({ inputDim: vocabulary, outputDim: 4, trainable: false }), lstm({ units: 4 }), dense({ units: 3, activation: 'softmax', trainable: false })]));
    compareTrainers(network([embedding({ inputDim: vocabulary, outputDim: 4 }), lstm({ units: 4, trainable: false }), dense({ units: 3, activation: 'softmax' })]));
  });
});

describe('30 training steps of every optimizer are those of the reference, relative error < 1e-3', () => {
  const layers = [embedding({ inputDim: vocabulary, outputDim: 5, maskZero: true }), bidirectional({ layer: gru({ units: 5 }) }), dense({ units: 3, activation: 'softmax' })];
  const cosine = { kind: 'cosineDecay', initialLearningRate: 0, decaySteps: 20, warmupTarget: 0.03, warmupSteps: 5, alpha: 0.1 } as const;
  const optimizers: OptimizerOption[] = [
    { kind: 'sgd', learningRate: 0.5 },
    { kind: 'sgd', learningRate: 0.2, momentum: 0.9 },
    { kind: 'sgd', learningRate: 0.2, momentum: 0.8, nesterov: true },
    { kind: 'sgd', momentum: 0.9, learningRate: { kind: 'exponentialDecay', initialLearningRate: 0.5, decaySteps: 10, decayRate: 0.5 } },
    { kind: 'rmsprop', learningRate: 0.005, epsilon: 1e-5 },
    { kind: 'rmsprop', learningRate: 0.002, momentum: 0.8, rho: 0.95, epsilon: 1e-5 },
    { kind: 'adam', learningRate: 0.01, squareOccurrences: true },
    { kind: 'adamw', squareOccurrences: true, epsilonHat: false },
    { kind: 'rmsprop', learningRate: 0.005, centered: true, epsilon: 1e-4 },
    { kind: 'rmsprop', learningRate: { kind: 'oneCycle', maxLearningRate: 0.01, totalSteps: 30 }, centered: true, momentum: 0.5, epsilon: 1e-4 },
    { kind: 'adam', learningRate: 0.02, beta1: 0.5, beta2: 0.9, epsilon: 1e-3 },
    { kind: 'adam', learningRate: 0.02, epsilon: 1e-3, epsilonHat: false },
    { kind: 'adam', learningRate: cosine },
    { kind: 'adam', learningRate: { kind: 'piecewiseConstant', boundaries: [5, 20], values: [0.03, 0.01, 0.001] } },
    { kind: 'adamw', learningRate: 0.01 },
    { kind: 'adamw', learningRate: { kind: 'polynomialDecay', initialLearningRate: 0.03, decaySteps: 25, power: 2 }, weightDecay: 1, epsilonHat: false },
  ];
  const noBiases = { excludeFromWeightDecay: ['bias'] };
  optimizers.push(
    { kind: 'sgd', learningRate: 0.2, weightDecay: 0.1 },
    { kind: 'sgd', learningRate: 0.2, momentum: 0.9, weightDecay: 0.1, ...noBiases },
    { kind: 'sgd', learningRate: 0.05, momentum: 0.99, nesterov: true, weightDecay: 0.1 },
    { kind: 'rmsprop', learningRate: 0.005, epsilon: 1e-5, weightDecay: 0.5 },
    { kind: 'rmsprop', learningRate: 0.002, momentum: 0.8, centered: true, epsilon: 1e-4, weightDecay: 0.5, excludeFromWeightDecay: ['recurrent', 'dense/'] },
    { kind: 'adam', learningRate: 0.01, weightDecay: 1 },
    { kind: 'adamw', learningRate: 0.01, weightDecay: 1, ...noBiases },
    { kind: 'adamw', learningRate: 0.01, weightDecay: 1, excludeFromWeightDecay: ['embedding'] },
    { kind: 'sgd', learningRate: 0.2, useEma: true, emaMomentum: 0.9 },
    { kind: 'sgd', learningRate: 0.2, momentum: 0.9, weightDecay: 0.1, useEma: true, emaMomentum: 0.9 },
    { kind: 'rmsprop', learningRate: 0.002, momentum: 0.8, epsilon: 1e-5, useEma: true },
    { kind: 'adam', learningRate: cosine, useEma: true, emaMomentum: 0.95 },
    { kind: 'adamw', learningRate: 0.01, weightDecay: 0.5, useEma: true, emaMomentum: 0.9, emaOverwriteFrequency: 7 },
    { kind: 'sgd', learningRate: 0.2, momentum: 0.9, gradientAccumulationSteps: 4, clipnorm: 0.1 },
    { kind: 'rmsprop', learningRate: 0.005, epsilon: 1e-5, gradientAccumulationSteps: 3, globalClipnorm: 0.2 },
    { kind: 'adamw', learningRate: cosine, gradientAccumulationSteps: 2, useEma: true, emaMomentum: 0.8, emaOverwriteFrequency: 5 },
  );
  for (const optimizer of optimizers) it(JSON.stringify(optimizer), () => compareTrainers(network(layers), { optimizer }));
  for (const clipping of [{ clipnorm: 0.1 }, { clipvalue: 0.02 }, { globalClipnorm: 0.2 }, { globalClipnorm: 1e6 }, { clipnorm: 1e6 }]) {
    for (const optimizer of [{ kind: 'sgd', learningRate: 0.5, momentum: 0.5 }, { kind: 'rmsprop', learningRate: 0.005, epsilon: 1e-5 }, { kind: 'adam', learningRate: 0.01 }, { kind: 'adamw', learningRate: 0.01, weightDecay: 0.5 }] as const) {
      it(JSON.stringify({ ...optimizer, ...clipping }), () => compareTrainers(network(layers), { optimizer: { ...optimizer, ...clipping } }));
    }
  }
  it('with frozen layers, whose gradients count in no norm', () => {
    const optimizer = { kind: 'adamw', learningRate: 0.01, weightDecay: 0.5, globalClipnorm: 0.1 } as const;
    compareTrainers(network([embedding({ inputDim: vocabulary, outputDim: 4, trainable: false }), lstm({ units: 4 }), dense({ units: 3, activation: 'softmax', trainable: false })]), { optimizer });
    compareTrainers(network([embedding({ inputDim: vocabulary, outputDim: 4 }), lstm({ units: 4, trainable: false }), dense({ units: 3, activation: 'softmax' })]), { optimizer });
  });
});

describe('rows that no batch has touched for long are where the dense optimizer has them, wherever they are seen, relative error < 1e-5', () => {
  const chain = network([embedding({ inputDim: vocabulary, outputDim: 5 }), globalAveragePooling1D(), dense({ units: 3, activation: 'softmax' })]);
  const optimizers: OptimizerOption[] = [
    { kind: 'sgd', learningRate: 0.3, momentum: 0.95 },
    { kind: 'sgd', learningRate: 0.3, momentum: 0.95, nesterov: true },
    { kind: 'rmsprop', learningRate: 0.01, momentum: 0.9, epsilon: 1e-5 },
    { kind: 'adam', learningRate: { kind: 'cosineDecay', initialLearningRate: 0.05, decaySteps: 40 } },
    { kind: 'adamw', learningRate: 0.02, weightDecay: 0.5 },
    { kind: 'sgd', learningRate: 0.3, momentum: 0.9, weightDecay: 0.1 },
    { kind: 'adamw', learningRate: 0.02, gradientAccumulationSteps: 3 },
  ];
  const late = raggedFrom([[30, 31], [32], [33, 34, 35]]);
  const truth = Int32Array.of(0, 1, 2);
  for (const optimizer of optimizers) {
    // each way of seeing them after a training of its own, so that none has brought the rows along for another
    const trained = () => {
      const weights = randomWeights(chain, new Random(6), 0.4);
      const config = { optimizer: resolveOptimizer(optimizer), loss: 'sparseCategoricalCrossentropy' } as const;
      const executor = createWasmExecutor(chain, weights);
      const [trainer, reference] = [new WasmTrainer(executor, config), createReferenceTrainer(chain, weights, config)];
      for (let step = 0; step < 40; step++) {
        const ids = step === 3 ? late : raggedFrom([[1 + (step % 5), 2], [3]]);
        const targets = step === 3 ? truth : Int32Array.of(step % 3, 1);
        trainer.step({ ids }, targets);
        reference.step({ ids }, targets);
      }
      return { executor, trainer, expected: createReferenceExecutor(chain, reference.getWeights()) };
    };
    it(JSON.stringify(optimizer), () => {
      const output = (data: ArrayLike<number>) => ({ output: data });
      const read = trained();
      expectTensors(read.executor.getWeights(), read.expected.getWeights(), 1e-5);
      const predicted = trained();
      expectTensors(output(predicted.executor.predict({ ids: late }).data), output(predicted.expected.forward({ ids: late }).data), 1e-5);
      const run = trained();
      expectTensors(output(run.executor.forward({ ids: late }).data), output(run.expected.forward({ ids: late }).data), 1e-5);
      const { trainer, expected } = trained();
      const { loss, items } = trainer.evaluate({ ids: late }, truth);
      expect(loss / items).toBeCloseTo(computeLoss('sparseCategoricalCrossentropy', { output: expected.forward({ ids: late }), targets: truth }).value, 5);
    });
  }
});

describe('laws of batches', () => {
  const random = new Random(11);
  const rows = rowsOf(random, 24, 9).map((row) => row.map((id) => Math.max(1, id)));
  const labels = Int32Array.from(rows, () => random.integer(classes));
  const chainOf = (maskZero: boolean, pooling?: LayerDefinition) => {
    const cell = bidirectional({ layer: lstm({ units: 4, returnSequences: pooling !== undefined }) });
    return network([embedding({ inputDim: vocabulary, outputDim: 5, maskZero }), cell, ...(pooling ? [pooling] : []), dense({ units: classes, activation: 'softmax' })]);
  };
  const weights = randomWeights(chainOf(true), random, 0.4);
  const byLength = Uint32Array.from(rows.keys()).sort((a, b) => rows[a].length - rows[b].length || a - b);
  const inGroups = (order: ArrayLike<number>, size: number) => Array.from({ length: Math.ceil(order.length / size) }, (_, g) => Array.from(order).slice(g * size, (g + 1) * size));
  const masked: [string, Network][] = [
    ['last output', chainOf(true)],
    ['max pooling', chainOf(true, globalMaxPooling1D())],
    ['average pooling', chainOf(true, globalAveragePooling1D())],
    ['max and average pooling', chainOf(true, globalMaxAveragePooling1D())],
    ['attention', chainOf(true, attentionPooling1D())],
    ['attention over a hidden layer', chainOf(true, attentionPooling1D({ units: 5 }))],
  ];

  for (const [name, chain] of masked) {
    it(`bucketed = unbucketed: a masked network with ${name} gives a row the same bits in any batch`, () => {
      const executor = createWasmExecutor(chain, randomWeights(chain, new Random(29), 0.4));
      const outputs = (groups: number[][], extra = 0) => {
        const all = new Float32Array(rows.length * classes);
        for (const group of groups) {
          const ids = raggedFrom(group.map((r) => rows[r]));
          const longest = Math.max(...group.map((r) => rows[r].length));
          const { data } = executor.predict({ ids, timeSteps: longest + extra });
          group.forEach((r, i) => all.set((data as Float32Array).subarray(i * classes, (i + 1) * classes), r * classes));
        }
        return all;
      };
      const whole = outputs([Array.from(rows.keys())]);
      expect(outputs(inGroups(byLength, 5))).toEqual(whole);
      expect(outputs(inGroups(byLength, 1))).toEqual(whole);
      expect(outputs(inGroups(new Random(3).permutation(rows.length), 7), 3)).toEqual(whole);
    });
  }

  for (const maskZero of [true, false]) {
    const chain = chainOf(maskZero);
    const longest = Math.max(...rows.map((row) => row.length));
    /** What one step of SGD with rate 1 moves the weights by: the gradient of the batch's mean loss. */
    const gradientOf = (chosen: readonly number[]) => {
      const executor = createWasmExecutor(chain, weights);
      const trainer = new WasmTrainer(executor, { optimizer: resolveOptimizer({ kind: 'sgd', learningRate: 1 }), loss: 'sparseCategoricalCrossentropy' });
      const before = executor.getWeights();
      const { loss } = trainer.step({ ids: raggedFrom(chosen.map((r) => rows[r])), timeSteps: longest }, Int32Array.from(chosen, (r) => labels[r]));
      const after = executor.getWeights();
      return { loss: [loss / chosen.length], ...Object.fromEntries(Object.keys(after).map((path) => [path, Array.from(after[path], (value, i) => before[path][i] - value)])) };
    };
    const meanOf = (parts: readonly Record<string, number[]>[], shares: readonly number[]) =>
      Object.fromEntries(Object.keys(parts[0]).map((path) => [path, parts[0][path].map((_, i) => parts.reduce((sum, part, p) => sum + part[path][i] * shares[p], 0))]));

    it(`the gradient of a batch is the mean over its rows, ${maskZero ? 'masked' : 'unmasked'}`, () => {
      const all = Array.from(rows.keys());
      expectTensors(gradientOf(all), meanOf(all.map((r) => gradientOf([r])), all.map(() => 1 / all.length)), 2e-4);
    });

    it(`bucketed = unbucketed: the gradients of buckets are together that of the whole, ${maskZero ? 'masked' : 'unmasked'}`, () => {
      const groups = inGroups(byLength, 7);
      expectTensors(gradientOf(Array.from(rows.keys())), meanOf(groups.map(gradientOf), groups.map((group) => group.length / rows.length)), 2e-5);
    });
  }

  it('padding changes an unmasked network as it does the reference, and its training, too', () => {
    const chain = chainOf(false);
    const config = { optimizer: resolveOptimizer({ kind: 'adam', learningRate: 0.01 }), loss: 'sparseCategoricalCrossentropy' } as const;
    const train = (extra: number) => {
      const executor = createWasmExecutor(chain, weights);
      const trainer = new WasmTrainer(executor, config);
      const reference = createReferenceTrainer(chain, weights, config);
      for (const group of inGroups(Array.from(rows.keys()), 6)) {
        const input = { ids: raggedFrom(group.map((r) => rows[r])), timeSteps: 9 + extra };
        const targets = Int32Array.from(group, (r) => labels[r]);
        trainer.step(input, targets);
        reference.step(input, targets);
      }
      expectTensors(executor.getWeights(), reference.getWeights(), 1e-4);
      return executor.getWeights();
    };
    const [plain, padded] = [train(0), train(6)];
    expect(largestError(padded, plain)).toBeGreaterThan(1e-3);
  });

  it('padding changes neither the outputs nor the training of a masked network', () => {
    const train = (extra: number) => {
      const executor = createWasmExecutor(chainOf(true), weights);
      const trainer = new WasmTrainer(executor, { optimizer: resolveOptimizer('adam'), loss: 'sparseCategoricalCrossentropy' });
      for (const group of inGroups(Array.from(rows.keys()), 6)) trainer.step({ ids: raggedFrom(group.map((r) => rows[r])), timeSteps: 9 + extra }, Int32Array.from(group, (r) => labels[r]));
      return executor.getWeights();
    };
    expect(train(20)).toEqual(train(0));
  });

  it('ids of the padding inside a row are left out like padding', () => {
    const executor = createWasmExecutor(chainOf(true), weights);
    const holes = executor.predict({ ids: raggedFrom([[0, 3, 0, 0, 4, 5, 0], [0, 0]]) }).data;
    expect(holes).toEqual(executor.predict({ ids: raggedFrom([[3, 4, 5], []]) }).data);
  });

  it('numbers of training steps do not depend on how often weights are read', () => {
    const train = (every: number) => {
      const executor = createWasmExecutor(chainOf(true), weights);
      const trainer = new WasmTrainer(executor, { optimizer: resolveOptimizer({ kind: 'adam', learningRate: 0.01 }), loss: 'sparseCategoricalCrossentropy' });
      for (let step = 0; step < 60; step++) {
        const r = step % rows.length;
        trainer.step({ ids: raggedFrom([rows[r]]) }, labels.slice(r, r + 1));
        if (step % every === 0) executor.getWeights();
      }
      return executor.getWeights();
    };
    expect(train(3)).toEqual(train(1000));
  });
});

describe('ids and masks that a batch may have', () => {
  it('the same id everywhere, every id once, and repeated batches', () => {
    const chain = network([embedding({ inputDim: vocabulary, outputDim: 4, maskZero: true }), lstm({ units: 3 }), dense({ units: classes, activation: 'softmax' })]);
    const weights = randomWeights(chain, new Random(2), 0.4);
    const config = { optimizer: resolveOptimizer({ kind: 'adam', learningRate: 0.01 }), loss: 'sparseCategoricalCrossentropy' } as const;
    const executor = createWasmExecutor(chain, weights);
    const [trainer, reference] = [new WasmTrainer(executor, config), createReferenceTrainer(chain, weights, config)];
    const batches = [[[7, 7, 7, 7], [7]], [Array.from({ length: vocabulary }, (_, i) => i)], [[7, 7, 7, 7], [7]], [[], [0, 0]]];
    for (const rows of [...batches, ...batches]) {
      const targets = Int32Array.from(rows, (_, r) => r % classes);
      const { loss, items } = trainer.step({ ids: raggedFrom(rows) }, targets);
      expect(loss / items).toBeCloseTo(reference.step({ ids: raggedFrom(rows) }, targets), 5);
    }
    expectTensors(executor.getWeights(), reference.getWeights(), 1e-4);
  });

  it('a mask beside features, in training', () => {
    const chain = network([gru({ units: 3 }), dense({ units: 2 })], { inputShape: [null, 2] });
    const random = new Random(4);
    const weights = randomWeights(chain, random, 0.4);
    const config = { optimizer: resolveOptimizer('adam'), loss: 'meanSquaredError' } as const;
    const executor = createWasmExecutor(chain, weights);
    const [trainer, reference] = [new WasmTrainer(executor, config), createReferenceTrainer(chain, weights, config)];
    for (let step = 0; step < 10; step++) {
      const features = { values: randomNumbers(random, 3 * 4 * 2), offsets: Int32Array.of(0, 4, 8, 12) };
      const mask = Uint8Array.from({ length: 12 }, () => random.integer(2));
      const targets = Float32Array.from(randomNumbers(random, 6));
      trainer.step({ features, mask }, targets);
      reference.step({ features, mask }, targets);
    }
    expectTensors(executor.getWeights(), reference.getWeights(), 1e-4);
  });
});
