import { batchSequences, raggedFrom, Random } from '@sekvens/core';
import type { BatchSource, SequenceBatch } from '@sekvens/core';
import { dense, dropout, embedding, lstm, network, simpleRNN } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { expectTensors } from '../../test/conformance/compare.js';
import { errorOf } from '../../test/helpers/error-of.js';
import { learnableRows } from '../../test/helpers/examples.js';
import { createReferenceTrainer } from '../reference/trainer.js';
import { resolveOptimizer } from '../training-config.js';
import type { BatchLog, Callback, EpochLog, TrainingControl } from './callback.js';
import { sequential } from './sequential.js';
import type { Sequential } from './sequential.js';

const adam = { kind: 'adam', learningRate: 0.02 } as const;
const sparse = { optimizer: adam, loss: 'sparseCategoricalCrossentropy' } as const;
const { x, y } = learnableRows(60);

function classifier(seed = 0): Sequential {
  const model = sequential([embedding({ inputDim: 30, outputDim: 4, maskZero: true }), dropout({ rate: 0.2 }), lstm({ units: 5 }), dense({ units: 3, activation: 'softmax' })], { seed });
  model.compile(sparse);
  return model;
}

function line(): Sequential {
  const model = sequential([dense({ units: 1 })], { inputShape: [2] });
  model.compile({ optimizer: { kind: 'sgd', learningRate: 0.1 }, loss: 'meanSquaredError' });
  return model;
}

