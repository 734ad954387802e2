import { SekvensError, show } from '@sekvens/core';
import { addKernels, canCompileKernels, hasKernels } from './kernels.js';

/**
 * How products are rounded.
 *
 * - `'exact'`: each multiplication and each addition once, as IEEE 754 says. One seed gives the same bytes on every machine.
 * - `'fast'`: with relaxed SIMD, which multiplies and adds in one instruction where the processor has one. Results differ from the exact
 *   ones in the last bits, and between processors.
 */
export type Numerics = 'exact' | 'fast';

/**
 * Loads the kernels that `numerics: 'fast'` runs on; call it once before a model is made with that option.
 * Resolves to whether this runtime has relaxed SIMD (Node 22, Chrome 114, Firefox 145 and newer). Where it has not, models made with
 * `numerics: 'fast'` compute exactly; `model.numerics` tells.
 */
export async function loadFastNumerics(): Promise<boolean> {
  if (!hasKernels('fast')) addKernels('fast', await import('./fast-kernels.generated.js'));
  return canCompileKernels('fast');
}

/** What a model made with the option `numerics` computes with. */
export function chooseNumerics(numerics: Numerics): Numerics {
  const where = 'the option numerics';
  if (numerics === 'exact') return 'exact';
  if (numerics !== 'fast') throw new SekvensError({ code: 'invalid-option', where, expected: "'exact' or 'fast'", got: show(numerics) });
  if (!hasKernels('fast')) {
    throw new SekvensError({ code: 'unsupported', where, expected: "the kernels for numerics 'fast'", got: 'kernels that have not been loaded', hint: 'Call `await loadFastNumerics()` first.' });
  }
  return canCompileKernels('fast') ? 'fast' : 'exact';
}
