import { createReferenceExecutor } from '../src/reference/create-reference-executor.js';
import { createReferenceTrainer } from '../src/reference/trainer.js';
import { describeConformance } from './conformance/describe-conformance.js';

// The goldens have nine digits in their inputs as in their results, which is what limits the agreement with them.
describeConformance('reference', createReferenceExecutor, {
  tolerances: { goldens: 3e-8, laws: 1e-12, training: 1e-7 },
  createTrainer: createReferenceTrainer,
  finiteDifferences: true,
});
