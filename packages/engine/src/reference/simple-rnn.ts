import type { SimpleRNNConfig } from '@sekvens/layers';
import { elementwiseFunction } from './activation-functions.js';
import type { Cell, CellParameters } from './cell.js';
import { addOuterProduct, addProduct, addTransposedProduct, addVector, multiply } from './linear-algebra.js';

/**
 * SimpleRNN, a fully connected step (Elman 1990):
 *
 *   h′ = φ(x·W + (h ⊙ kept)·U + b)
 */
export function simpleRNNCell(config: SimpleRNNConfig, { kernel, recurrentKernel, bias }: CellParameters): Cell {
  const n = config.units;
  const phi = elementwiseFunction(config.activation);
  return {
    stateCount: 1,
    step(x, [h], kept) {
      const hKept = multiply(h, kept);
      const z = new Float64Array(n);
      addProduct(z, x, kernel.value, n);
      addProduct(z, hKept, recurrentKernel.value, n);
      if (bias) addVector(z, bias.value);
      const hNext = z.map(phi.value);

      const backward = ([dhNext]: readonly Float64Array[]) => {
        const dz = dhNext.map((gradient, j) => gradient * phi.derivative(z[j], hNext[j]));
        const dx = new Float64Array(x.length);
        const dhKept = new Float64Array(n);
        addTransposedProduct(dx, dz, kernel.value, n);
        addTransposedProduct(dhKept, dz, recurrentKernel.value, n);
        addOuterProduct(kernel.gradient, x, dz, n);
        addOuterProduct(recurrentKernel.gradient, hKept, dz, n);
        if (bias) addVector(bias.gradient, dz);
        return { x: dx, states: [multiply(dhKept, kept)] };
      };
      return { states: [hNext], gates: { preActivation: z }, backward };
    },
  };
}
