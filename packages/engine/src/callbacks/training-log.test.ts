import { dense } from '@sekvens/layers';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import type { Callback, EpochMetric, TrainingControl } from '../model/callback.js';
import { sequential } from '../model/sequential.js';
import { csvLogger } from './csv-logger.js';
import { jsonlLogger } from './jsonl-logger.js';
import { reduceLROnPlateau } from './reduce-lr-on-plateau.js';

const folder = mkdtempSync(join(tmpdir(), 'sekvens-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const place = (name: string) => join(folder, name);
const read = (name: string) => readFileSync(place(name), 'utf8');

/** Epochs `from` … `to` - 1 of two batches each; the figures of epoch e are e and a half. Begins with `firstBatch`. */
async function epochs(callback: Callback, from: number, to: number, { metrics = ['loss', 'validationLoss'] as readonly EpochMetric[], firstBatch = 0, end = 2 } = {}): Promise<void> {
  const control = { metrics, epochs: to, learningRate: 0.1, stop: () => undefined } as unknown as TrainingControl;
  await callback.onTrainBegin?.(control);
  for (let epoch = from; epoch < to; epoch++) {
    await callback.onEpochBegin?.(epoch, control);
    for (let batch = epoch === from ? firstBatch : 0; batch < end; batch++) await callback.onBatchEnd?.({ epoch, batch, batchCount: 2, rows: batch + 1, tokens: 10, loss: epoch + 0.5, accuracy: undefined }, control);
    if (end === 2) await callback.onEpochEnd?.({ epoch, loss: epoch + 0.5, validationLoss: epoch + 0.5, rows: 2, tokens: 20, seconds: 1.25 }, control);
  }
}

const header = 'epoch,loss,validationLoss,learningRate,rows,tokens,seconds\n';
const row = (epoch: number) => `${epoch},${epoch}.5,${epoch}.5,0.1,2,20,1.25\n`;
const line = (epoch: number) => `{"epoch":${epoch},"loss":${epoch}.5,"validationLoss":${epoch}.5,"learningRate":0.1,"rows":2,"tokens":20,"seconds":1.25}\n`;

describe('in a training', () => {
  it('has the figures of the history, and the rate of the next step', async () => {
    const model = sequential([dense({ units: 1 })], { inputShape: [2] });
    model.compile({ optimizer: { kind: 'sgd', learningRate: 0.5 }, loss: 'meanSquaredError' });
    const data = { x: [[1, 0], [0, 1]], y: [1, 2] };
    const csv: string[] = [];
    const jsonl: string[] = [];
    const batches: string[] = [];
    const callbacks = [
      reduceLROnPlateau({ monitor: 'loss', patience: 1, factor: 0.5, minDelta: 1e6 }), csvLogger((text) => void csv.push(text)), jsonlLogger(async (text) => { await Promise.resolve(); jsonl.push(text); }), csvLogger((text) => void batches.push(text), { every: 'batch' }),
    ];
    const { epochs: logs } = await model.fit(data, { epochs: 3, batchSize: 1, validationData: data, callbacks });
    const rates = [0.5, 0.25, 0.125];
    expect(csv).toEqual(['epoch,loss,validationLoss,learningRate,rows,tokens,seconds', ...logs.map(({ epoch, loss, validationLoss, rows, tokens, seconds }) => [epoch, loss, validationLoss, rates[epoch], rows, tokens, seconds].join(','))]);
    expect(jsonl.map((text) => JSON.parse(text) as unknown)).toEqual(logs.map((log) => ({ ...log, learningRate: rates[log.epoch] })));
    expect(batches[0]).toBe('epoch,batch,loss,learningRate,rows,tokens');
    expect(batches.slice(1).map((text) => text.split(',').slice(0, 2).join())).toEqual(['0,0', '0,1', '1,0', '1,1', '2,0', '2,1']);
    expect(batches.slice(1).map((text) => Number(text.split(',')[3]))).toEqual([0.5, 0.5, 0.5, 0.5, 0.25, 0.25]);
    // the mean so far is that of the epoch after its last batch
    expect(batches.filter((text) => /^\d,1/.test(text)).map((text) => Number(text.split(',')[2]))).toEqual(logs.map(({ loss }) => loss));
  });
});

describe.each([
  ['csv', csvLogger, header, row],
  ['jsonl', jsonlLogger, '', line],
] as const)('a file of %s', (name, logger, head, rowOf) => {
  const rows = (...list: number[]) => `${head}${list.map(rowOf).join('')}`;

  it('has a row an epoch, as soon as it has ended, in a folder that is made', async () => {
    const file = join(name, 'deep', 'log');
    const callback = logger(place(file));
    await epochs(callback, 0, 1);
    expect(read(file)).toBe(rows(0));
    await epochs(callback, 1, 3);
    expect(read(file)).toBe(rows(0, 1, 2));
  });

  it('is gone on with where a training goes on: no row twice, none lost, also after a row that was cut off', async () => {
    const file = `${name}-resumed`;
    await epochs(logger(place(file)), 0, 5);
    await epochs(logger(place(file)), 3, 6);
    expect(read(file)).toBe(rows(0, 1, 2, 3, 4, 5));
    writeFileSync(place(file), read(file).slice(0, -7));
    await epochs(logger(place(file)), 5, 7);
    expect(read(file)).toBe(rows(0, 1, 2, 3, 4, 5, 6));
  });

  it('is begun anew by a training that begins anew, whatever its columns', async () => {
    const file = `${name}-anew`;
    await epochs(logger(place(file)), 0, 4, { metrics: ['loss'] });
    await epochs(logger(place(file)), 0, 2);
    expect(read(file)).toBe(rows(0, 1));
    await epochs(logger(place(`${name}-none`)), 2, 3);
    expect(read(`${name}-none`)).toBe(rows(2));
  });

  it('of batches goes on in the middle of an epoch', async () => {
    const file = `${name}-batches`;
    await epochs(logger(place(file), { every: 'batch' }), 0, 2);
    const whole = read(file);
    expect(whole.trimEnd().split('\n')).toHaveLength(name === 'csv' ? 5 : 4);
    await epochs(logger(place(file), { every: 'batch' }), 1, 2, { firstBatch: 1 });
    expect(read(file)).toBe(whole);
    await epochs(logger(place(file), { every: 'batch' }), 1, 2, { end: 1 });
    expect(read(file)).toBe(whole.split('\n').slice(0, name === 'csv' ? 4 : 3).join('\n') + '\n');
  });

  it('that is something else is not touched', async () => {
    const file = `${name}-other`;
    writeFileSync(place(file), 'title,label\ngood,yes\n');
    expect(await errorOf(() => epochs(logger(place(file)), 0, 1))).toBe(
      `invalid-file: ${name}Logger(${JSON.stringify(place(file))}): expected a new file, or a log to go on with, got a file that begins with "title,label". Choose another name.`,
    );
    expect(read(file)).toBe('title,label\ngood,yes\n');
  });

  it('that cannot be written is an error before the epoch is trained', async () => {
    const where = JSON.stringify(folder);
    let trained = 0;
    const fit = () => epochs({ ...logger(folder), onBatchEnd: () => void trained++ }, 0, 1);
    expect(await errorOf(fit)).toMatch(new RegExp(`^io: ${name}Logger\\(${where}\\): expected to write there, got EISDIR.* Check the path, its permissions and the free space\\.$`));
    expect(trained).toBe(0);
  });

  it('is impossible without a file system, a function is not', async () => {
    vi.stubGlobal('process', undefined);
    try {
      expect(await errorOf(() => epochs(logger('log'), 0, 1))).toBe(
        `unsupported: ${name}Logger("log"): expected a platform with a file system (Node 20.16 or newer), got one without. Give a function of a line instead of a path.`,
      );
      const lines: string[] = [];
      await epochs(logger((text) => void lines.push(text)), 0, 1);
      expect(`${lines.join('\n')}\n`).toBe(rows(0));
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('refuses other targets and options', async () => {
    expect(await errorOf(() => logger(''))).toBe(`invalid-option: ${name}Logger(target): expected the path of a file, or a function of a line, got "".`);
    expect(await errorOf(() => logger({} as never))).toBe(`invalid-option: ${name}Logger(target): expected the path of a file, or a function of a line, got {}.`);
    expect(await errorOf(() => logger('log', { every: 'step' as never }))).toBe(`invalid-option: ${name}Logger({ every }): expected 'epoch' or 'batch', got "step".`);
    expect(await errorOf(() => logger('log', { append: true } as never))).toBe(`invalid-option: ${name}Logger(target, options): expected options among every, got "append".`);
  });
});

it('a CSV file of other columns is not gone on with', async () => {
  await epochs(csvLogger(place('columns')), 0, 2, { metrics: ['loss'] });
  expect(await errorOf(() => epochs(csvLogger(place('columns')), 2, 3))).toMatch(
    /^invalid-file: csvLogger\(.*\): expected the columns epoch,loss,validationLoss,learningRate,rows,tokens,seconds of the rows to go on with, got "epoch,loss,learningRate,rows,tokens,seconds"\. Go on with the options the training began with, or choose another name\.$/,
  );
});

it('a function gets the header where the training begins, and not where it goes on', async () => {
  const lines: string[] = [];
  await epochs(csvLogger((text) => void lines.push(text)), 0, 1);
  await epochs(csvLogger((text) => void lines.push(text)), 1, 2);
  expect(`${lines.join('\n')}\n`).toBe(`${header}${row(0)}${row(1)}`);
});

it('numbers that are not finite are null in JSON', async () => {
  const lines: string[] = [];
  const callback = jsonlLogger((text) => void lines.push(text));
  const control = { metrics: ['loss'], learningRate: 1 } as unknown as TrainingControl;
  await callback.onTrainBegin!(control);
  await callback.onEpochBegin!(0, control);
  await callback.onEpochEnd!({ epoch: 0, loss: NaN, rows: 1, tokens: 1, seconds: 1 }, control);
  expect(lines).toEqual(['{"epoch":0,"loss":null,"learningRate":1,"rows":1,"tokens":1,"seconds":1}']);
});
