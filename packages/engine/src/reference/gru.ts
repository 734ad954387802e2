import type { GRUConfig } from '@sekvens/layers';
import { elementwiseFunction } from './activation-functions.js';
import type { Cell, CellParameters } from './cell.js';
import { addOuterProduct, addProduct, addTransposedProduct, addVector, multiply } from './linear-algebra.js';

/** GRU, gates in the order z, r, h; `resetAfter` decides where the reset gate acts. */
export function gruCell(config: GRUConfig, parameters: CellParameters): Cell {
  return config.resetAfter ? resetAfterCell(config, parameters) : resetBeforeCell(config, parameters);
}

/**
 * The form of cuDNN, PyTorch and Keras' default: the reset gate acts after the recurrent product, which has a bias of its own.
 *
 *   [az ar ah] = x·W + b₀        [ez er eh] = (h ⊙ kept)·U + b₁
 *   z = σ(az + ez)   r = σ(ar + er)
 *   g = φ(ah + r ⊙ eh)
 *   h′ = z ⊙ h + (1 - z) ⊙ g
 */
function resetAfterCell(config: GRUConfig, { kernel, recurrentKernel, bias }: CellParameters): Cell {
  const n = config.units;
  const phi = elementwiseFunction(config.activation);
  const sigma = elementwiseFunction(config.recurrentActivation);
  return {
    stateCount: 1,
    step(x, [h], kept) {
      const hKept = multiply(h, kept);
      const a = new Float64Array(3 * n);
      const e = new Float64Array(3 * n);
      addProduct(a, x, kernel.value, 3 * n);
      addProduct(e, hKept, recurrentKernel.value, 3 * n);
      if (bias) addVector(a, bias.value.subarray(0, 3 * n));
      if (bias) addVector(e, bias.value.subarray(3 * n));
      const eh = e.subarray(2 * n);

      const pre = a.map((value, j) => value + e[j]);
      const z = pre.subarray(0, n).map(sigma.value);
      const r = pre.subarray(n, 2 * n).map(sigma.value);
      const candidate = eh.map((value, j) => a[2 * n + j] + r[j] * value);
      const g = candidate.map(phi.value);
      const hNext = h.map((hj, j) => z[j] * hj + (1 - z[j]) * g[j]);

      const backward = ([dhNext]: readonly Float64Array[]) => {
        const da = new Float64Array(3 * n);
        const de = new Float64Array(3 * n);
        for (let j = 0; j < n; j++) {
          const dCandidate = dhNext[j] * (1 - z[j]) * phi.derivative(candidate[j], g[j]);
          de[j] = da[j] = dhNext[j] * (h[j] - g[j]) * sigma.derivative(pre[j], z[j]);
          de[n + j] = da[n + j] = dCandidate * eh[j] * sigma.derivative(pre[n + j], r[j]);
          da[2 * n + j] = dCandidate;
          de[2 * n + j] = dCandidate * r[j];
        }
        const dx = new Float64Array(x.length);
        const dhKept = new Float64Array(n);
        addTransposedProduct(dx, da, kernel.value, 3 * n);
        addTransposedProduct(dhKept, de, recurrentKernel.value, 3 * n);
        addOuterProduct(kernel.gradient, x, da, 3 * n);
        addOuterProduct(recurrentKernel.gradient, hKept, de, 3 * n);
        if (bias) addVector(bias.gradient.subarray(0, 3 * n), da);
        if (bias) addVector(bias.gradient.subarray(3 * n), de);
        return { x: dx, states: [dhNext.map((gradient, j) => gradient * z[j] + dhKept[j] * kept[j])] };
      };
      return { states: [hNext], gates: { update: z, reset: r, candidate: g }, backward };
    },
  };
}

/**
 * The form of the first publication (Cho et al. 2014): the reset gate acts on the state before the recurrent product.
 *
 *   [az ar ah] = x·W + b,   ĥ = h ⊙ kept
 *   z = σ(az + ĥ·Uz)   r = σ(ar + ĥ·Ur)
 *   g = φ(ah + (r ⊙ ĥ)·Uh)
 *   h′ = z ⊙ h + (1 - z) ⊙ g
 */
function resetBeforeCell(config: GRUConfig, { kernel, recurrentKernel, bias }: CellParameters): Cell {
  const n = config.units;
  const phi = elementwiseFunction(config.activation);
  const sigma = elementwiseFunction(config.recurrentActivation);
  return {
    stateCount: 1,
    step(x, [h], kept) {
      const hKept = multiply(h, kept);
      const pre = new Float64Array(3 * n);
      addProduct(pre, x, kernel.value, 3 * n);
      if (bias) addVector(pre, bias.value);
      const gates = pre.subarray(0, 2 * n);
      const candidate = pre.subarray(2 * n);

      addProduct(gates, hKept, recurrentKernel.value, 3 * n);
      const z = gates.subarray(0, n).map(sigma.value);
      const r = gates.subarray(n).map(sigma.value);
      const hReset = multiply(r, hKept);
      addProduct(candidate, hReset, recurrentKernel.value, 3 * n, 2 * n);
      const g = candidate.map(phi.value);
      const hNext = h.map((hj, j) => z[j] * hj + (1 - z[j]) * g[j]);

      const backward = ([dhNext]: readonly Float64Array[]) => {
        const dPre = new Float64Array(3 * n);
        const dGates = dPre.subarray(0, 2 * n);
        const dCandidate = dPre.subarray(2 * n);
        for (let j = 0; j < n; j++) dCandidate[j] = dhNext[j] * (1 - z[j]) * phi.derivative(candidate[j], g[j]);
        const dhReset = new Float64Array(n);
        addTransposedProduct(dhReset, dCandidate, recurrentKernel.value, 3 * n, 2 * n);
        for (let j = 0; j < n; j++) {
          dGates[j] = dhNext[j] * (h[j] - g[j]) * sigma.derivative(gates[j], z[j]);
          dGates[n + j] = dhReset[j] * hKept[j] * sigma.derivative(gates[n + j], r[j]);
        }
        const dx = new Float64Array(x.length);
        const dhKept = multiply(dhReset, r);
        addTransposedProduct(dx, dPre, kernel.value, 3 * n);
        addTransposedProduct(dhKept, dGates, recurrentKernel.value, 3 * n);
        addOuterProduct(kernel.gradient, x, dPre, 3 * n);
        addOuterProduct(recurrentKernel.gradient, hKept, dGates, 3 * n);
        addOuterProduct(recurrentKernel.gradient, hReset, dCandidate, 3 * n, 2 * n);
        if (bias) addVector(bias.gradient, dPre);
        return { x: dx, states: [dhNext.map((gradient, j) => gradient * z[j] + dhKept[j] * kept[j])] };
      };
      return { states: [hNext], gates: { update: z, reset: r, candidate: g }, backward };
    },
  };
}
