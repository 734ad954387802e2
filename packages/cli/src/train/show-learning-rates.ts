import { batchSequences } from '@sekvens/core';
import type { BatchSource } from '@sekvens/core';
import { findLearningRate, TextClassifier } from '@sekvens/engine';
import type { EncodedExamples, LearningRateSweep, TextExamples, TrainOptions as ClassifierOptions } from '@sekvens/engine';
import type { CommandContext } from '../command-definition.js';
import { table } from '../output/table.js';
import type { Output } from '../output/output.js';

/** Rows of the table, about. */
const shown = 20;
const barWidth = 30;

/** Tries learning rates on the model that `options` would train, shows the losses and suggests one. Nothing is trained or written. */
export async function showLearningRates(examples: TextExamples, options: ClassifierOptions & { readonly batchSize: number; readonly seed: number }, { output, signal }: CommandContext): Promise<void> {
  const { batches, batchSize, seed, threads } = options;
  let source: BatchSource | undefined;
  const capture = ({ x, y }: EncodedExamples): BatchSource => (source = batches ? batches({ x, y }) : batchSequences(x, y, { batchSize, seed }));
  // a training that ends before its first epoch: the classifier as it would begin
  const { classifier } = await TextClassifier.train(examples, { ...options, batches: capture, callbacks: [{ onTrainBegin: (control) => control.stop() }] });
  const sweep = await findLearningRate(classifier.model, source!, { batchSize, seed, signal, ...(threads !== undefined && { threads }) });
  output.text(`\n${learningRatesText(sweep, output.colors)}\n`);
  if (sweep.suggestion === undefined) {
    output.text('No suggestion: the loss falls at no rate by more than it differs from batch to batch. Larger batches may help, or another optimizer.');
  } else {
    output.fact('lowest', `${rate(sweep.lowest)}, where the loss is lowest; it falls fastest at ${rate(sweep.steepest!)}`);
    output.fact('suggested', `--learning-rate ${rate(sweep.suggestion)}, a tenth of the lowest`);
  }
  output.json({ event: 'learningRates', ...sweep });
}

/** A row every few points, with the smoothed loss as a number and as a bar. */
export function learningRatesText({ points }: Pick<LearningRateSweep, 'points'>, colors: Output['colors']): string {
  const every = Math.max(1, Math.round(points.length / shown));
  const chosen = points.filter((_, i) => i % every === every - 1);
  const losses = chosen.map(({ smoothedLoss }) => smoothedLoss);
  const lowest = Math.min(...losses);
  // what rises far beyond the beginning would leave nothing to see of the rest
  const highest = Math.min(Math.max(...losses), lowest + 2 * Math.max(losses[0] - lowest, 0.1 * lowest));
  const bar = (loss: number): string => '█'.repeat(1 + Math.round((barWidth - 1) * Math.min(1, (loss - lowest) / (highest - lowest || 1))));
  return table(['learning rate', 'loss', ''], chosen.map(({ learningRate, smoothedLoss }) => [rate(learningRate), smoothedLoss.toFixed(4), colors.cyan(bar(smoothedLoss))]), colors, ['right', 'right', 'left']);
}

/** Two digits: a learning rate is not more exact than that. */
function rate(value: number): string {
  return value < 0.001 ? value.toExponential(1) : String(Number(value.toPrecision(2)));
}
