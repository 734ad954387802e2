import { Random, raggedFrom } from '@sekvens/core';
import { activation, attentionPooling1D, bidirectional, dense, embedding, globalMaxPooling1D, lstm, masking, simpleRNN } from '@sekvens/layers';
import type { ActivationName } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { largestError } from '../../test/conformance/compare.js';
import { errorOf } from '../../test/helpers/error-of.js';
import { learnableRows } from '../../test/helpers/examples.js';
import { createReferenceExecutor } from '../reference/create-reference-executor.js';
import { lossNames } from '../training-config.js';
import type { LossName } from '../training-config.js';
import { sequential, Sequential } from './sequential.js';
import type { ModelInput } from './model-input.js';

const classifier = (seed = 0, maskZero = true) =>
  sequential([embedding({ inputDim: 30, outputDim: 4, maskZero }), lstm({ units: 5 }), dense({ units: 3, activation: 'softmax' })], { seed });
const tagger = (maskZero = true) =>
  sequential([embedding({ inputDim: 30, outputDim: 4, maskZero }), bidirectional({ layer: simpleRNN({ units: 3, returnSequences: true }) }), dense({ units: 2, activation: 'softmax' })]);
const compiled = { loss: 'sparseCategoricalCrossentropy' } as const;
const { x, y } = learnableRows(40);

describe('sequential', () => {
  it('builds the network and its first weights from a seed', () => {
    const model = classifier(7);
    expect(model.network.outputShape).toEqual([null, 3]);
    expect(model.network.name).toBe('sequential');
    expect(classifier(7).getWeights()).toEqual(model.getWeights());
    expect(classifier(8).getWeights()).not.toEqual(model.getWeights());
    expect(model.compiled).toBeUndefined();
    expect(model.memoryBytes).toBeGreaterThan(0);
  });

  it('takes a name and an input shape', () => {
    const model = sequential([dense({ units: 2 })], { name: 'line', inputShape: [3] });
    expect(model.network.name).toBe('line');
    expect(model.predict([[1, 2, 3]]).shape).toEqual([1, 2]);
  });

  it('refuses unknown options, bad seeds and layers that do not fit', async () => {
    expect(await errorOf(() => sequential([dense({ units: 2 })], { inputShap: [3] } as never))).toBe(
      'invalid-option: sequential(layers, options): expected options among name, inputShape, seed, numerics, got "inputShap". Did you mean inputShape?',
    );
    expect(await errorOf(() => sequential([dense({ units: 2 })], { inputShape: [3], seed: -1 }))).toBe('invalid-option: sequential({ seed }): expected a seed that is an integer from 0 to 2^53 - 1, got -1.');
    expect(await errorOf(() => sequential([]))).toMatch(/^invalid-option: network\(layers\)/);
    expect(await errorOf(() => sequential([dense({ units: 2 })]))).toMatch(/^invalid-option: network\(layers, \{ inputShape \}\)/);
  });

  it('summarizes as Keras does', () => {
    const summary = classifier().summary();
    expect(summary).toContain('embedding');
    expect(summary).toContain(`Total params: ${30 * 4 + 4 * 5 * (4 + 5 + 1) + 3 * 6}`);
  });
});

