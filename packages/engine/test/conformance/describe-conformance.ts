/**
 * The conformance suite: what every executor has to get right, whatever its precision.
 *
 *   describeConformance('wasm', createExecutor, {
 *     tolerances: { goldens: 2e-5, laws: 2e-5, training: 1e-3 },
 *     createTrainer,
 *     agreement: { oracle: createReferenceExecutor, tolerance: 2e-5 },
 *   });
 *
 * - goldens: outputs, states and all gradients of recurrent and bidirectional layers, and 25-step training runs
 * - gate permutation: the goldens tell every gate order apart
 * - laws: equations between results of one executor
 * - agreement: random networks, and every cell at every size of its dimensions, against another executor
 * - finite differences: gradients against differences of the loss, for executors in float64
 */
import { describe } from 'vitest';
import { describeAgreement } from './agreement.js';
import { describeAgreementAtSizes } from './agreement-sizes.js';
import type { AgreementOptions } from './agreement.js';
import type { CreateExecutor, CreateTrainer, Tolerances } from './executor-under-test.js';
import { describeFiniteDifferences } from './finite-differences.js';
import { describeGatePermutation } from './gate-permutation.js';
import { describeBidirectionalGoldens } from './golden-bidirectional.js';
import { describeRecurrentGoldens } from './golden-recurrent.js';
import { describeTrainingGoldens } from './golden-training.js';
import { describeDropoutLaws } from './laws-dropout.js';
import { describeEmbeddingDropoutLaws } from './laws-embedding-dropout.js';
import { describeNetworkLaws } from './laws-network.js';
import { describePoolingLaws } from './laws-pooling.js';
import { describeRecurrentLaws } from './laws-recurrent.js';

export interface ConformanceOptions {
  readonly tolerances: Tolerances;
  /** Training goldens run where a trainer is given. */
  readonly createTrainer?: CreateTrainer;
  /** Random networks are compared where an oracle is given. */
  readonly agreement?: AgreementOptions;
  /** Whether the executor computes in float64, so that its gradients can be compared with differences of the loss. Default false. */
  readonly finiteDifferences?: boolean;
}

export function describeConformance(name: string, createExecutor: CreateExecutor, options: ConformanceOptions): void {
  const { tolerances, createTrainer, agreement, finiteDifferences = false } = options;
  describe(`conformance: ${name}`, () => {
    describeRecurrentGoldens(createExecutor, tolerances);
    describeBidirectionalGoldens(createExecutor, tolerances);
    describeGatePermutation(createExecutor, tolerances);
    describeRecurrentLaws(createExecutor, tolerances);
    describeNetworkLaws(createExecutor, tolerances);
    describePoolingLaws(createExecutor, tolerances);
    describeDropoutLaws(createExecutor, tolerances);
    describeEmbeddingDropoutLaws(createExecutor, tolerances);
    if (createTrainer) describeTrainingGoldens(createTrainer, tolerances);
    if (agreement) describeAgreement(createExecutor, agreement);
    if (agreement) describeAgreementAtSizes(createExecutor, agreement);
    if (finiteDifferences) describeFiniteDifferences(createExecutor);
  });
}
