import { createReferenceExecutor } from '../src/reference/create-reference-executor.js';
import { resolveOptimizer } from '../src/training-config.js';
import { createWasmExecutor } from '../src/wasm/wasm-executor.js';
import { WasmTrainer } from '../src/wasm/wasm-trainer.js';
import { describeConformance } from './conformance/describe-conformance.js';

describeConformance('wasm', createWasmExecutor, {
  tolerances: { goldens: 2e-5, laws: 2e-5, training: 1e-3 },
  agreement: { oracle: createReferenceExecutor, tolerance: 2e-5 },
  createTrainer(network, weights, { optimizer, loss, seed }) {
    const executor = createWasmExecutor(network, weights);
    const trainer = new WasmTrainer(executor, { optimizer: resolveOptimizer(optimizer), loss, seed });
    return {
      step(input, targets) {
        const totals = trainer.step(input, targets);
        return totals.loss / totals.items;
      },
      getWeights: () => executor.getWeights(),
    };
  },
});
