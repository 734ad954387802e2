import { describe, expect, it } from 'vitest';
import { sampleTrial } from './sample-trial.js';
import { defaultSearch, readSearchSpace } from './search-space.js';

const read = (search: Record<string, unknown>) => readSearchSpace(search, (path) => `run.yaml:7:3, search.${path}`);

describe('readSearchSpace', () => {
  it('reads the default', () => {
    expect([...read(defaultSearch).keys()]).toEqual(Object.keys(defaultSearch));
  });

  it('takes ranges of whole numbers for settings that are whole', () => {
    expect(read({ 'network.layers': { min: 1, max: 3 }, 'network.dropout': { min: 0, max: 0.5 }, 'optimizer.weightDecay': { min: 1, max: 2 } })).toEqual(
      new Map([
        ['network.layers', { kind: 'range', min: 1, max: 3, isLog: false, isWhole: true }],
        ['network.dropout', { kind: 'range', min: 0, max: 0.5, isLog: false, isWhole: false }],
        ['optimizer.weightDecay', { kind: 'range', min: 1, max: 2, isLog: false, isWhole: false }],
      ]),
    );
  });

  it.each<[Record<string, unknown>, string]>([
    [{ 'network.unit': [1] }, 'run.yaml:7:3, search.network.unit: expected the path of a setting of tokens, network, training, optimizer or schedule, got "network.unit". Did you mean network.units?'],
    [{ dropout: [0.1] }, 'Did you mean network.dropout?'],
    [{ 'data.limit': [1] }, 'expected the path of a setting of tokens, network, training, optimizer or schedule, got "data.limit".'],
    [{ 'network.units': [] }, 'search.network.units: expected a list of values, or { min, max } with scale: log where it is to be, got [].'],
    [{ 'network.units': 5 }, 'expected a list of values, or { min, max } with scale: log where it is to be, got 5.'],
    [{ 'network.units': [8, 0] }, 'search.network.units: expected a whole number from 1 up, got 0.'],
    [{ 'network.cell': ['gru', 'lstmm'] }, 'search.network.cell: expected one of simpleRNN, lstm, gru, none, got "lstmm".'],
    [{ 'network.cell': { min: 1, max: 2 } }, 'search.network.cell: expected one of simpleRNN, lstm, gru, none, got 1.'],
    [{ 'network.units': { min: 8, max: 8 } }, 'expected numbers min and max, min below max, got'],
    [{ 'network.units': { min: 8, max: 9, step: 2 } }, 'expected min, max and perhaps scale, got "step".'],
    [{ 'network.dropout': { min: 0, max: 0.5, scale: 'log' } }, 'expected min above 0 with scale: log, got 0.'],
    [{ 'network.dropout': { min: 0, max: 0.5, scale: 'lin' } }, 'expected scale: log or linear, got "lin".'],
    [{ 'network.dropout': { min: 0, max: 1 } }, 'expected a share from 0 to below 1, got 1.'],
  ])('refuses %j', (search, message) => {
    expect(() => read(search)).toThrow(message);
  });
});

describe('sampleTrial', () => {
  const space = read({ 'network.units': [4, 8], 'network.layers': { min: 1, max: 3 }, 'network.dropout': { min: 0.1, max: 0.3 }, 'optimizer.learningRate': { min: 1e-4, max: 1e-1, scale: 'log' }, 'training.batchSize': { min: 4, max: 64, scale: 'log' } });
  const trials = Array.from({ length: 600 }, (_, i) => sampleTrial(space, 5, i + 1));
  const column = (path: string) => trials.map((trial) => trial.get(path) as number);

  it('draws the same for the same seed and trial, and something else otherwise', () => {
    expect(sampleTrial(space, 5, 3)).toEqual(trials[2]);
    expect(sampleTrial(space, 6, 3)).not.toEqual(trials[2]);
    expect(new Set(trials.map((trial) => JSON.stringify([...trial]))).size).toBeGreaterThan(590);
  });

  it('draws the numbers it always drew', () => {
    expect(Object.fromEntries(sampleTrial(space, 0, 1))).toMatchInlineSnapshot(`
      {
        "network.dropout": 0.133,
        "network.layers": 1,
        "network.units": 8,
        "optimizer.learningRate": 0.0379,
        "training.batchSize": 9,
      }
    `);
  });

  it('stays within the ranges, and reaches all of them', () => {
    expect(new Set(column('network.units'))).toEqual(new Set([4, 8]));
    expect(new Set(column('network.layers'))).toEqual(new Set([1, 2, 3]));
    expect(Math.min(...column('network.dropout'))).toBeGreaterThanOrEqual(0.1);
    expect(Math.max(...column('network.dropout'))).toBeLessThanOrEqual(0.3);
    expect(column('training.batchSize').every(Number.isInteger)).toBe(true);
  });

  it('draws each order of magnitude as often with scale: log', () => {
    const rates = column('optimizer.learningRate');
    for (const low of [1e-4, 1e-3, 1e-2]) expect(rates.filter((rate) => rate >= low && rate < 10 * low).length / 600).toBeCloseTo(1 / 3, 1);
  });
});