describe('fit', () => {
  it('learns', async () => {
    const model = classifier();
    const { epochs, stopped } = await model.fit({ x, y }, { epochs: 15, batchSize: 8 });
    expect(epochs[0].loss).toBeGreaterThan(0.9);
    expect(epochs[14].loss).toBeLessThan(0.25);
    expect(epochs[14].accuracy).toBeGreaterThan(0.9);
    expect(epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 15 }, (_, i) => i));
    expect(epochs[0]).toMatchObject({ rows: 60, tokens: x.values.length });
    expect(epochs[0].seconds).toBeGreaterThan(0);
    expect(stopped).toBe(false);
    // and what it learnt holds for rows it has not seen
    expect((await model.evaluate(learnableRows(200, { seed: 9 }))).accuracy).toBeGreaterThan(0.75);
  });

  it('gives the same weights for the same seeds, and other weights for others', async () => {
    const train = async (modelSeed: number, seed: number, shuffle = true) => {
      const model = classifier(modelSeed);
      await model.fit({ x, y }, { seed, epochs: 2, shuffle });
      return model.getWeights();
    };
    const first = await train(1, 2);
    expect(await train(1, 2)).toEqual(first);
    for (const other of [await train(2, 2), await train(1, 3), await train(1, 2, false)]) expect(other).not.toEqual(first);
  });

  it('is so many steps of the reference trainer', async () => {
    const layers = [embedding({ inputDim: 30, outputDim: 4, maskZero: true }), simpleRNN({ units: 5 }), dense({ units: 3, activation: 'softmax' })];
    const model = sequential(layers);
    const reference = createReferenceTrainer(model.network, model.getWeights(), { optimizer: resolveOptimizer(adam), loss: sparse.loss });
    model.compile(sparse);
    const losses: number[] = [];
    await model.fit({ x, y }, { batchSize: 8, shuffle: false, callbacks: [{ onBatchEnd: ({ batch, loss }) => void losses.push(loss * (batch + 1)) }] });
    const expected: number[] = [];
    for await (const { ids, targets } of batchSequences(x, y, { batchSize: 8, shuffle: false }).epoch(0)) expected.push(reference.step({ ids }, targets));
    // seven batches of 8 rows and one of 4
    const means = expected.map((_, i) => (8 * expected.slice(0, i + 1).reduce((a, b) => a + b, 0) - (i === 7 ? 4 * expected[7] : 0)) / (i === 7 ? 60 : 8 * (i + 1)));
    expectTensors({ losses: losses.map((sum, i) => sum / (i + 1)), ...model.getWeights() }, { losses: means, ...reference.getWeights() }, 1e-4);
  });

  it('takes up where the fit before ended, optimizer included', async () => {
    const [once, twice] = [classifier(), classifier()];
    await once.fit(repeated(1), { epochs: 2 });
    for (let i = 0; i < 2; i++) await twice.fit(repeated(1), {});
    expect(twice.getWeights()).toEqual(once.getWeights());
  });

  it('takes a synchronous and an asynchronous BatchSource', async () => {
    const inMemory = classifier();
    await inMemory.fit({ x, y }, { epochs: 2, batchSize: 8, seed: 4 });
    const source = batchSequences(x, y, { batchSize: 8, seed: 4 });
    const slow: BatchSource = {
      async *epoch(index) {
        for (const batch of source.epoch(index) as Iterable<SequenceBatch>) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          yield batch;
        }
      },
    };
    for (const data of [source, slow]) {
      const model = classifier();
      await model.fit(data, { epochs: 2, seed: 4 });
      expect(model.getWeights()).toEqual(inMemory.getWeights());
    }
  });

  it('takes feature vectors over time, and plain vectors', async () => {
    const random = new Random(3);
    const rows = Array.from({ length: 40 }, () => Array.from({ length: 1 + random.integer(4) }, () => [random.uniform(-1, 1)]));
    const sums = rows.map((row) => row.reduce((sum, [value]) => sum + value, 0));
    const sum = sequential([simpleRNN({ units: 4 }), dense({ units: 1 })], { inputShape: [null, 1] });
    sum.compile({ optimizer: adam, loss: 'meanSquaredError' });
    const history = await sum.fit({ x: rows, y: sums }, { epochs: 30, batchSize: 8 });
    expect(history.epochs.at(-1)!.loss).toBeLessThan(0.1 * history.epochs[0].loss);

    const model = line();
    const vectors = Array.from({ length: 50 }, () => [random.uniform(-1, 1), random.uniform(-1, 1)]);
    await model.fit({ x: vectors, y: vectors.map(([a, b]) => 2 * a - b + 0.5) }, { epochs: 60 });
    const { 'dense/kernel': kernel, 'dense/bias': bias } = model.getWeights();
    expectTensors({ kernel, bias }, { kernel: [2, -1], bias: [0.5] }, 0.01);
  });

  it('trains on a text of 100,000 tokens', async () => {
    const model = sequential([embedding({ inputDim: 50, outputDim: 2, maskZero: true }), simpleRNN({ units: 2 }), dense({ units: 2, activation: 'softmax' })]);
    const before = model.getWeights();
    model.compile(sparse);
    const random = new Random(1);
    const { epochs } = await model.fit({ x: [[3, 4], Array.from({ length: 100_000 }, () => 1 + random.integer(49))], y: [0, 1] });
    expect(epochs[0].loss).toBeGreaterThan(0.1);
    expect(epochs[0].tokens).toBe(100_002);
    expect(model.getWeights()).not.toEqual(before);
  });

  it('trains on rows without tokens, masked or not', async () => {
    for (const maskZero of [true, false]) {
      const model = sequential([embedding({ inputDim: 5, outputDim: 2, maskZero }), lstm({ units: 2 }), dense({ units: 2, activation: 'softmax' })]);
      model.compile(sparse);
      // nothing but the bias can learn from them
      const before = model.getWeights();
      const { epochs } = await model.fit({ x: [[], [], []], y: [1, 1, 1] }, { epochs: 5 });
      expect(epochs[4].loss).toBeLessThan(epochs[0].loss);
      const after = model.getWeights();
      for (const path of Object.keys(before)) {
        if (path === 'dense/bias') expect(after[path]).not.toEqual(before[path]);
        else expect(after[path]).toEqual(before[path]);
      }
    }
  });
});

