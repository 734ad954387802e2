import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { mergeLayers } from './merge-layers.js';
import { resolveConfig } from './resolve-config.js';
import { settings } from './schema.js';
import { writeConfig } from './write-config.js';

const folder = mkdtempSync(join(tmpdir(), 'sekvens-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'run.yaml');

async function resolved(yaml: string, options: object = {}, paths: readonly string[] = []) {
  writeFileSync(file, yaml);
  return resolveConfig(paths, { ...options, config: file });
}

/** The message, with the folder left out. */
const refused = (yaml: string, options: object = {}): Promise<string> =>
  resolved(yaml, options).then(
    () => 'nothing was refused',
    (error: Error) => error.message.replaceAll(`${folder}/`, ''),
  );

describe('a mistake in a file is shown where it is', () => {
  it.each<[string, string, string]>([
    ['unknown setting', 'training:\n  epochs: 3\n  epoch: 4\n', 'run.yaml:3:3, training.epoch: expected a setting among task, epochs, minSteps, batchSize, bucket, maxTime, maxSteps, labelSmoothing, classWeights, earlyStopping, backend, seed, threads, got "epoch". Did you mean epochs?'],
    ['setting of another section', 'training:\n  learningRate: 4\n', 'run.yaml:2:3, training.learningRate: expected a setting among task, epochs, minSteps, batchSize, bucket, maxTime, maxSteps, labelSmoothing, classWeights, earlyStopping, backend, seed, threads, got "learningRate". Did you mean optimizer.learningRate?'],
    ['setting without a section', 'preset: fast\nepochs: 4\n', 'run.yaml:2:1, epochs: expected one of preset, data, test, validation, tokens, network, training, optimizer, schedule, output, search, got "epochs". Did you mean training.epochs?'],
    ['unknown section', 'optimiser: {}\n', 'run.yaml:1:1, optimiser: expected one of preset, data, test, validation, tokens, network, training, optimizer, schedule, output, search, got "optimiser". Did you mean optimizer?'],
    ['wrong type', 'training:\n  epochs:\n    many\n', 'run.yaml:3:5, training.epochs: expected a whole number from 1 up, got "many".'],
    ['out of range', 'network: { dropout: 1 }', 'run.yaml:1:21, network.dropout: expected a share from 0 to below 1, got 1.'],
    ['misspelt name', 'network: { cell: LTSM }', 'run.yaml:1:18, network.cell: expected one of simpleRNN, lstm, gru, none, got "LTSM". Did you mean lstm?'],
    ['misspelt preset', 'preset: fats', 'run.yaml:1:9, preset: expected one of fast, balanced, accurate, got "fats". Did you mean fast?'],
    ['null for what always has a value', 'training:\n  seed:\n', 'run.yaml:2:8, training.seed: expected a whole number from 0 up, got null.'],
    ['no duration', 'training: { maxTime: 5 }', 'run.yaml:1:22, training.maxTime: expected a duration such as 30s, 5m or 1h30m, got 5.'],
    ['a section that is none', 'training: 5', 'run.yaml:1:11, training: expected settings, each as name: value, got 5.'],
    ['a list in place of sections', '- training', 'run.yaml:1:1: expected sections with settings, got ["training"].'],
    ['no YAML', 'training: [1\n', 'run.yaml:2:1: expected YAML, got something else: Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ['a key twice', 'training: {}\ntraining: {}\n', 'run.yaml:2:1: expected YAML, got something else: Map keys must be unique'],
    ['a tag', 'preset: !!js/function x\n', 'run.yaml:1:9: expected YAML, got something else: Unresolved tag: tag:yaml.org,2002:js/function'],
    ['an empty list', 'data: { files: [] }', 'run.yaml:1:16, data.files: expected a list of paths, got [].'],
    ['a path that is none', 'data: { files: [a.csv, ""] }', 'run.yaml:1:24, data.files[1]: expected a path, got "".'],
    ['a column that is none', 'data: { text: { title: 1 } }', 'run.yaml:1:15, data.text: expected a string or a number, or a list of them, got {"title":1}.'],
    ['a format that is none', 'data: { format: cvs }', 'run.yaml:1:17, data.format: expected one of csv, tsv, jsonl, parquet, fasttext, text, folder, class-files, got "cvs".'],
    ['the first of two mistakes', 'training: { seed: -1 }\nnetwork: { units: 0 }\n', 'run.yaml:1:19, training.seed: expected a whole number from 0 up, got -1.'],
    ['a setting of another optimizer', 'optimizer:\n  name: adam\n  momentum: 0.9\n', 'run.yaml:3:13, optimizer.momentum: expected settings of adam: learningRate, beta1, beta2, epsilon, epsilonHat, squareOccurrences, clipnorm, clipvalue, globalClipnorm, weightDecay, useEma, emaMomentum, emaOverwriteFrequency, gradientAccumulationSteps, excludeFromWeightDecay, got momentum 0.9. Leave it out, or choose another optimizer.'],
    ['a setting of another schedule', 'schedule: { warmup: 0.1 }', 'run.yaml:1:21, schedule.warmup: expected nothing with the schedule constant, got warmup 0.1. Leave it out, or choose another schedule.'],
    ['two clippings', 'optimizer: { clipnorm: 1, clipvalue: 2 }', 'run.yaml:1:38, optimizer.clipvalue: expected at most one of clipnorm, clipvalue, globalClipnorm, got ["clipnorm", "clipvalue"].'],
    ['Nesterov without momentum', 'optimizer: { name: sgd, nesterov: true }', 'run.yaml:1:35, optimizer.nesterov: expected false without momentum, got true. Set momentum, for example to 0.9.'],
    ['pieces without rates', 'schedule: { kind: piecewiseConstant, boundaries: [3] }', 'run.yaml:1:19, schedule.kind: expected schedule.values with piecewiseConstant, got none.'],
    ['pieces that do not fit', 'schedule: { kind: piecewiseConstant, boundaries: [3], values: [1] }', 'run.yaml:1:63, schedule.values: expected 2 finite numbers from 0 up, one more than boundaries, got [1].'],
    ['two limits', 'training: { maxTime: 5m, maxSteps: 9 }', 'run.yaml:1:22, training.maxTime: expected training.maxTime or training.maxSteps, got both.'],
    ['an average over a share of the steps that is not taken', 'optimizer: { emaShare: 0.2 }', 'run.yaml:1:24, optimizer.emaShare: expected nothing without optimizer.useEma true, got emaShare 0.2.'],
    ['two lengths of an average', 'optimizer: { useEma: true, emaMomentum: 0.9, emaShare: 0.2 }', 'run.yaml:1:56, optimizer.emaShare: expected optimizer.emaShare or optimizer.emaMomentum, got both.'],
    ['no length of sequences', 'tokens: { ngrams: [3, 0] }', 'run.yaml:1:23, tokens.ngrams[1]: expected a whole number from 1 up, got 0.'],
    ['neither a length nor a list of them', 'tokens: { ngrams: two }', 'run.yaml:1:19, tokens.ngrams: expected a whole number from 1 up, or a list of them such as [3], got "two".'],
    ['a list of layers and settings', 'network: { units: 3, definition: [{ kind: lstm }] }', 'run.yaml:1:19, network.units: expected no such setting where network.definition lists the layers, got units 3.'],
    ['a list of layers and a model', 'network: { model: lstm, definition: [{ kind: lstm }] }', 'run.yaml:1:19, network.model: expected no model, or custom, where network.definition lists the layers, got "lstm".'],
    ['a layer that does not exist', 'network:\n  definition:\n    - kind: embeding\n', 'run.yaml:3:7, network.definition[0].kind: expected one of embedding,'],
    ['a first layer that reads no tokens', 'network:\n  definition:\n    - { kind: dense, config: { units: 3 } }\n', 'run.yaml:3:7, network.definition[0]: expected an embedding as the first layer, since texts come as the numbers of their tokens, got dense.'],
    ['an option that a layer does not have', 'network:\n  definition:\n    - kind: lstm\n      config: { unit: 3 }\n', 'run.yaml:3:7, network.definition[0]: lstm(options): expected options among'],
    ['layers that do not fit', 'network:\n  definition:\n    - { kind: embedding, config: { inputDim: 9, outputDim: 2 } }\n    - { kind: lstm, config: { units: 3 } }\n    - { kind: lstm, config: { units: 3 } }\n', 'run.yaml:3:5, network.definition: '],
  ])('%s', async (_what, yaml, message) => {
    const said = await refused(yaml);
    expect(said.startsWith(message) ? message : said).toBe(message);
  });

  it('and so is what only the command line makes wrong', async () => {
    expect(await refused('schedule: { kind: oneCycle }', { 'schedule.alpha': '0.1' })).toContain('--schedule.alpha: expected settings of the schedule oneCycle: steps, pctStart, divFactor, finalDivFactor, got alpha 0.1.');
    expect(await refused('{}', { momentum: 0.5 })).toContain('--momentum: expected settings of adam');
  });

  it.each(['schedule.alpha', 'network.pooling'])('values of --%s are checked as those of files', async (path) => {
    expect(await refused('{}', { [path]: 'maxx' })).toContain(`--${path}: expected ${path === 'schedule.alpha' ? 'a share from 0 to 1' : 'one of last, max,'}`);
  });
});

describe('a file that is not there', () => {
  it('is refused with the one that was probably meant', async () => {
    writeFileSync(file, '');
    await expect(resolveConfig([], { config: join(folder, 'runs.yaml') })).rejects.toThrow(`--config ${join(folder, 'runs.yaml')}: expected a configuration file, got none of that name.`);
    await expect(resolveConfig([], { config: 'nothing-like-it' })).rejects.toThrow('sekvens init nothing-like-it writes one.');
    await expect(resolveConfig([], { config: folder })).rejects.toThrow('expected a file that can be read, got EISDIR');
  });
});

describe('layers', () => {
  const values = async (yaml: string, options: object = {}, paths: readonly string[] = []) => (await resolved(yaml, options, paths)).values;

  it('an empty file, or none, is the defaults', async () => {
    const defaults = (await resolveConfig([], {})).values;
    expect(await values('')).toEqual(defaults);
    expect(await values('training:\n')).toEqual(defaults);
    expect(mergeLayers([]).values).toEqual(defaults);
  });

  it('options win over settings, and both over the file', async () => {
    const config = await values('training: { epochs: 1, seed: 1, maxSteps: 1 }', { 'training.epochs': '2', 'training.seed': '2', epochs: 3 });
    expect(config.training).toMatchObject({ epochs: 3, seed: 2, maxSteps: 1 });
  });

  it('null takes a setting back', async () => {
    expect((await values('training: { epochs: 5 }', { 'training.epochs': 'null' })).training.epochs).toBeNull();
  });

  it('of alternatives the later layer’s holds', async () => {
    expect((await values('test: { split: 0.1 }', { test: 'a.csv' })).test).toEqual({ file: 'a.csv', split: null });
    expect((await values('training: { maxTime: 1h }', { maxSteps: 5 })).training).toMatchObject({ maxTime: null, maxSteps: 5 });
    expect((await values('data: { dataset: sample }', {}, ['a.csv'])).data).toMatchObject({ dataset: null, files: ['a.csv'] });
    expect((await values('training: { epochs: 5, minSteps: 90 }', { epochs: 2 })).training).toMatchObject({ epochs: 2, minSteps: null });
    expect((await values('preset: accurate', { 'optimizer.emaMomentum': '0.9' })).optimizer).toMatchObject({ useEma: true, emaMomentum: 0.9, emaShare: null });
    expect((await values('optimizer: { clipnorm: 1 }', { globalClipnorm: 2 })).optimizer).toMatchObject({ clipnorm: null, globalClipnorm: 2 });
  });

  it('another optimizer does not take over the settings of the one before', async () => {
    const config = await values('optimizer: { name: adam, learningRate: 0.1, beta1: 0.5, clipnorm: 1 }', { optimizer: 'sgd' });
    expect(config.optimizer).toMatchObject({ name: 'sgd', learningRate: null, beta1: null, clipnorm: 1 });
    expect((await values('optimizer: { name: sgd, momentum: 0.5 }', { optimizer: 'sgd' })).optimizer.momentum).toBe(0.5);
  });

  it('a list of layers takes the place of a model', async () => {
    writeFileSync(join(folder, 'x'), '');
    const list = '[{ kind: embedding, config: { inputDim: vocabularySize, outputDim: 2 } }, { kind: lstm, config: { units: 2 } }, { kind: dense, config: { units: classes, activation: softmax } }]';
    expect((await values('network: { model: lstm, units: 3 }', { 'network.definition': list })).network).toMatchObject({ model: 'custom', units: null });
    expect((await values(`network: { definition: ${list} }`, { model: 'gru' })).network).toMatchObject({ model: 'gru', definition: null });
  });

  it('n-grams are all up to a length, or those of a list', async () => {
    expect((await values('tokens: { ngrams: [3] }')).tokens.ngrams).toEqual([3]);
    expect((await values('', { ngrams: 2 })).tokens.ngrams).toBe(2);
    expect((await values('', { 'tokens.ngrams': '[1, 3]' })).tokens.ngrams).toEqual([1, 3]);
  });

  it('columns are names or positions, in lists or with commas', async () => {
    expect((await values('data: { text: "title, 2", label: 0 }')).data).toMatchObject({ text: ['title', 2], label: 0 });
    expect((await values('data: { text: [0, "a,b", "2004"], quote: false, delimiter: tab }')).data).toMatchObject({ text: [0, 'a,b', '2004'], quote: false, delimiter: '\t' });
  });
});

describe('writeConfig', () => {
  /** A value that each setting may have; those that exclude each other are left out. */
  const candidates: readonly (readonly [string, unknown])[] = [
    ['data.text', ['title', 0, 'a, b: #c']], ['data.label', 2], ['data.quote', false], ['data.delimiter', '\t'], ['data.header', false], ['data.files', ['a b.csv', '-', '# c.csv']],
    ['test.split', 0.25], ['validation.file', 'null'], ['tokens.standardize', 'none'], ['tokens.maxLength', 7], ['network.units', 3], ['network.mask', false], ['network.dropout', 0],
    ['training.maxTime', '1h30m'], ['training.bucket', true], ['optimizer.epsilon', 1e-12], ['optimizer.beta1', 0.5], ['training.seed', 2 ** 53 - 1], ['output.folder', 'true'],
  ];

  it('writes what reads back as the same configuration', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...candidates]), async (chosen) => {
        const { values } = mergeLayers([{ origin: 'file', values: new Map(chosen), place: () => '' }]);
        const text = await writeConfig(values, ['Heading']);
        writeFileSync(file, text);
        expect((await resolveConfig([], { config: file })).values).toEqual(values);
      }),
      { numRuns: 40 },
    );
  });

  it('says of every setting what it is', async () => {
    const text = (await writeConfig(mergeLayers([]).values, [])).replace(/\n *# /g, ' ');
    for (const [path, { description }] of settings) expect(text, path).toContain(description);
  });
});
