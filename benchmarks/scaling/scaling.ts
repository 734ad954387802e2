/**
 * How the time of a training step grows with the vocabulary, the length of rows, the units, the rows a batch and the threads.
 *
 *   tsx scaling/scaling.ts [--axes vocabulary,length,units,batch,threads] [--networks masked-rnn,bilstm] [--python PYTHON]
 *                          [--rounds 3] [--seconds 1] [--most N]
 *
 * Embedding(64) with masking, then SimpleRNN(16) or two bidirectional LSTM(64), 16 rows of 40 random tokens a batch, 20,000 rows in the
 * embedding, one thread: all but what grows. For the vocabulary, ids are drawn twice: so that every batch has the same number of distinct
 * ids, and by Zipf's law; elsewhere by Zipf's law. With --python (torch), PyTorch is measured beside at the same sizes of length, units
 * and batch, with dense Adam and with SparseAdam. All sizes of an axis take turns, --rounds times, --seconds each; medians. What does not
 * fit into memory is skipped and said so; --most leaves out sizes above N. Adds one entry for each axis and network to
 * results/scaling.json. Run it on an idle machine.
 */
import { freemem } from 'node:os';
import { parseArgs } from 'node:util';
import { isSekvensError } from '@sekvens/core';
import { interleave } from '../interleave.js';
import { chosen, positiveInteger, positiveNumber } from '../options.js';
import { median, mergeResults } from '../results.js';
import { timeTrainingSteps } from '../time-training-steps.js';
import { axes, baseSetting, distinctIds } from './axes.js';
import type { Axis, AxisName, Setting } from './axes.js';
import { networkNames, scalingModel } from './networks.js';
import type { NetworkName } from './networks.js';
import { ahead, equallyDistinct, zipf } from './synthetic-batches.js';
import { startTorch } from './torch-server.js';
import type { TorchServer } from './torch-server.js';

const { values } = parseArgs({
  options: {
    axes: { type: 'string' }, networks: { type: 'string' }, python: { type: 'string' },
    rounds: { type: 'string', default: '3' }, seconds: { type: 'string', default: '1' }, most: { type: 'string' },
  },
});
const rounds = positiveInteger(values.rounds, '--rounds');
const seconds = positiveNumber(values.seconds, '--seconds');
const most = values.most ? positiveInteger(values.most, '--most') : Infinity;
const torch = values.python ? startTorch(values.python) : undefined;

try {
  for (const axisName of chosen(values.axes, Object.keys(axes) as AxisName[], '--axes')) {
    for (const network of chosen(values.networks, networkNames, '--networks')) await measureAxis(axisName, network);
  }
} finally {
  torch?.close();
}

async function measureAxis(axisName: AxisName, network: NetworkName): Promise<void> {
  const axis: Axis = axes[axisName];
  const sizes = axis.sizes.filter((size) => size <= most);
  const base = baseSetting(network);
  const versions = new Set<string>();
  const skipped: Record<string, string> = {};
  const contenders: Record<string, () => Promise<number | undefined>> = {};
  const skip = (name: string, why: string) => void (skipped[name] = why);
  for (const size of sizes) {
    for (const ids of axis.ids) {
      const setting = { ...base, ...axis.set(size), ids };
      const ours = axis.ids.length > 1 ? `sekvens, ${ids}` : 'sekvens';
      contenders[`${ours} ${size}`] = () => measureOurs(setting, (why) => skip(`${ours} ${size}`, why));
      if (!torch || !axis.peers) continue;
      for (const peer of ['torch', 'torch, SparseAdam']) {
        contenders[`${peer} ${size}`] = () => measureTorch(torch, setting, peer !== 'torch', versions, (why) => skip(`${peer} ${size}`, why));
      }
    }
  }
  // a size that did not fit once is not tried again
  const patient = Object.fromEntries(Object.entries(contenders).map(([name, measure]) => [name, () => (skipped[name] ? undefined : measure())]));
  const runs = await interleave(patient, rounds, (contender, round, milliseconds) => console.log(axisName, network, `round ${round + 1}`, contender, milliseconds.toFixed(3)));
  const series = [...new Set(Object.keys(contenders).map((name) => name.slice(0, name.lastIndexOf(' '))))];
  const table = sizes.map((size) => ({
    size,
    ...Object.fromEntries(series.map((name) => [name, runs[`${name} ${size}`].length > 0 ? Number(median(runs[`${name} ${size}`]).toPrecision(4)) : undefined])),
  }));
  mergeResults('scaling', `${axisName}, ${network}`, { axis: axisName, title: axis.title, network, base, distinctIds, rounds, seconds, versions: [...versions], series, table, skipped, runs });
  console.log(`${axisName}, ${network}: milliseconds a training step`);
  console.table(table);
  if (Object.keys(skipped).length > 0) console.log('skipped:', skipped);
}

async function measureOurs(setting: Setting, skip: (why: string) => void): Promise<number | undefined> {
  const { vocabulary, length, rows, threads, ids } = setting;
  const shape = { rows, length, vocabulary };
  try {
    const model = scalingModel(setting);
    return await timeTrainingSteps(model, ahead(ids === 'equal' ? equallyDistinct(shape, distinctIds) : zipf(shape), shape), {
      threads, warmUp: { steps: 2, milliseconds: seconds * 333 }, timed: { least: 3, most: 2000, milliseconds: seconds * 1000 },
    });
  } catch (error) {
    // more than the 4 GiB of a WebAssembly memory, or more than the machine has
    if (!(error instanceof RangeError || (isSekvensError(error) && error.where === 'WebAssembly memory'))) throw error;
    skip(isSekvensError(error) ? error.got : `${error.message}, ${(freemem() / 2 ** 30).toFixed(1)} GiB free`);
    return undefined;
  }
}

async function measureTorch(server: TorchServer, setting: Setting, sparse: boolean, versions: Set<string>, skip: (why: string) => void): Promise<number | undefined> {
  const { peer, milliseconds, error } = await server.measure(setting, sparse, seconds);
  versions.add(peer);
  if (error !== undefined) skip(error);
  return milliseconds;
}