describe('sample weights', () => {
  const train = async (labels: ArrayLike<number>, sampleWeights?: ArrayLike<number>) => {
    const model = classifier();
    const { epochs } = await model.fit({ x, y: labels, sampleWeights }, { epochs: 1, batchSize: 8 });
    return { weights: model.getWeights(), log: epochs[0] };
  };

  it('of zero make a row count for nothing', async () => {
    const sampleWeights = Float32Array.from(y, (_, r) => (r % 3 === 0 ? 0 : 1));
    const other = y.map((label, r) => (r % 3 === 0 ? (label + 1) % 3 : label));
    const [a, b] = [await train(y, sampleWeights), await train(other, sampleWeights)];
    expect(b.weights).toEqual(a.weights);
    expect(b.log.loss).toBe(a.log.loss);
    expect(b.log.accuracy).toBe(a.log.accuracy);
    expect((await train(other)).weights).not.toEqual(a.weights);
  });

  it('of two double the loss and leave the accuracy', async () => {
    const model = classifier();
    const [single, double] = [await model.evaluate({ x, y }), await model.evaluate({ x, y, sampleWeights: new Float32Array(60).fill(2) })];
    expect(double.loss).toBeCloseTo(2 * single.loss, 6);
    expect(double.accuracy).toBe(single.accuracy);
  });

  it('double the gradient, which SGD shows', async () => {
    const step = async (rate: number, weight: number) => {
      const model = sequential([dense({ units: 1 })], { inputShape: [2] });
      model.compile({ optimizer: { kind: 'sgd', learningRate: rate }, loss: 'meanSquaredError' });
      await model.fit({ x: [[1, 2], [3, -1]], y: [1, 2], sampleWeights: [weight, weight] });
      return model.getWeights();
    };
    expectTensors(await step(0.01, 2), await step(0.02, 1), 1e-6);
  });

  it('of all zeros change nothing', async () => {
    const model = line();
    const before = model.getWeights();
    const { epochs } = await model.fit({ x: [[1, 2]], y: [5], sampleWeights: [0] });
    expect(epochs[0].loss).toBe(0);
    expect(model.getWeights()).toEqual(before);
  });
});

describe('outputs at every time step', () => {
  const chain = network([embedding({ inputDim: 12, outputDim: 3, maskZero: true }), lstm({ units: 4, returnSequences: true }), dense({ units: 3, activation: 'softmax' })]);
  const random = new Random(8);
  const rows = Array.from({ length: 20 }, () => Array.from({ length: 1 + random.integer(6) }, () => random.integer(12)));
  const tags = rows.map((row) => row.map((id) => id % 3));

  it('train as the reference does, masked steps and padding left out of the loss', async () => {
    const model = sequential(chain.layers.map(({ definition }) => definition));
    const sampleWeights = Float32Array.from(rows, (_, r) => 0.5 + (r % 4));
    const reference = createReferenceTrainer(model.network, model.getWeights(), { optimizer: resolveOptimizer(adam), loss: sparse.loss });
    model.compile(sparse);
    const logs: BatchLog[] = [];
    await model.fit({ x: rows, y: tags, sampleWeights }, { epochs: 1, batchSize: 5, shuffle: false, callbacks: [{ onBatchEnd: (log) => void logs.push(log) }] });
    let sum = 0;
    let items = 0;
    const expected: number[] = [];
    for (let b = 0; b < 4; b++) {
      const part = rows.slice(b * 5, b * 5 + 5);
      const longest = Math.max(...part.map((row) => row.length));
      const targets = Int32Array.from(part.flatMap((_, r) => Array.from({ length: longest }, (_step, t) => tags[b * 5 + r][t] ?? 0)));
      const present = part.flat().filter((id) => id !== 0).length;
      sum += present * reference.step({ ids: raggedFrom(part) }, targets, sampleWeights.subarray(b * 5, b * 5 + 5));
      items += present;
      expected.push(sum / items);
    }
    expectTensors({ losses: logs.map(({ loss }) => loss), ...model.getWeights() }, { losses: expected, ...reference.getWeights() }, 1e-4);
  });

  it('learn tags, and accuracy counts the unmasked steps', async () => {
    const model = sequential(chain.layers.map(({ definition }) => definition));
    model.compile(sparse);
    const { epochs } = await model.fit({ x: rows, y: tags.flat() }, { epochs: 60, batchSize: 5 });
    expect(epochs.at(-1)!.accuracy).toBeGreaterThan(0.95);
    const { data, shape } = model.predict(rows);
    let [hits, steps] = [0, 0];
    rows.forEach((row, r) => row.forEach((id, t) => {
      if (id === 0) return;
      const probabilities = data.slice((r * shape[1] + t) * 3, (r * shape[1] + t + 1) * 3);
      steps++;
      if (probabilities.indexOf(Math.max(...probabilities)) === tags[r][t]) hits++;
    }));
    expect((await model.evaluate({ x: rows, y: tags })).accuracy).toBeCloseTo(hits / steps, 12);
  });
});

