import { isSekvensError, Random } from '@sekvens/core';
import { dense, embedding, lstm } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { learnableRows } from '../../test/helpers/examples.js';
import { mutations } from '../../test/helpers/mutations.js';
import type { Files } from '../files/folder.js';
import { readSafetensors } from '../files/safetensors.js';
import type { Callback } from '../model/callback.js';
import type { FitOptions } from '../model/fit.js';
import type { ModelData } from '../model/model-data.js';
import { sequential } from '../model/sequential.js';
import type { CompileOptions, Sequential } from '../model/sequential.js';
import { checkpointFileNames } from './checkpoint-files.js';

const data = learnableRows(24);
const compiled: CompileOptions = { optimizer: { kind: 'adam', learningRate: 0.02 }, loss: 'sparseCategoricalCrossentropy' };
const options: FitOptions = { epochs: 2, batchSize: 8 };

function create(units = 4, compile = compiled): Sequential {
  const model = sequential([embedding({ inputDim: 30, outputDim: 3, maskZero: true }), lstm({ units }), dense({ units: 3, activation: 'softmax' })]);
  model.compile(compile);
  return model;
}

/** A checkpoint in the middle of the second epoch. */
async function take(model: Sequential, callbacks: readonly Callback[] = [], rows: ModelData = data): Promise<Files> {
  let files: Files | undefined;
  const taking: Callback = { onBatchEnd: ({ epoch, batch }, control) => (epoch === 1 && batch === 1 ? control.takeCheckpoint((taken) => void (files = taken)) : undefined) };
  await model.fit(rows, { ...options, callbacks: [taking, ...callbacks] });
  return files!;
}

const good = await take(create());
const text = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

describe('a checkpoint', () => {
  it('is three files, the weights among them as a model has them', async () => {
    expect(Object.keys(good).sort()).toEqual([...checkpointFileNames].sort());
    const model = create();
    const weights: Record<string, Float32Array>[] = [];
    await take(model, [{ onBatchEnd: ({ epoch, batch }, control) => void (epoch === 1 && batch === 1 && weights.push(control.getWeights())) }]);
    expect(Object.fromEntries(Object.entries(readSafetensors(good['weights.safetensors'])).map(([path, { data: values }]) => [path, values]))).toEqual(weights[0]);
  });

  it('holds the states of callbacks by name, numbers that JSON has no words for and weights among them', async () => {
    const told: unknown[] = [];
    const keeping = (name: string, extra: object): Callback => ({
      name, onEpochEnd: () => undefined,
      getState: () => ({ values: { best: Infinity, list: [1, -0] }, ...extra }),
      setState: (state) => void told.push(name, state),
    });
    const callbacks = [keeping('a/0', {}), keeping('b', { weights: {} }), keeping('c', { weights: { 'x/y': Float32Array.of(1, NaN) } })];
    const files = await take(create(), callbacks);
    await create().fit(data, { ...options, callbacks, resumeFrom: files });
    const values = { best: Infinity, list: [1, -0] };
    expect(told).toEqual(['a/0', { values }, 'b', { values, weights: {} }, 'c', { values, weights: { 'x/y': Float32Array.of(1, NaN) } }]);
  });

  it('of weights that are not finite is refused, since it would replace one that can be used', async () => {
    const breaking: Callback = {
      onBatchEnd(_, control) {
        const weights = control.getWeights();
        weights['dense/bias'][2] = NaN;
        control.setWeights(weights);
        control.takeCheckpoint(() => undefined);
      },
    };
    expect(await errorOf(() => create().fit(data, { callbacks: [breaking] }))).toBe('diverged: taking a checkpoint: expected finite numbers in dense/bias, got NaN at 2. Train again with a smaller learning rate.');
  });

  it('is asked for with a function', async () => {
    const asking: Callback = { onTrainBegin: (control) => control.takeCheckpoint('last' as never) };
    expect(await errorOf(() => create().fit(data, { callbacks: [asking] }))).toBe('invalid-option: takeCheckpoint(receive): expected a function, got "last".');
  });
});

