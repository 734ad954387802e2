import type { Network, NetworkLayer, NetworkWeights } from '@sekvens/layers';
import { decayingWeights } from '../decaying-weights.js';
import type { ExecutorInput } from '../executor.js';
import type { LossName, OptimizerConfig } from '../training-config.js';
import { createReferenceExecutor } from './create-reference-executor.js';
import { computeLoss } from './losses.js';
import type { LossInput } from './losses.js';
import { createOptimizer } from './optimizers.js';

export interface TrainerOptions {
  readonly optimizer: OptimizerConfig;
  readonly loss: LossName;
  /** Default 0. */
  readonly labelSmoothing?: number;
  /** Key of the dropout masks. Default 0. */
  readonly seed?: number;
}

export interface ReferenceTrainer {
  /**
   * One training step; returns the loss before it. Steps count from 0, the key of their dropout masks.
   * Sequences are masked in the loss where the network's output is.
   */
  step(input: ExecutorInput, targets: LossInput['targets'], sampleWeights?: LossInput['sampleWeights']): number;
  getWeights(): Readonly<Record<string, Float64Array>>;
  /** The running averages of the weights that are trained, with useEma, once there has been an update. */
  getAverages(): Readonly<Record<string, Float64Array>>;
}

/**
 * Trains a network in float64, step by step. Weights that are not trainable stay as they are. Where the last layer's softmax or sigmoid
 * meets a cross-entropy, the loss is computed from logits.
 */
export function createReferenceTrainer(network: Network, weights: NetworkWeights | Readonly<Record<string, Float64Array>>, options: TrainerOptions): ReferenceTrainer {
  const executor = createReferenceExecutor(network, weights);
  const decaying = decayingWeights(network.weights, options.optimizer);
  const optimizer = createOptimizer(options.optimizer, (path) => decaying.has(path));
  const fromLogits = isFused(network.layers.at(-1), options.loss);
  const trainable = network.weights.filter((weight) => weight.trainable);
  let stepNumber = 0;
  return {
    step(input, targets, sampleWeights) {
      const output = executor.forward(input, { training: true, seed: options.seed ?? 0, step: stepNumber++, logits: fromLogits });
      const loss = computeLoss(options.loss, { output, targets, sampleWeights, mask: executor.outputMask(), fromLogits, labelSmoothing: options.labelSmoothing });
      const gradients = executor.backward(loss.gradient).weights as Readonly<Record<string, Float64Array>>;
      executor.setWeights(
        optimizer.update(executor.getWeights(), Object.fromEntries(trainable.map(({ path }) => [path, gradients[path]])), { occurrenceSquares: executor.occurrenceSquares() }),
      );
      return loss.value;
    },
    getWeights: () => executor.getWeights(),
    getAverages: () => optimizer.averages(),
  };
}

function isFused(layer: NetworkLayer | undefined, loss: LossName): boolean {
  const definition = layer?.definition;
  if (definition?.kind !== 'dense' && definition?.kind !== 'activation') return false;
  const { activation } = definition.config;
  return loss === 'binaryCrossentropy' ? activation === 'sigmoid' : activation === 'softmax' && loss !== 'meanSquaredError';
}