describe('callbacks', () => {
  it('are called in order, with the means so far, and awaited', async () => {
    const model = classifier();
    const calls: string[] = [];
    const pause = () => new Promise((resolve) => setTimeout(resolve, 1));
    const recorder = (name: string): Callback => ({
      async onTrainBegin() {
        await pause();
        calls.push(`${name} train`);
      },
      async onEpochBegin(epoch) {
        await pause();
        calls.push(`${name} epoch ${epoch}`);
      },
      async onBatchEnd({ epoch, batch, batchCount, rows }) {
        await pause();
        calls.push(`${name} ${epoch}.${batch} of ${batchCount}: ${rows}`);
      },
      async onEpochEnd({ epoch, rows }) {
        await pause();
        calls.push(`${name} end ${epoch}: ${rows}`);
      },
      async onTrainEnd(history) {
        await pause();
        calls.push(`${name} trained ${history.length}`);
      },
    });
    await model.fit({ x, y }, { epochs: 2, batchSize: 40, callbacks: [recorder('a'), recorder('b')] });
    const both = (text: string) => [`a ${text}`, `b ${text}`];
    expect(calls).toEqual([
      'train', 'epoch 0', '0.0 of 2: 40', '0.1 of 2: 60', 'end 0: 60', 'epoch 1', '1.0 of 2: 40', '1.1 of 2: 60', 'end 1: 60', 'trained 2',
    ].flatMap(both));
  });

  it('get means whose last one is the epoch\'s', async () => {
    const model = classifier();
    const batches: BatchLog[] = [];
    const ends: EpochLog[] = [];
    const { epochs } = await model.fit({ x, y }, { batchSize: 25, callbacks: [{ onBatchEnd: (log) => void batches.push(log), onEpochEnd: (log) => void ends.push(log) }] });
    expect(batches.at(-1)).toMatchObject({ loss: epochs[0].loss, accuracy: epochs[0].accuracy, rows: 60, tokens: x.values.length, batch: 2, batchCount: 3 });
    expect(ends).toEqual(epochs);
    // means of the batches: 25, 25 and 10 rows
    const [first, second] = batches;
    expect(first.accuracy! * 25).toBeCloseTo(Math.round(first.accuracy! * 25), 9);
    expect(second.rows).toBe(50);
  });

  it('without accuracy get none, and the count of batches only where it is known', async () => {
    const model = line();
    const logs: BatchLog[] = [];
    const { epochs } = await model.fit({ x: [[1, 2]], y: [1] }, { callbacks: [{ onBatchEnd: (log) => void logs.push(log) }] });
    expect('accuracy' in epochs[0]).toBe(false);
    expect(logs[0].accuracy).toBeUndefined();
    const unknown: BatchLog[] = [];
    await classifier().fit({ epoch: () => batchSequences(x, y).epoch(0) }, { callbacks: [{ onBatchEnd: (log) => void unknown.push(log) }] });
    expect(unknown[0].batchCount).toBeUndefined();
  });

  it('may stop the training after the batch at hand', async () => {
    const model = classifier();
    const steps: number[] = [];
    const { epochs, stopped } = await model.fit({ x, y }, {
      epochs: 5, batchSize: 10,
      callbacks: [{ onBatchEnd({ epoch, batch }, control) {
        steps.push(10 * epoch + batch);
        if (epoch === 1 && batch === 2) control.stop();
      } }],
    });
    expect(steps).toEqual([0, 1, 2, 3, 4, 5, 10, 11, 12]);
    expect(stopped).toBe(true);
    expect(epochs.map(({ rows }) => rows)).toEqual([60, 30]);
  });

  it('may stop it at an epoch\'s end, or before it begins', async () => {
    const atEnd = await classifier().fit({ x, y }, { epochs: 5, callbacks: [{ onEpochEnd: (_, control) => control.stop() }] });
    expect([atEnd.epochs.length, atEnd.stopped]).toEqual([1, true]);
    let history: readonly EpochLog[] | undefined;
    const before = await classifier().fit({ x, y }, { callbacks: [{ onTrainBegin: (control) => control.stop(), onTrainEnd: (logs) => void (history = logs) }] });
    expect([before.epochs, before.stopped, history]).toEqual([[], true, []]);
  });

  it('may change the learning rate', async () => {
    const rates: number[] = [];
    const changed = sequential([dense({ units: 1 })], { inputShape: [2] });
    changed.compile({ optimizer: { kind: 'sgd', learningRate: 1e-9 }, loss: 'meanSquaredError' });
    const before = changed.getWeights();
    await changed.fit({ x: [[1, 2]], y: [1] }, { epochs: 2, callbacks: [{ onEpochBegin: (epoch, control) => {
      rates.push(control.learningRate);
      if (epoch === 1) control.learningRate = 0.1;
    }, onTrainEnd: () => void rates.push(0) }] });
    expect(rates).toEqual([1e-9, 1e-9, 0]);
    expect(Math.abs(changed.getWeights()['dense/bias'][0] - before['dense/bias'][0])).toBeGreaterThan(0.01);
    for (const rate of [0, -1, NaN, Infinity, '0.1']) {
      expect(await errorOf(() => changed.fit({ x: [[1, 2]], y: [1] }, { callbacks: [{ onTrainBegin: (control) => void (control.learningRate = rate as number) }] }))).toBe(
        `invalid-option: learningRate: expected a positive finite number, got ${JSON.stringify(rate) === 'null' ? String(rate) : JSON.stringify(rate)}.`,
      );
    }
  });

  it('know how long the training is and what its logs have', async () => {
    const seen: unknown[] = [];
    const callbacks: Callback[] = [{ onTrainBegin: ({ epochs, metrics }) => void seen.push(epochs, metrics), onEpochEnd: (log) => void seen.push(Object.keys(log)) }];
    const others = ['rows', 'tokens', 'seconds'];
    await classifier().fit({ x, y }, { callbacks });
    await classifier().fit({ x, y }, { epochs: 2, validationData: { x, y }, callbacks: [{ onTrainBegin: ({ epochs, metrics }) => void seen.push(epochs, metrics) }] });
    await line().fit({ x: [[1, 2]], y: [1] }, { callbacks, validationData: { x: [[1, 2]], y: [1] } });
    expect(seen).toEqual([
      1, ['loss', 'accuracy'], ['epoch', 'loss', 'accuracy', ...others],
      2, ['loss', 'accuracy', 'validationLoss', 'validationAccuracy'],
      1, ['loss', 'validationLoss'], ['epoch', 'loss', 'validationLoss', ...others],
    ]);
  });

  it('may read the weights and replace them, also when the training has ended', async () => {
    const model = classifier();
    const initial = model.getWeights();
    let first: Record<string, Float32Array> | undefined;
    await model.fit({ x, y }, { callbacks: [{ onEpochEnd: (_, control) => void (first = control.getWeights()), onTrainEnd: (_, control) => control.setWeights(initial) }] });
    expect(first).not.toEqual(initial);
    expect(model.getWeights()).toEqual(initial);
  });

  it('may read the rate of a schedule, and not set it', async () => {
    const learningRate = { kind: 'piecewiseConstant', boundaries: [0, 2], values: [0.03, 0.02, 0.01] } as const;
    const model = sequential([dense({ units: 1 })], { inputShape: [2] });
    model.compile({ optimizer: { kind: 'sgd', learningRate }, loss: 'meanSquaredError' });
    const rates: number[] = [];
    const read = { onTrainBegin: (control: TrainingControl) => void rates.push(control.learningRate), onBatchEnd: (_: BatchLog, control: TrainingControl) => void rates.push(control.learningRate) };
    await model.fit({ x: [[1, 2], [3, 4]], y: [1, 2] }, { epochs: 2, batchSize: 1, callbacks: [read] });
    // steps are counted on by the next fit
    await model.fit({ x: [[1, 2]], y: [1] }, { callbacks: [read] });
    expect(rates).toEqual([0.03, 0.02, 0.02, 0.01, 0.01, 0.01, 0.01]);
    expect(await errorOf(() => model.fit({ x: [[1, 2]], y: [1] }, { callbacks: [{ onTrainBegin: (control) => void (control.learningRate = 0.1) }] }))).toBe(
      'unsupported: learningRate: expected a model whose optimizer has a number as its learning rate, got one with the schedule piecewiseConstant. Compile it with a number where a callback sets the rate, or leave the rate to the schedule.',
    );
  });

  it('that fail end the training with their own error, and the model can be trained again', async () => {
    const model = classifier();
    await expect(model.fit({ x, y }, { callbacks: [{ onBatchEnd: () => { throw new RangeError('of the callback'); } }] })).rejects.toThrow(new RangeError('of the callback'));
    await model.fit({ x, y });
  });

  it('may predict and read weights meanwhile without changing the training', async () => {
    const [disturbed, quiet] = [classifier(), classifier()];
    await disturbed.fit({ x, y }, { batchSize: 4, callbacks: [{ onBatchEnd: ({ batch }) => {
      if (batch % 5 === 0) disturbed.predict(x, { batchSize: 7 });
      if (batch % 7 === 0) disturbed.getWeights();
    } }] });
    await quiet.fit({ x, y }, { batchSize: 4 });
    expectTensors(disturbed.getWeights(), quiet.getWeights(), 1e-5);
  });
});

