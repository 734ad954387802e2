import type { LSTMConfig } from '@sekvens/layers';
import { elementwiseFunction } from './activation-functions.js';
import type { Cell, CellParameters } from './cell.js';
import { addOuterProduct, addProduct, addTransposedProduct, addVector, multiply } from './linear-algebra.js';

/**
 * LSTM with a forget gate (Hochreiter and Schmidhuber 1997; Gers et al. 2000), gates in the order i, f, c, o:
 *
 *   [zi zf zc zo] = x·W + (h ⊙ kept)·U + b
 *   i = σ(zi)   f = σ(zf)   g = φ(zc)   o = σ(zo)
 *   c′ = f ⊙ c + i ⊙ g
 *   h′ = o ⊙ φ(c′)
 */
export function lstmCell(config: LSTMConfig, { kernel, recurrentKernel, bias }: CellParameters): Cell {
  const n = config.units;
  const phi = elementwiseFunction(config.activation);
  const sigma = elementwiseFunction(config.recurrentActivation);
  return {
    stateCount: 2,
    step(x, [h, c], kept) {
      const hKept = multiply(h, kept);
      const z = new Float64Array(4 * n);
      addProduct(z, x, kernel.value, 4 * n);
      addProduct(z, hKept, recurrentKernel.value, 4 * n);
      if (bias) addVector(z, bias.value);
      const [zi, zf, zc, zo] = [0, 1, 2, 3].map((gate) => z.subarray(gate * n, (gate + 1) * n));

      const i = zi.map(sigma.value);
      const f = zf.map(sigma.value);
      const g = zc.map(phi.value);
      const o = zo.map(sigma.value);
      const cNext = c.map((cj, j) => f[j] * cj + i[j] * g[j]);
      const phiC = cNext.map(phi.value);
      const hNext = multiply(o, phiC);

      const backward = ([dhNext, dcLater]: readonly Float64Array[]) => {
        const dz = new Float64Array(4 * n);
        const dc = new Float64Array(n);
        for (let j = 0; j < n; j++) {
          const dcNext = dcLater[j] + dhNext[j] * o[j] * phi.derivative(cNext[j], phiC[j]);
          dz[j] = dcNext * g[j] * sigma.derivative(zi[j], i[j]);
          dz[n + j] = dcNext * c[j] * sigma.derivative(zf[j], f[j]);
          dz[2 * n + j] = dcNext * i[j] * phi.derivative(zc[j], g[j]);
          dz[3 * n + j] = dhNext[j] * phiC[j] * sigma.derivative(zo[j], o[j]);
          dc[j] = dcNext * f[j];
        }
        const dx = new Float64Array(x.length);
        const dhKept = new Float64Array(n);
        addTransposedProduct(dx, dz, kernel.value, 4 * n);
        addTransposedProduct(dhKept, dz, recurrentKernel.value, 4 * n);
        addOuterProduct(kernel.gradient, x, dz, 4 * n);
        addOuterProduct(recurrentKernel.gradient, hKept, dz, 4 * n);
        if (bias) addVector(bias.gradient, dz);
        return { x: dx, states: [multiply(dhKept, kept), dc] };
      };
      return { states: [hNext, cNext], gates: { forget: f, input: i, candidate: g, output: o }, backward };
    },
  };
}
