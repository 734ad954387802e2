/** Whole trainings against those of Keras in float64: losses of epochs, of validation, and the weights at the end. */
import { readFileSync } from 'node:fs';
import { raggedFrom } from '@sekvens/core';
import { dense, embedding, simpleRNN } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import type { BatchLog } from '../src/model/callback.js';
import type { ClassWeights } from '../src/model/class-weights.js';
import { sequential } from '../src/model/sequential.js';
import type { LossName, OptimizerOption } from '../src/training-config.js';
import { expectTensors } from './conformance/compare.js';

interface Training {
  name: string;
  sequences?: boolean;
  outputs?: number;
  optimizer: OptimizerOption;
  loss: LossName;
  labelSmoothing?: number;
  classWeights?: ClassWeights;
  batchSize: number;
  epochs: number;
  x: number[][];
  y: number[] | number[][];
  sampleWeights?: number[];
  validation?: { x: number[][]; y: number[] } | null;
  before: Record<string, number[]>;
  after: Record<string, number[]>;
  losses: number[];
  validationLosses: number[] | null;
}

const { trainings } = JSON.parse(readFileSync(new URL('../fixtures/losses/training.json', import.meta.url), 'utf8')) as { trainings: Training[] };

/** Keras on TensorFlow squares the gradients of an embedding occurrence by occurrence, unless it has summed them over batches before. */
function asInKeras(optimizer: OptimizerOption): OptimizerOption {
  return typeof optimizer === 'object' && optimizer.kind === 'adamw' && optimizer.gradientAccumulationSteps === undefined ? { ...optimizer, squareOccurrences: true } : optimizer;
}

/**
 * The losses of epochs as Keras counts them, which weighs the mean of a batch by its rows, not by its steps: the means of batches, sums of loss over
 * unmasked steps divided by the number of these, have to be the same for them to be.
 */
function lossesByRows(logged: readonly BatchLog[], epochs: number): number[] {
  return Array.from({ length: epochs }, (_, epoch) => {
    const logs = logged.filter((log) => log.epoch === epoch);
    const sum = logs.reduce((total, { loss, tokens, rows }, i) => {
      const [lossBefore, tokensBefore, rowsBefore] = i === 0 ? [0, 0, 0] : [logs[i - 1].loss, logs[i - 1].tokens, logs[i - 1].rows];
      return total + ((loss * tokens - lossBefore * tokensBefore) / (tokens - tokensBefore)) * (rows - rowsBefore);
    }, 0);
    return sum / logs[logs.length - 1].rows;
  });
}

describe('fit gives what Keras gives, relative error < 1e-5', () => {
  it('trainings are there', () => expect(trainings.length).toBeGreaterThan(12));

  for (const { name, sequences = false, outputs = 3, optimizer, loss, labelSmoothing, classWeights, batchSize, epochs, x, y, sampleWeights, validation, before, after, losses, validationLosses } of trainings) {
    it(name, async () => {
      const model = sequential([
        embedding({ inputDim: 12, outputDim: 2, maskZero: true }), simpleRNN({ units: 3, returnSequences: sequences }), dense({ units: outputs, activation: outputs === 1 ? 'sigmoid' : 'softmax' }),
      ]);
      model.setWeights(Object.fromEntries(Object.entries(before).map(([path, values]) => [path, Float32Array.from(values)])));
      model.compile({ optimizer: asInKeras(optimizer), loss, labelSmoothing });
      const validationData = validation ? { x: raggedFrom(validation.x), y: validation.y } : undefined;
      const logged: BatchLog[] = [];
      const options = { epochs, batchSize, shuffle: false, classWeights, validationData, callbacks: [{ onBatchEnd: (log: BatchLog) => void logged.push(log) }] };
      const { epochs: logs } = await model.fit({ x: raggedFrom(x), y, ...(sampleWeights && { sampleWeights }) }, options);
      const actual = {
        ...model.getWeights(), losses: sequences ? lossesByRows(logged, epochs) : logs.map((log) => log.loss), ...(validationLosses && { validation: logs.map((log) => log.validationLoss!) }),
      };
      expectTensors(actual, { ...after, losses, ...(validationLosses && { validation: validationLosses }) }, 1e-5);
    });
  }
});