describe('validationData', () => {
  it('changes no bit of the weights', async () => {
    const weights = async (validationData: { x: typeof x; y: typeof y } | undefined) => {
      const model = classifier();
      await model.fit({ x, y }, { epochs: 3, batchSize: 7, validationData });
      return Object.values(model.getWeights()).map((values) => [...values]);
    };
    expect(await weights({ x, y })).toEqual(await weights(undefined));
  });

  it('is evaluated after every epoch, in whatever form it comes', async () => {
    const test = learnableRows(30, { seed: 5 });
    const model = classifier();
    const checks: [number, number][] = [];
    const { epochs } = await model.fit({ x, y }, { epochs: 3, validationData: test, callbacks: [{ onEpochEnd: async () => {
      const { loss, accuracy } = await model.evaluate(test);
      checks.push([loss, accuracy!]);
    } }] });
    expect(epochs.map(({ validationLoss, validationAccuracy }) => [validationLoss, validationAccuracy])).toEqual(checks);
    const other = classifier();
    const again = await other.fit({ x, y }, { epochs: 3, validationData: batchSequences(test.x, test.y, { shuffle: false }) });
    expect(again.epochs.map(({ validationLoss }) => validationLoss)).toEqual(epochs.map(({ validationLoss }) => validationLoss));
    expect(other.getWeights()).toEqual(model.getWeights());
  });

  it('has no accuracy where none is asked for', async () => {
    const { epochs } = await line().fit({ x: [[1, 2]], y: [1] }, { validationData: { x: [[1, 1]], y: [2] } });
    expect(epochs[0].validationLoss).toBeGreaterThan(0);
    expect('validationAccuracy' in epochs[0]).toBe(false);
  });

  it('that is unusable is refused before the training begins', async () => {
    let began = false;
    const fit = (validationData: unknown) => errorOf(() => classifier().fit({ x, y }, { validationData: validationData as never, callbacks: [{ onTrainBegin: () => void (began = true) }] }));
    expect(await fit({ x: [[1]], y: [3] })).toBe('invalid-data: fit({ validationData }), y[0]: expected a class from 0 to 2, got 3. The last layer has 3 units; give it as many as there are classes.');
    expect(await fit({ x: [], y: [] })).toBe('invalid-data: fit({ validationData }), x: expected at least one row, got none.');
    expect(await fit(5)).toBe('invalid-data: fit({ validationData }): expected { x, y } or a BatchSource, got 5.');
    expect(began).toBe(false);
  });
});