describe('going on refuses', () => {
  const resume = (model: Sequential, rows: ModelData = data, other: FitOptions = {}) => errorOf(() => model.fit(rows, { ...options, ...other, resumeFrom: good }));
  const hint = 'Go on with what the training was begun with, or begin a new one; only threads may differ.';

  it.each([
    [{ epochs: 3 }, 'epochs 2', '3'],
    [{ batchSize: 4 }, 'batchSize 8', '4'],
    [{ shuffle: false }, 'shuffle true', 'false'],
    [{ seed: 1 }, 'seed 0', '1'],
  ] as [FitOptions, string, string][])('%o', async (other, expected, got) => {
    expect(await resume(create(), data, other)).toBe(`invalid-option: fit({ resumeFrom }): expected ${expected}, as in resumeFrom/checkpoint.json, got ${got}. ${hint}`);
  });

  it('another network, optimizer, loss or metric', async () => {
    expect(await resume(create(5))).toMatch(/^invalid-option: fit\(\{ resumeFrom \}\): expected model\.network\..*units 4, as in resumeFrom\/checkpoint\.json, got 5\./);
    const refused = async (other: Partial<CompileOptions>) => (await resume(create(4, { ...compiled, ...other }))).replace(` ${hint}`, '');
    expect(await refused({ optimizer: { kind: 'adam', learningRate: 0.01 } })).toBe('invalid-option: fit({ resumeFrom }): expected model.optimizer.learningRate 0.02, as in resumeFrom/checkpoint.json, got 0.01.');
    expect(await refused({ optimizer: { kind: 'adam', learningRate: 0.02, clipnorm: 1 } })).toBe('invalid-option: fit({ resumeFrom }): expected model.optimizer.clipnorm not set, as in resumeFrom/checkpoint.json, got 1.');
    expect(await refused({ metrics: [] })).toBe('invalid-option: fit({ resumeFrom }): expected model.accuracy true, as in resumeFrom/checkpoint.json, got false.');
  });

  it('other data, one number or one weight of a row suffices, and other validation data', async () => {
    const expected = /^invalid-data: fit\(\{ resumeFrom \}\): expected the training data that resumeFrom\/checkpoint\.json was made with, 24 rows, 3 batches an epoch, fingerprint [0-9a-f]{16}, got /;
    const y = data.y.slice();
    y[23] = (y[23] + 1) % 3;
    const ids = data.x.values.slice();
    ids[0] = (ids[0] % 29) + 1;
    for (const other of [{ x: data.x, y }, { x: { ...data.x, values: ids }, y: data.y }, { ...data, sampleWeights: new Float32Array(24).fill(1) }]) expect(await resume(create(), other)).toMatch(expected);
    expect(await resume(create(), learnableRows(23))).toMatch(/got 23 rows, 3 batches an epoch, fingerprint [0-9a-f]{16}\. Other data would not end in the weights/);
    expect(await resume(create(), data, { validationData: data })).toMatch(/expected the validation data that resumeFrom\/checkpoint\.json was made with, none, got 24 rows/);
    expect(await resume(create(), { epoch: () => [] })).toMatch(/got a source of unknown size\./);
  });

  it('a source that does not give the same batches again', async () => {
    const { x, y } = data;
    const batch = (label: number) => ({ ids: { values: x.values.slice(0, x.offsets[1]), offsets: x.offsets.slice(0, 2) }, targets: Int32Array.of(label) });
    const files = await take(create(), [], { epoch: () => [batch(0), batch(1), batch(2)] });
    for (const epoch of [[batch(0)], [batch(1), batch(1), batch(2)]]) {
      expect(await errorOf(() => create().fit({ epoch: () => epoch }, { ...options, resumeFrom: files }))).toBe(
        'invalid-data: fit({ resumeFrom }), epoch 2: expected the same 2 batches as before the interruption, got other ones. epoch(index) of a BatchSource has to give the same batches again for the same index.',
      );
    }
    expect(y.length).toBe(24);
  });

  it('callbacks with other states', async () => {
    const stateful: Callback = { name: 'mine', onEpochEnd: () => undefined, getState: () => ({ values: {} }), setState: () => undefined };
    expect(await resume(create(), data, { callbacks: [stateful] })).toBe('invalid-option: fit({ resumeFrom }): expected callbacks with the states of the checkpoint: none, got mine.');
    const files = await take(create(), [stateful]);
    expect(await errorOf(() => create().fit(data, { ...options, resumeFrom: files }))).toBe('invalid-option: fit({ resumeFrom }): expected callbacks with the states of the checkpoint: mine, got none.');
  });

  it('a path with no checkpoint', async () => {
    expect(await errorOf(() => create().fit(data, { ...options, resumeFrom: '/nowhere/last' }))).toBe('not-found: /nowhere/last: expected a folder with a checkpoint, got nothing there. Check the path.');
  });
});

