import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { dense, embedding, initializeWeights, network, simpleRNN, summary } from '../src/index.js';

it('prints what the README says', () => {
  const blocks = [...readFileSync(new URL('../README.md', import.meta.url), 'utf8').matchAll(/```(\w*)\n([\s\S]*?)```/g)].map(([, , text]) => text.trimEnd());
  const model = network([embedding({ inputDim: 20_000, outputDim: 64, maskZero: true }), simpleRNN({ units: 16 }), dense({ units: 4, activation: 'softmax' })]);
  expect(summary(model)).toBe(blocks[1]);
  const [code] = blocks;
  for (const line of [...summary(model).matchAll(/│ (\w+) \(/g)].map(([, name]) => name)) expect(code).toContain({ simple_rnn: 'simpleRNN' }[line] ?? line);
  expect(Object.keys(initializeWeights(model, 42)).slice(0, 2)).toEqual(['embedding/embeddings', 'simple_rnn/kernel']);
});