describe('abort', () => {
  it('before the training leaves everything as it was', async () => {
    const model = classifier();
    const before = model.getWeights();
    let began = false;
    const reason = new Error('not today');
    const error = await model.fit({ x, y }, { signal: AbortSignal.abort(reason), callbacks: [{ onTrainBegin: () => void (began = true) }] }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'aborted', message: 'fit: expected to run to its end, got an abort signal.', cause: reason });
    expect(began).toBe(false);
    expect(model.getWeights()).toEqual(before);
  });

  it('between two batches leaves the weights of the last whole one', async () => {
    const [model, twin] = [classifier(), classifier()];
    const controller = new AbortController();
    const message = await errorOf(() => model.fit({ x, y }, { batchSize: 10, signal: controller.signal, callbacks: [{ onBatchEnd: ({ batch }) => {
      if (batch === 3) controller.abort();
    } }] }));
    expect(message).toBe('aborted: fit: expected to run to its end, got an abort signal.');
    await twin.fit({ x, y }, { batchSize: 10, callbacks: [{ onBatchEnd: ({ batch }, control) => {
      if (batch === 3) control.stop();
    } }] });
    expect(model.getWeights()).toEqual(twin.getWeights());
    expect(model.predict(x)).toEqual(twin.predict(x));
    await model.fit({ x, y });
  });

  it('from a timer gets through while synchronous batches run', async () => {
    const model = classifier();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 60);
    expect(await errorOf(() => model.fit({ x, y }, { epochs: 1e6, signal: controller.signal }))).toMatch(/^aborted: fit:/);
  });

  it('from a timer gets through between epochs of a batch each', async () => {
    const controller = new AbortController();
    let epochs = 0;
    setTimeout(() => controller.abort(), 1);
    const callbacks: Callback[] = [{ onEpochEnd: () => void epochs++ }];
    expect(await errorOf(() => line().fit({ x: [[1, 2]], y: [1] }, { epochs: 100_000, callbacks, signal: controller.signal }))).toMatch(/^aborted: fit:/);
    expect(epochs).toBeGreaterThan(0);
  });

  it('during validation ends it, too, and says so', async () => {
    const controller = new AbortController();
    const validationData: BatchSource = {
      *epoch() {
        controller.abort();
        yield* batchSequences(x, y).epoch(0) as Iterable<SequenceBatch>;
      },
    };
    expect(await errorOf(() => classifier().fit({ x, y }, { validationData, signal: controller.signal }))).toBe('aborted: fit({ validationData }): expected to run to its end, got an abort signal.');
  });
});

