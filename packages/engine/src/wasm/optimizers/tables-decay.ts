import type { OptimizerPlace } from './wasm-optimizer.js';

/** Whether weight decay shrinks the rows of tables. A network has at most one table, its first layer. */
export function tablesDecay({ parameters, decaying }: OptimizerPlace): boolean {
  return parameters.parameters.some(({ kind, spec }) => kind === 'table' && decaying.has(spec.path));
}
