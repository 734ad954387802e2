import type { OptimizerConfig } from '../../training-config.js';
import { AdamOptimizer } from './adam-optimizer.js';
import { RMSpropOptimizer } from './rmsprop-optimizer.js';
import { SGDOptimizer } from './sgd-optimizer.js';
import type { OptimizerPlace, WasmOptimizer } from './wasm-optimizer.js';

/** An optimizer before its first step, with its state in the executor's memory. */
export function createWasmOptimizer(place: OptimizerPlace, config: OptimizerConfig): WasmOptimizer {
  switch (config.kind) {
    case 'sgd':
      return new SGDOptimizer(place, config);
    case 'rmsprop':
      return new RMSpropOptimizer(place, config);
    case 'adam':
    case 'adamw':
      return new AdamOptimizer(place, config);
  }
}