describe('training that leaves the finite numbers', () => {
  it('is refused with the place and the learning rate', async () => {
    const model = sequential([dense({ units: 1 })], { inputShape: [2] });
    model.compile({ optimizer: { kind: 'sgd', learningRate: 1e9 }, loss: 'meanSquaredError' });
    const message = await errorOf(() => model.fit({ x: [[1, 2], [3, 4]], y: [1, 2] }, { epochs: 50 }));
    expect(message).toMatch(/^diverged: training, epoch \d+, batch 1: expected a finite loss, got (Infinity|NaN) with weights (up to \S+|that are not finite) \(dense\/kernel\)\. The steps are too large: use a smaller learning rate \(now 1000000000\)\.$/);
  });

  it('because of a NaN in the input leaves the weights of the last good batch', async () => {
    for (const [model, rows] of [
      [line(), [[1, 2], [NaN, 1]]],
      [(() => {
        const overTime = sequential([lstm({ units: 2 }), dense({ units: 1 })], { inputShape: [null, 1] });
        overTime.compile({ optimizer: adam, loss: 'meanSquaredError' });
        return overTime;
      })(), [[[1], [2]], [[NaN]]]],
    ] as const) {
      let good = {};
      const message = await errorOf(() => model.fit({ x: rows as never, y: [1, 2] }, { batchSize: 1, shuffle: false, callbacks: [{ onBatchEnd: () => void (good = model.getWeights()) }] }));
      expect(message).toMatch(/^diverged: training, epoch 1, batch 2: expected a finite loss, got NaN with weights up to \S+ \(\S+\)\. The weights are as they should be: check the input and targets for numbers that are not finite or are huge; else use a smaller learning rate \(now 0\.\d+\)\.$/);
      expect(model.getWeights()).toEqual(good);
    }
  });
});

