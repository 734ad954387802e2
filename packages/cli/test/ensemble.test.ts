/** Commands on the folder of an ensemble. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExamples } from '@sekvens/data/node';
import { TextClassifier, TextEnsemble } from '@sekvens/engine';
import { dense, embedding, globalAveragePooling1D, gru } from '@sekvens/layers';
import type { LayerDefinition } from '@sekvens/layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { newsCsv } from './news.js';
import { folderWith, runCommand } from './run-command.js';

const folder = folderWith({ 'train.csv': newsCsv(90), 'test.csv': newsCsv(30, 1000), 'texts.txt': 'the goal of the match\n\na rocket to a bank\n' });
const run = (...args: string[]) => runCommand(args, { cwd: folder });
const texts = ['the goal of the match', 'a rocket to a bank'];
let ensemble: TextEnsemble;

beforeAll(async () => {
  const rows = await readExamples(join(folder, 'train.csv'), { text: ['title', 'description'], label: 'class' }).toArray();
  const train = async (ngrams: number, middle: LayerDefinition) => {
    const { classifier } = await TextClassifier.train(rows, {
      vectorizer: { ngrams },
      layers: ({ vocabularySize, classes }) => [embedding({ inputDim: vocabularySize, outputDim: 8, maskZero: true }), middle, dense({ units: classes, activation: 'softmax' })],
      epochs: 2,
    });
    return classifier;
  };
  ensemble = new TextEnsemble([await train(1, gru({ units: 8 })), await train(2, globalAveragePooling1D())]);
  await ensemble.save(join(folder, 'saved'));
  mkdirSync(join(folder, 'run'));
  await ensemble.save(join(folder, 'run', 'model'));
});

describe('the folder of an ensemble, or of a run around it', () => {
  it.each(['saved', 'run', 'run/model'])('%s is predicted with', async (model) => {
    const { code, stdout, stderr } = await run('predict', model, ...texts, '--top', '3', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const answers = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as unknown);
    expect(answers).toEqual(ensemble.predict(texts).map(({ label, probability, top }, i) => ({ text: texts[i], label, probability, top })));
  });

  it('is evaluated, with predictions of every row', async () => {
    const { code, stdout } = await run('evaluate', 'run', 'test.csv', '--text', 'title,description', '--label', 'class', '--predictions', 'rows.csv', '--json');
    expect(code).toBe(0);
    const rows = await readExamples(join(folder, 'test.csv'), { text: ['title', 'description'], label: 'class' }).toArray();
    expect(JSON.parse(stdout)).toMatchObject({ rows: 30, accuracy: (await ensemble.evaluate(rows)).accuracy });
    expect(readFileSync(join(folder, 'rows.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(31);
  });

  it('shows what each member reads', async () => {
    const [first, second] = ensemble.members.map(({ vectorizer }) => vectorizer);
    const { stdout } = await run('predict', 'saved', 'goal match', '--tokens');
    expect(stdout).toMatch(/^goal match\tgoal match \S.*\n$/);
    const { stdout: json } = await run('predict', 'saved', 'goal match', '--tokens', '--json');
    const reading = (vectorizer: typeof first) => ({ tokens: vectorizer.tokens('goal match'), ids: [...vectorizer.encode('goal match')] });
    expect(JSON.parse(json)).toEqual({ text: 'goal match', members: [reading(first), reading(second)] });
  });

  it('is summarized member by member', async () => {
    const { code, stdout } = await run('summary', 'saved');
    expect(code).toBe(0);
    const [one, two] = stdout.split('Member 2 of 2\n');
    expect(one).toMatch(/^Member 1 of 2\nModel: /);
    expect([one.includes('(GRU)'), one.includes('(GlobalAveragePooling1D)'), two.includes('(GRU)'), two.includes('(GlobalAveragePooling1D)')]).toEqual([true, false, false, true]);
    expect(stdout).toMatch(/\n2 members, whose probabilities are averaged; [\d,]+ parameters\n3 labels: Business, Science, Sports\n$/);
    const { members, parameters, labels } = JSON.parse((await run('summary', 'run', '--json')).stdout) as { members: { parameters: number; vocabularySize: number; vectorizer: { ngrams: unknown } }[]; parameters: number; labels: string[] };
    expect(labels).toEqual(['Business', 'Science', 'Sports']);
    expect(members.map(({ vocabularySize, vectorizer }) => [vocabularySize, vectorizer.ngrams])).toEqual(ensemble.members.map(({ vectorizer }) => [vectorizer.vocabularySize(), vectorizer.config.ngrams]));
    expect(members.reduce((sum, member) => sum + member.parameters, 0)).toBe(parameters);
  });

  it('is refused in the words of the command line', async () => {
    const top = await run('predict', 'saved', 'a', '--top', '4');
    expect([top.code, top.stderr]).toEqual([2, expect.stringMatching(/^error: --top: expected a number up to 3, the labels of the model, got 4\./)]);
    const threshold = await run('predict', 'saved', 'a', '--threshold', '0.4');
    expect([threshold.code, threshold.stderr]).toEqual([2, expect.stringMatching(/^error: --threshold: expected it with a multi-label model only/)]);
  });

  it('is exported and quantized model by model', async () => {
    const whole = await run('export', 'saved', '--format', 'onnx');
    expect({ code: whole.code, stderr: whole.stderr }).toEqual({ code: 2, stderr: 'error: saved: expected a single model, got an ensemble of 2.\nhint: Take its models one by one: --member 1 to --member 2.\n' });
    expect((await run('export', 'saved', '--format', 'safetensors', '--member', '2', '--output', 'second.safetensors')).code).toBe(0);
    expect((await run('import', 'second.safetensors', '--output', 'second')).code).toBe(0);
    const [text] = ['the goal of the match'];
    expect((await run('predict', 'second', text)).stdout).toContain(ensemble.members[1].predict(text).label);
    expect((await run('quantize', 'saved', '--to', 'uint8', '--member', '3')).stderr).toContain('error: --member: expected a number from 1 to 2, got 3.');
  });
});
