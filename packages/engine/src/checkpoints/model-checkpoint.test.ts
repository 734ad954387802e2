import { dense, embedding, simpleRNN } from '@sekvens/layers';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { learnableRows } from '../../test/helpers/examples.js';
import type { Files } from '../files/folder.js';
import { readSafetensors } from '../files/safetensors.js';
import type { Callback } from '../model/callback.js';
import type { FitOptions } from '../model/fit.js';
import { sequential } from '../model/sequential.js';
import type { Sequential } from '../model/sequential.js';
import { modelCheckpoint } from './model-checkpoint.js';
import type { ModelCheckpointOptions } from './model-checkpoint.js';
import { checkpointExists, readCheckpoint } from './read-checkpoint.js';
import { writeCheckpoint } from './write-checkpoint.js';

const data = learnableRows(24);
const validationData = learnableRows(9, { seed: 3 });
const options: FitOptions = { epochs: 4, batchSize: 8, validationData };
let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sekvens-checkpoints-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function create(): Sequential {
  const model = sequential([embedding({ inputDim: 30, outputDim: 3, maskZero: true }), simpleRNN({ units: 4 }), dense({ units: 3, activation: 'softmax' })]);
  model.compile({ optimizer: { kind: 'adam', learningRate: 0.1 }, loss: 'sparseCategoricalCrossentropy' });
  return model;
}

/** Where in a training a checkpoint is: epochs and batches that are over. */
function placeOf(files: Files): [number, number] {
  const { course } = JSON.parse(new TextDecoder().decode(files['checkpoint.json'])) as { course: { epoch: number; batch: number } };
  return [course.epoch, course.batch];
}

/** What `save` is called with in a training of four epochs of three batches. */
async function saved(given: Omit<ModelCheckpointOptions, 'save' | 'folder'>, callbacks: Callback[] = []): Promise<string[]> {
  const calls: string[] = [];
  await create().fit(data, { ...options, callbacks: [modelCheckpoint({ ...given, save: (name, files) => void calls.push(`${name} ${placeOf(files).join('.')}`) }), ...callbacks] });
  return calls;
}