describe('damaged files are refused', () => {
  const refused = (files: Files) => errorOf(() => create().fit(data, { ...options, resumeFrom: files }));

  it.each(checkpointFileNames)('%s that is missing, empty, cut off or of another checkpoint', async (name) => {
    const { [name]: bytes, ...others } = good;
    expect(await refused(others)).toBe(`invalid-file: resumeFrom: expected the files checkpoint.json, state.safetensors, weights.safetensors of a checkpoint, got none named ${name}. The checkpoint is damaged, or its files are of different ones; use another one.`);
    for (const length of [0, 1, 20, bytes.length - 3]) expect(await refused({ ...others, [name]: bytes.slice(0, length) })).toMatch(/^invalid-file: resumeFrom\//);
    const other = await take(create(4, { ...compiled, optimizer: { kind: 'adam', learningRate: 0.03 } }));
    expect(await refused({ ...others, [name]: other[name] })).toMatch(/^invalid-file: resumeFrom\/.*expected the bytes that belong to resumeFrom\/checkpoint\.json, fingerprint "[0-9a-f]{16}", got fingerprint [0-9a-f]{16}\. The checkpoint is damaged/);
  });

  it('a checkpoint.json of another format or version', async () => {
    expect(await refused({ ...good, 'checkpoint.json': text({ format: 'other' }) })).toBe('invalid-file: resumeFrom/checkpoint.json: expected format "sekvens-checkpoint", version 1, got format "other", version undefined. Go on with the version of sekvens that wrote it.');
    expect(await refused({ ...good, 'checkpoint.json': text('[]') })).toMatch(/^invalid-file: resumeFrom\/checkpoint\.json: expected a JSON object, got something else\./);
    const { fingerprint: _, ...rest } = JSON.parse(new TextDecoder().decode(good['checkpoint.json'])) as Record<string, unknown>;
    expect(await refused({ ...good, 'checkpoint.json': text({ ...rest, course: { epoch: 1 } }) })).toMatch(/^invalid-file: resumeFrom\/checkpoint\.json: expected contents with the fingerprint undefined, got [0-9a-f]{16}\./);
  });

  it('1,000 damaged copies, each with an error that says so, or as it was', async () => {
    const random = new Random(3);
    const end = create();
    await end.fit(data, options);
    for (const name of checkpointFileNames) {
      for (const bytes of mutations(good[name], 333, random)) {
        const model = create();
        try {
          await model.fit(data, { ...options, resumeFrom: { ...good, [name]: bytes } });
        } catch (error) {
          if (!isSekvensError(error)) throw error;
          expect(error.code).toBe('invalid-file');
          continue;
        }
        // a space more in the JSON, or a file doubled and cut to what it was
        expect(model.getWeights()).toEqual(end.getWeights());
      }
    }
  });
});