describe('attention', () => {
  const attending = (useMask: boolean, units?: number) =>
    sequential([embedding({ inputDim: 30, outputDim: 4, maskZero: true, wordDropout: 0.3 }), lstm({ units: 5, returnSequences: true }), attentionPooling1D({ units, useMask }), dense({ units: 3 })]);
  const rows = raggedFrom([[3, 0, 4, 5], [], [7], [1, 2, 3, 4, 5, 6]]);
  const longest = 6;

  it.each([[true, undefined], [false, undefined], [true, 3], [false, 3]])('says what each step counts, as the reference does; useMask %s, units %s', (useMask, units) => {
    const model = attending(useMask, units);
    const reference = createReferenceExecutor(model.network, model.getWeights());
    reference.forward({ ids: rows });
    const { data, shape } = model.attention(rows);
    expect(shape).toEqual([4, longest]);
    expect(largestError({ weights: data }, { weights: reference.attention()! })).toBeLessThan(1e-5);
    const row = (r: number) => [...data.subarray(r * longest, (r + 1) * longest)];
    for (const r of [0, 2, 3]) expect(row(r).reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    expect([row(0)[1] === 0, row(1).every((weight) => weight === 0)]).toEqual([useMask, useMask]);
  });

  it('is the same in batches of any size', () => {
    const model = attending(true, 3);
    expect(model.attention(rows, { batchSize: 1 })).toEqual(model.attention(rows));
  });

  it('is refused where there is none, and so are bad options', async () => {
    expect(await errorOf(() => classifier().attention(rows))).toBe('unsupported: attention(x): expected a network with an attentionPooling1D layer, got embedding, lstm, dense.');
    expect(await errorOf(() => attending(true).attention(rows, { batchSize: 0 }))).toMatch(/^invalid-option: attention\(\{ batchSize \}\): /);
    expect(await errorOf(() => attending(true).attention(rows, { rows: 3 } as never))).toMatch(/^invalid-option: attention\(x, options\): expected options among batchSize, signal, got "rows"/);
  });
});

describe('compile', () => {
  it('fills in defaults', () => {
    const model = classifier();
    model.compile(compiled);
    expect(model.compiled).toEqual({ optimizer: { kind: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, epsilonHat: true, squareOccurrences: false }, loss: 'sparseCategoricalCrossentropy', labelSmoothing: 0, accuracy: true });
    model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy', metrics: [] });
    expect(model.compiled).toEqual({ optimizer: { kind: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false }, loss: 'categoricalCrossentropy', labelSmoothing: 0, accuracy: false });
  });

  const refused: [string, unknown, string][] = [
    ['nothing', undefined, 'compile({ loss }): expected one of sparseCategoricalCrossentropy, categoricalCrossentropy, binaryCrossentropy, meanSquaredError, got undefined.'],
    ['null', null, 'compile(options): expected an object of options, got null.'],
    ['an unknown loss', { loss: 'mse' }, 'compile({ loss }): expected one of sparseCategoricalCrossentropy, categoricalCrossentropy, binaryCrossentropy, meanSquaredError, got "mse".'],
    ['an unknown option', { ...compiled, learningRate: 1 }, 'compile(options): expected options among optimizer, loss, labelSmoothing, metrics, got "learningRate".'],
    ['an unknown metric', { ...compiled, metrics: ['f1'] }, `compile({ metrics }): expected ['accuracy'] or [], got ["f1"].`],
    ['a metric that is no list', { ...compiled, metrics: 'accuracy' }, `compile({ metrics }): expected ['accuracy'] or [], got "accuracy".`],
    ['accuracy of squared errors', { loss: 'meanSquaredError', metrics: ['accuracy'] }, 'compile({ metrics }): expected no metrics with meanSquaredError, got ["accuracy"].'],
    ['a bad optimizer', { ...compiled, optimizer: { kind: 'adam', learningRate: -1 } }, 'compile({ optimizer }).learningRate: expected a positive finite number, got -1.'],
  ];
  for (const [what, options, message] of refused) {
    it(`refuses ${what}`, async () => {
      expect(await errorOf(() => classifier().compile(options as never))).toBe(`invalid-option: ${message}`);
    });
  }

  const endings: [ActivationName, LossName[]][] = [
    ['softmax', ['sparseCategoricalCrossentropy', 'categoricalCrossentropy', 'meanSquaredError']],
    ['sigmoid', ['binaryCrossentropy', 'meanSquaredError']],
    ['linear', ['meanSquaredError']],
    ['tanh', ['meanSquaredError']],
  ];
  for (const [ending, fitting] of endings) {
    for (const loss of lossNames) {
      it(`${fitting.includes(loss) ? 'takes' : 'refuses'} ${loss} after ${ending}, in the dense layer or behind it`, async () => {
        for (const layers of [[dense({ units: 2, activation: ending })], [dense({ units: 2 }), activation({ activation: ending })]]) {
          const model = sequential(layers, { inputShape: [3] });
          if (fitting.includes(loss)) model.compile({ loss });
          else {
            const wanted = loss === 'binaryCrossentropy' ? 'sigmoid' : 'softmax';
            expect(await errorOf(() => model.compile({ loss }))).toBe(
              `invalid-option: compile({ loss: '${loss}' }): expected a last layer with activation '${wanted}', got ${layers.length === 1 ? 'dense' : 'activation'} with activation '${ending}'. ` +
                `End the network with dense({ units, activation: '${wanted}' }), or choose another loss.`,
            );
            expect(model.compiled).toBeUndefined();
          }
        }
      });
    }
  }

  it('refuses a cross-entropy on a layer without activation', async () => {
    const model = sequential([embedding({ inputDim: 5, outputDim: 2 }), globalMaxPooling1D()]);
    expect(await errorOf(() => model.compile(compiled))).toMatch(/expected a last layer with activation 'softmax', got global_max_pooling1d with activation 'none'/);
  });

  it('that is refused leaves the model as it was', async () => {
    const model = classifier();
    model.compile({ ...compiled, optimizer: { kind: 'adam', learningRate: 0.05 } });
    await model.fit({ x, y }, { epochs: 1 });
    const before = [model.compiled, model.getWeights()];
    expect(await errorOf(() => model.compile({ loss: 'binaryCrossentropy' }))).toMatch(/^invalid-option/);
    expect([model.compiled, model.getWeights()]).toEqual(before);
    const twin = classifier();
    twin.compile({ ...compiled, optimizer: { kind: 'adam', learningRate: 0.05 } });
    await twin.fit({ x, y }, { epochs: 1 });
    await Promise.all([model, twin].map((one) => one.fit({ x, y }, { epochs: 1, seed: 3 })));
    expect(model.getWeights()).toEqual(twin.getWeights());
  });

  it('again keeps the weights and forgets the state of the optimizer', async () => {
    const options = { ...compiled, optimizer: { kind: 'adam', learningRate: 0.02 } } as const;
    const model = classifier();
    model.compile(options);
    await model.fit({ x, y }, { epochs: 2 });
    const kept = model.getWeights();
    model.compile(options);
    expect(model.getWeights()).toEqual(kept);

    const fresh = new Sequential(model.network, kept);
    fresh.compile(options);
    const continued = classifier();
    continued.compile(options);
    await continued.fit({ x, y }, { epochs: 2 });
    for (const one of [model, fresh, continued]) await one.fit({ x, y }, { epochs: 1 });
    expect(model.getWeights()).toEqual(fresh.getWeights());
    expect(model.getWeights()).not.toEqual(continued.getWeights());
  });

  it('while fit runs is refused', async () => {
    const model = classifier();
    model.compile(compiled);
    let inside = '';
    await model.fit({ x, y }, { callbacks: [{ onEpochEnd: async () => void (inside = await errorOf(() => model.compile(compiled))) }] });
    expect(inside).toBe('invalid-option: compile(options): expected a model that is not being trained, got one whose fit has not ended. Await fit first.');
    model.compile(compiled);
  });
});

describe('methods of a model that is not compiled', () => {
  for (const method of ['fit', 'evaluate'] as const) {
    it(`${method} says how to compile`, async () => {
      expect(await errorOf(() => classifier()[method]({ x, y }))).toBe(
        `invalid-option: ${method}: expected a compiled model, got one that is not. Call model.compile({ loss: 'sparseCategoricalCrossentropy' }) first.`,
      );
    });
  }

  it('predict needs no compiling', () => {
    expect(classifier().predict(x).shape).toEqual([40, 3]);
  });
});

describe('predict', () => {
  it('gives the reference executor\'s outputs in the order of the rows, whatever the batches', () => {
    const model = classifier();
    const reference = createReferenceExecutor(model.network, model.getWeights()).forward({ ids: x });
    for (const batchSize of [1, 7, 32, 1000]) {
      const output = model.predict(x, { batchSize });
      expect(output.shape).toEqual([40, 3]);
      expect(largestError({ output: output.data }, { output: reference.data })).toBeLessThan(1e-6);
    }
  });

  it('pads each batch to its longest row, which shows without a mask', () => {
    const model = classifier(0, false);
    const rows = [[1], [2, 3, 4, 5]];
    const alone = model.predict(rows, { batchSize: 1 }).data;
    const together = model.predict(rows, { batchSize: 2 }).data;
    expect(alone.slice(3)).toEqual(together.slice(3));
    expect(largestError({ output: alone.slice(0, 3) }, { output: together.slice(0, 3) })).toBeGreaterThan(1e-3);
    const padded = createReferenceExecutor(model.network, model.getWeights()).forward({ ids: raggedFrom([[1]]), timeSteps: 4 });
    expect(largestError({ output: together.slice(0, 3) }, { output: padded.data })).toBeLessThan(1e-6);
  });

  for (const maskZero of [true, false]) {
    it(`gives sequences padded to the longest row of all, whatever the batches, ${maskZero ? 'masked' : 'unmasked'}`, () => {
      const model = tagger(maskZero);
      const rows = [[1, 2], [3, 4, 5, 6, 7], [8], []];
      const reference = createReferenceExecutor(model.network, model.getWeights()).forward({ ids: raggedFrom(rows) });
      for (const batchSize of [1, 3, 32]) {
        const output = model.predict(rows, { batchSize });
        expect(output.shape).toEqual([4, 5, 2]);
        expect(largestError({ output: output.data }, { output: reference.data })).toBeLessThan(1e-6);
      }
    });
  }

  it('takes features and vectors', () => {
    const overTime = sequential([masking(), lstm({ units: 2 }), dense({ units: 2 })], { inputShape: [null, 2] });
    const features: ModelInput = [[[1, 2], [0, 0], [3, 4]], [[0.5, -1]]];
    const reference = createReferenceExecutor(overTime.network, overTime.getWeights()).forward({ features: { values: Float32Array.of(1, 2, 0, 0, 3, 4, 0.5, -1), offsets: Int32Array.of(0, 3, 4) } });
    expect(largestError({ output: overTime.predict(features).data }, { output: reference.data })).toBeLessThan(1e-6);
    const flat = sequential([dense({ units: 2 })], { inputShape: [2] });
    const weights = flat.getWeights()['dense/kernel'];
    expect(flat.predict([[1, 0], [0, 1]]).data).toEqual(weights);
  });

  it('of no rows is empty, of empty rows is what an empty sequence gives', () => {
    const model = classifier();
    expect(model.predict([])).toEqual({ data: new Float32Array(0), shape: [0, 3] });
    expect(tagger().predict([])).toEqual({ data: new Float32Array(0), shape: [0, 0, 2] });
    for (const one of [model, classifier(0, false)]) {
      const [empty, reference] = [one.predict([[], []]), createReferenceExecutor(one.network, one.getWeights()).forward({ ids: raggedFrom([[], []]) })];
      expect(largestError({ output: empty.data }, { output: reference.data })).toBeLessThan(1e-6);
    }
  });

  it('does not depend on the rows beside a row, with a mask to the last bit', () => {
    const model = classifier();
    const all = model.predict(x, { batchSize: 40 }).data;
    for (let r = 0; r < 40; r++) expect(model.predict([x.values.slice(x.offsets[r], x.offsets[r + 1])]).data).toEqual(all.slice(3 * r, 3 * r + 3));
  });

  it('reads a text of 100,000 tokens', () => {
    const model = sequential([embedding({ inputDim: 50, outputDim: 2, maskZero: true }), simpleRNN({ units: 3 }), dense({ units: 2, activation: 'softmax' })]);
    const random = new Random(1);
    const long = Int32Array.from({ length: 100_000 }, () => 1 + random.integer(49));
    const output = model.predict([[3, 4], long]).data;
    const reference = createReferenceExecutor(model.network, model.getWeights()).forward({ ids: raggedFrom([long.slice(-400)]) }).data;
    // the state forgets: its last 400 tokens decide
    expect(largestError({ output: output.slice(2) }, { output: reference })).toBeLessThan(1e-5);
    expect(output.slice(0, 2)).toEqual(model.predict([[3, 4]]).data);
  });

  it('refuses bad options', async () => {
    const model = classifier();
    expect(await errorOf(() => model.predict(x, { batchSize: 0 }))).toBe('invalid-option: predict({ batchSize }): expected a positive integer, got 0.');
    expect(await errorOf(() => model.predict(x, { batch: 3 } as never))).toBe('invalid-option: predict(x, options): expected options among batchSize, signal, got "batch".');
    expect(await errorOf(() => model.predict(x, { signal: new AbortController() as never }))).toMatch(/^invalid-option: predict\(\{ signal \}\): expected an AbortSignal, got .* Give the signal of an AbortController, not the controller\.$/);
    expect(await errorOf(() => model.predict(x, { signal: AbortSignal.abort() }))).toBe('aborted: predict: expected to run to its end, got an abort signal.');
    expect(await errorOf(() => model.predict([[30]]))).toMatch(/^invalid-data: predict, x\[0\]\[0\]: expected a token id from 0 to 29 \(inputDim of layer embedding is 30\), got 30\./);
  });
});

describe('weights', () => {
  it('are given as copies, and set as given', () => {
    const [model, other] = [classifier(1), classifier(2)];
    model.getWeights()['dense/bias'].fill(9);
    expect(model.getWeights()).toEqual(classifier(1).getWeights());
    model.setWeights(other.getWeights());
    expect(model.getWeights()).toEqual(other.getWeights());
    expect(model.predict(x)).toEqual(other.predict(x));
  });

  it('that do not fit are refused, and nothing is changed', async () => {
    const model = classifier(1);
    const before = model.getWeights();
    const wrong = { ...classifier(2).getWeights(), 'dense/bias': new Float32Array(2) };
    expect(await errorOf(() => model.setWeights(wrong))).toBe('invalid-data: setWeights, dense/bias: expected 3 numbers, shape [3], got 2 numbers.');
    expect(model.getWeights()).toEqual(before);
    expect(await errorOf(() => new Sequential(model.network, {}))).toBe('invalid-data: new Sequential(network, weights), embedding/embeddings: expected a Float32Array of shape [30, 4], got nothing.');
  });

  it('set between two trainings replace what Adam still owed the old ones', async () => {
    const options = { ...compiled, optimizer: { kind: 'adam', learningRate: 0.05 } } as const;
    const [model, twin] = [classifier(), classifier()];
    for (const one of [model, twin]) {
      one.compile(options);
      await one.fit({ x, y }, { batchSize: 1 });
    }
    // reading settles all rows, so the twin owes nothing
    twin.getWeights();
    const weights = classifier(5).getWeights();
    for (const one of [model, twin]) one.setWeights(weights);
    expect(model.getWeights()).toEqual(weights);
    for (const one of [model, twin]) await one.fit({ x, y }, { batchSize: 4 });
    expect(model.getWeights()).toEqual(twin.getWeights());
  });
});