describe('what fit refuses', () => {
  const refused: [string, unknown, string][] = [
    ['null', null, 'fit(data, options): expected an object of options, got null.'],
    ['an unknown option', { epoch: 2 }, 'fit(data, options): expected options among epochs, batchSize, shuffle, seed, classWeights, validationData, callbacks, threads, signal, resumeFrom, got "epoch". Did you mean epochs?'],
    ['no epochs', { epochs: 0 }, 'fit({ epochs }): expected a positive integer, got 0.'],
    ['half an epoch', { epochs: 1.5 }, 'fit({ epochs }): expected a positive integer, got 1.5.'],
    ['a batch size of 0', { batchSize: 0 }, 'fit({ batchSize }): expected a positive integer, got 0.'],
    ['a batch size in words', { batchSize: '8' }, 'fit({ batchSize }): expected a positive integer, got "8".'],
    ['shuffle that is neither', { shuffle: 'no' }, 'fit({ shuffle }): expected true or false, got "no".'],
    ['a bad seed', { seed: 0.5 }, 'fit({ seed }): expected a seed that is an integer from 0 to 2^53 - 1, got 0.5.'],
    ['a callback that is no list', { callbacks: { onEpochEnd() {} } }, 'fit({ callbacks }): expected an array of callbacks, got {}.'],
    ['a function as callback', { callbacks: [() => 1] }, 'fit({ callbacks })[0]: expected an object with some of onTrainBegin, onEpochBegin, onBatchEnd, onEpochEnd, onDivergence, onAbort, onTrainEnd, got a function.'],
    ['a callback without a known method', { callbacks: [{}, { onEpochFinish() {} }] }, 'fit({ callbacks })[0]: expected an object with some of onTrainBegin, onEpochBegin, onBatchEnd, onEpochEnd, onDivergence, onAbort, onTrainEnd, got [].'],
    ['a method that is no function', { callbacks: [{ onEpochEnd: true }] }, 'fit({ callbacks })[0].onEpochEnd: expected a function, got true.'],
    ['a signal that is none', { signal: true }, 'fit({ signal }): expected an AbortSignal, got true. Give the signal of an AbortController, not the controller.'],
  ];
  for (const [what, options, message] of refused) {
    it(what, async () => {
      expect(await errorOf(() => classifier().fit({ x, y }, options as never))).toBe(`invalid-option: ${message}`);
    });
  }

  it('a second training beside the first', async () => {
    const model = classifier();
    const first = model.fit({ x, y }, { epochs: 3 });
    expect(await errorOf(() => model.fit({ x, y }))).toBe('invalid-option: fit: expected a model that is not being trained, got one whose fit has not ended. Await fit first.');
    await first;
    const twin = classifier();
    await twin.fit({ x, y }, { epochs: 3 });
    expect(model.getWeights()).toEqual(twin.getWeights());
  });

  it('a source without batches', async () => {
    expect(await errorOf(() => classifier().fit({ epoch: () => [] }))).toBe('invalid-data: fit: expected at least one batch an epoch, got none.');
  });

  it('batches whose targets are too many, whose padding is too short', async () => {
    const ids = raggedFrom([[1, 2], [3]]);
    expect(await errorOf(() => classifier().fit({ epoch: () => [{ ids, targets: Int32Array.of(0, 1, 2) }] }))).toBe('invalid-data: targets: expected 2 numbers for a batch of 2 rows, got 3.');
    expect(await errorOf(() => classifier().fit({ epoch: () => [{ ids, targets: Int32Array.of(0, 1), timeSteps: 1 }] }))).toBe(
      "invalid-option: batch.timeSteps: expected an integer of at least the longest row's length, 2, got 1. Cut the rows first (outputSequenceLength), or leave timeSteps out.",
    );
  });
});

/** `times` the same epoch of batches, in one. */
function repeated(times: number): BatchSource {
  return {
    *epoch() {
      for (let i = 0; i < times; i++) yield* batchSequences(x, y, { batchSize: 8, shuffle: false }).epoch(0) as Iterable<SequenceBatch>;
    },
  };
}
