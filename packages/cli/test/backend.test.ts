/** train --backend: the same training through TensorFlow.js. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newsCsv } from './news.js';
import { folderWith, runCommand } from './run-command.js';
import type { Finished } from './run-command.js';

const folder = folderWith({ 'train.csv': newsCsv(120), 'test.csv': newsCsv(60, 1000) });
const data = ['train.csv', '--test', 'test.csv', '--text', 'title,description', '--label', 'class'];
const network = ['--model', 'custom', '--cell', 'gru', '--units', '6', '--network.mask', 'true', '--embedding-size', '8', '--learning-rate', '0.02', '--batch-size', '16'];
const run = (...args: string[]): Promise<Finished> => runCommand(args, { cwd: folder });
const weights = (name: string): string => readFileSync(join(folder, name, 'model', 'weights.safetensors')).toString('base64');
const accuracyOf = (name: string): number => (JSON.parse(readFileSync(join(folder, name, 'metrics.json'), 'utf8')) as { test: { accuracy: number } }).test.accuracy;

describe('train --backend', () => {
  it.each(['cpu', 'wasm'])('tfjs:%s trains a model like any other, which its configuration repeats', async (backend) => {
    const { code, stdout, stderr } = await run('train', ...data, ...network, '--epochs', '6', '--backend', `tfjs:${backend}`, '--out', backend);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`backend   TensorFlow.js, ${backend}; without checkpoints\n`);
    expect(stdout).toMatch(/^epoch 6\/6 {2}loss [\d.]+ {2}accuracy [\d.]+ % {2}test accuracy/m);
    expect(accuracyOf(backend)).toBeGreaterThan(0.8);
    expect((await run('predict', backend, 'the goal of the match')).stdout).toMatch(/^Sports\t/);
    expect((await run('train', '--config', join(backend, 'config.yaml'), '--out', `${backend}-again`, '--quiet')).code).toBe(0);
    expect(weights(`${backend}-again`)).toBe(weights(backend));
  });

  it('begins where the engine begins, and has its batches: after some steps the weights are nearly the same', async () => {
    const few = ['--max-steps', '3', '--optimizer', 'sgd'];
    await run('train', ...data, ...network, ...few, '--backend', 'tfjs:cpu', '--out', 'few', '--quiet');
    await run('train', ...data, ...network, ...few, '--out', 'engine', '--quiet');
    const [there, here] = await Promise.all(['few', 'engine'].map(async (name) => (JSON.parse((await run('predict', name, 'the goal of the match', '--top', '3', '--json')).stdout) as { top: { label: string; probability: number }[] }).top));
    there.forEach(({ label, probability }, i) => {
      expect(label).toBe(here[i].label);
      expect(probability).toBeCloseTo(here[i].probability, 4);
    });
  });

  it.each([
    ['another backend', ['--backend', 'tfjs:gpu'], "error: option '--backend <name>' argument 'tfjs:gpu' is invalid. Expected one of sekvens, tfjs:cpu, tfjs:wasm, tfjs:webgpu, tfjs:node, tfjs:node-gpu."],
    ['what TensorFlow.js has not', ['--backend', 'tfjs:cpu', '--schedule', 'oneCycle', '--label-smoothing', '0.1', '--optimizer', 'adamw'], 'error: --backend: expected sgd or adam at a constant rate, and nothing that TensorFlow.js has not, got --optimizer, --schedule, --label-smoothing.'],
    ['several labels a text', ['--backend', 'tfjs:cpu', '--task', 'multi-label', '--label-separator', 'o'], 'error: --backend: expected sekvens with several labels a text, or --find-learning-rate, got tfjs:cpu.'],
    ['a package that is not there', ['--backend', 'tfjs:webgpu'], 'error: --backend tfjs:webgpu: expected the package @tensorflow/tfjs-backend-webgpu, got none installed.\nhint: Install it: npm install @tensorflow/tfjs-backend-webgpu@4.22.0\n'],
    ['native TensorFlow', ['--backend', 'tfjs:node-gpu'], Number(process.versions.node.split('.')[0]) < 23
      ? 'error: --backend tfjs:node-gpu: expected the package @tensorflow/tfjs-node-gpu, got none installed.\nhint: Install it: npm install @tensorflow/tfjs-node-gpu@4.22.0\n'
      : 'error: --backend tfjs:node-gpu: expected Node 22 or older, since @tensorflow/tfjs-node-gpu 4.22 breaks on Node 23 and newer, got Node'],
  ])('%s is refused', async (_what, options, message) => {
    const { code, stderr } = await run('train', ...data, ...network, ...options, '--out', 'x');
    expect(stderr.slice(0, message.length)).toBe(message);
    expect(code).toBe(2);
  });
});