describe('modelCheckpoint', () => {
  it('saves at the end of every epoch unless something else is asked for', async () => {
    const ends = ['last 1.0', 'last 2.0', 'last 3.0', 'last 4.0'];
    expect(await saved({})).toEqual(ends);
    expect(await saved({ everySteps: 5 })).toEqual(['last 1.2', 'last 3.1']);
    expect(await saved({ everySteps: 5, everyEpoch: true })).toEqual(['last 1.0', 'last 1.2', 'last 2.0', 'last 3.0', 'last 3.1', 'last 4.0']);
    expect(await saved({ everyEpoch: false })).toEqual([]);
    // sooner than any batch ends, and later than any training does
    expect(await saved({ everySeconds: 1e-9 })).toHaveLength(12);
    expect(await saved({ everySeconds: 1e9 })).toEqual([]);
  });

  it('saves the best epoch by what is asked for, before the last one, which knows of it', async () => {
    const { epochs } = await create().fit(data, options);
    const bests = (figure: (log: (typeof epochs)[number]) => number) => epochs.filter((log, i) => epochs.slice(0, i).every((other) => figure(log) < figure(other))).map(({ epoch }) => `best ${epoch + 1}.0`);
    expect(await saved({ everyEpoch: false, saveBest: true })).toEqual(bests((log) => log.validationLoss!));
    expect(await saved({ everyEpoch: false, saveBest: true, monitor: 'accuracy' })).toEqual(bests((log) => -log.accuracy!));
    expect(await saved({ everyEpoch: false, saveBest: true, monitor: 'accuracy', mode: 'min' })).toEqual(bests((log) => log.accuracy!));
    expect((await saved({ saveBest: true })).slice(0, 2)).toEqual(['best 1.0', 'last 1.0']);
  });

  it('knows after an interruption what was best, and how many steps there were', async () => {
    const calls: string[] = [];
    let last: Files | undefined;
    const run = async (resumeFrom?: Files, signal?: AbortSignal, abort?: () => void) => {
      const counting: Callback = { onEpochEnd: ({ epoch }) => (epoch === 1 ? abort?.() : undefined) };
      const save = (name: string, files: Files) => {
        calls.push(`${name} ${placeOf(files).join('.')}`);
        if (name === 'last') last = files;
      };
      await create().fit(data, { ...options, signal, resumeFrom, callbacks: [modelCheckpoint({ everySteps: 4, saveBest: true, monitor: 'loss', save }), counting] });
    };
    await run();
    const whole = calls.splice(0);
    const controller = new AbortController();
    expect(await errorOf(() => run(undefined, controller.signal, () => controller.abort()))).toMatch(/^aborted: fit: /);
    expect(calls[calls.length - 1]).toBe('last 2.0');
    calls.pop();
    await run(last);
    expect(calls).toEqual(whole);
  });

  it('writes folders that are read again, and keeps as many more as it is told to', async () => {
    await create().fit(data, { ...options, callbacks: [modelCheckpoint({ folder, everySteps: 3, everyEpoch: true, saveBest: true, keep: 3 })] });
    expect(readdirSync(folder).sort()).toEqual(['best', 'epoch-3', 'epoch-4', 'epoch-4-batch-3', 'last']);
    expect(placeOf(readCheckpoint(join(folder, 'last')))).toEqual([4, 0]);
    expect(placeOf(readCheckpoint(join(folder, 'epoch-4-batch-3')))).toEqual([3, 3]);
    const [whole, resumed] = [create(), create()];
    await whole.fit(data, options);
    const writer = modelCheckpoint({ folder, everySteps: 3, everyEpoch: true, saveBest: true, keep: 3 });
    const history = await resumed.fit(data, { ...options, callbacks: [writer], resumeFrom: join(folder, 'epoch-3') });
    expect(resumed.getWeights()).toEqual(whole.getWeights());
    expect(history.epochs).toHaveLength(4);
    const weights = readSafetensors(readCheckpoint(join(folder, 'last'))['weights.safetensors']);
    expect(weights['dense/bias'].data).toEqual(whole.getWeights()['dense/bias']);
  });

  it('says so where it cannot write', async () => {
    writeCheckpoint(join(folder, 'last'), { 'notes.txt': new Uint8Array(1) });
    expect(checkpointExists(join(folder, 'last'))).toBe(true);
    expect(checkpointExists(join(folder, 'best'))).toBe(false);
    expect(await errorOf(() => create().fit(data, { ...options, callbacks: [modelCheckpoint({ folder })] }))).toMatch(/^invalid-option: .*last: expected a new folder, or a saved model to replace, got a folder with notes\.txt in it\./);
    expect(existsSync(join(folder, 'last', 'notes.txt'))).toBe(true);
  });

  it('has nothing to compare epochs by without validation data', async () => {
    const callbacks = [modelCheckpoint({ folder, saveBest: true })];
    expect(await errorOf(() => create().fit(data, { callbacks }))).toBe('invalid-option: modelCheckpoint({ monitor }): expected a figure that epochs have, got "validationLoss", which they have not. Give validationData, or monitor: \'loss\'.');
    const model = create();
    model.compile({ loss: 'sparseCategoricalCrossentropy', metrics: [] });
    expect(await errorOf(() => model.fit(data, { callbacks: [modelCheckpoint({ folder, saveBest: true, monitor: 'accuracy' })] }))).toBe("invalid-option: modelCheckpoint({ monitor }): expected a figure that epochs have, got \"accuracy\", which they have not. Compile with metrics: ['accuracy'], or monitor: 'loss'.");
  });

  const save = () => undefined;
  it.each([
    [{}, 'modelCheckpoint(options): expected folder or save, got neither.'],
    [{ folder: 'a', save }, 'modelCheckpoint(options): expected folder or save, got both.'],
    [{ folder: '' }, 'modelCheckpoint({ folder }): expected the path of a folder, got "".'],
    [{ save: 'a' }, 'modelCheckpoint({ save }): expected a function of a name and files, got "a".'],
    [{ save, everyEpoch: 1 }, 'modelCheckpoint({ everyEpoch }): expected true or false, got 1.'],
    [{ save, everySteps: 0 }, 'modelCheckpoint({ everySteps }): expected a positive integer, got 0.'],
    [{ save, everySeconds: -1 }, 'modelCheckpoint({ everySeconds }): expected a positive finite number, got -1.'],
    [{ save, saveBest: 'yes' }, 'modelCheckpoint({ saveBest }): expected true or false, got "yes".'],
    [{ save, saveBest: true, monitor: 'f1' }, 'modelCheckpoint({ monitor }): expected one of loss, accuracy, validationLoss, validationAccuracy, got "f1".'],
    [{ save, saveBest: true, mode: 'low' }, "modelCheckpoint({ mode }): expected 'min' or 'max', got \"low\"."],
    [{ save, monitor: 'loss' }, 'modelCheckpoint({ monitor }): expected it together with saveBest: true, got "loss".'],
    [{ folder: 'a', keep: -1 }, 'modelCheckpoint({ keep }): expected an integer from 0 up, got -1.'],
    [{ save, keep: 2 }, 'modelCheckpoint({ keep }): expected 0 with save, whose files are yours to keep, got 2.'],
    [{ save, name: '' }, 'modelCheckpoint({ name }): expected a text that is not empty, got "".'],
    [{ save, every: 3 }, 'modelCheckpoint(options): expected options among folder, save, everyEpoch, everySteps, everySeconds, saveBest, monitor, mode, keep, name, got "every".'],
  ])('refuses %o', async (given, message) => {
    expect(await errorOf(() => modelCheckpoint(given as ModelCheckpointOptions))).toMatch(`invalid-option: ${message}`);
  });
});
