import type { RecurrentDefinition } from '@sekvens/layers';
import type { Cell, CellParameters, CellStep } from './cell.js';
import { gruCell } from './gru.js';
import { rowFactors } from './layer.js';
import type { Flow, LayerContext, LayerResult } from './layer.js';
import { addVector, multiply } from './linear-algebra.js';
import { lstmCell } from './lstm.js';
import { simpleRNNCell } from './simple-rnn.js';

/**
 * A recurrent layer: a cell taken along the time axis, row after row.
 *
 * - At a masked step the states stay as they are and the input is not looked at. The output is that of the step before, zeros
 *   before the first present step, or with `zeroOutputForMask` always zeros.
 * - `goBackwards` reads the row, padding included, from its end; outputs stay in the order they were computed in. The mask
 *   that goes on is nevertheless the one that came, unreversed, as in Keras.
 * - Without `returnSequences` the output is that of the last step taken. A row without a time step gives zeros.
 * - Dropout masks hold for a whole row: the same features are dropped at every step, for all gates alike.
 *
 * @param firstStream the layer's stream of input dropout; recurrent dropout is the next one.
 */
export function recurrentLayer(definition: RecurrentDefinition, input: Flow, context: LayerContext, firstStream: 0 | 2 = 0): LayerResult {
  const { units, returnSequences, goBackwards, zeroOutputForMask, dropout, recurrentDropout } = definition.config;
  const [batch, timeSteps, features] = input.tensor.shape;
  const cell = cellOf(definition, context);
  const inputFactors = rowFactors(context, firstStream, dropout, batch, features);
  const stateFactors = rowFactors(context, firstStream === 0 ? 1 : 3, recurrentDropout, batch, units);

  const positions = returnSequences ? timeSteps : 1;
  const output = new Float64Array(batch * positions * units);
  const finalStates = Array.from({ length: cell.stateCount }, () => new Float64Array(batch * units));
  const timeAt = (step: number) => (goBackwards ? timeSteps - 1 - step : step);
  const xAt = (row: number, step: number) => {
    const start = (row * timeSteps + timeAt(step)) * features;
    return [start, start + features] as const;
  };
  const outputAt = (row: number, step: number) => {
    const start = (row * positions + (returnSequences ? step : 0)) * units;
    return [start, start + units] as const;
  };

  /** What each row did at each step; undefined where it was masked. */
  const taken: (CellStep | undefined)[][] = [];
  for (let row = 0; row < batch; row++) {
    taken.push([]);
    const xFactors = inputFactors.subarray(row * features, (row + 1) * features);
    const kept = stateFactors.subarray(row * units, (row + 1) * units);
    let states: readonly Float64Array[] = finalStates.map((_, s) => context.initialStates?.[s].slice(row * units, (row + 1) * units) ?? new Float64Array(units));
    let y = new Float64Array(units);
    for (let step = 0; step < timeSteps; step++) {
      const present = !input.mask || input.mask[row * timeSteps + timeAt(step)] !== 0;
      if (present) {
        const result = cell.step(multiply(input.tensor.data.subarray(...xAt(row, step)), xFactors), states, kept);
        taken[row].push(result);
        states = result.states;
        y = Float64Array.from(states[0]);
      } else {
        taken[row].push(undefined);
        if (zeroOutputForMask) y = new Float64Array(units);
      }
      output.set(y, outputAt(row, step)[0]);
    }
    states.forEach((state, s) => finalStates[s].set(state, row * units));
  }

  const backward = (outputGradient: Float64Array) => {
    const dInput = new Float64Array(input.tensor.data.length);
    const dInitial = finalStates.map(() => new Float64Array(batch * units));
    for (let row = 0; row < batch; row++) {
      const xFactors = inputFactors.subarray(row * features, (row + 1) * features);
      let dStates: readonly Float64Array[] = finalStates.map(() => new Float64Array(units));
      /** Gradient of outputs that repeat the one of the nearest present step before them. */
      const dRepeated = new Float64Array(units);
      for (let step = timeSteps - 1; step >= 0; step--) {
        const result = taken[row][step];
        if ((returnSequences || step === timeSteps - 1) && (result || !zeroOutputForMask)) {
          addVector(dRepeated, outputGradient.subarray(...outputAt(row, step)));
        }
        if (!result) continue;
        const [dh, ...others] = dStates;
        addVector(dRepeated, dh);
        const gradients = result.backward([dRepeated.slice(), ...others]);
        dRepeated.fill(0);
        dInput.set(multiply(gradients.x, xFactors), xAt(row, step)[0]);
        dStates = gradients.states;
      }
      dStates.forEach((gradient, s) => dInitial[s].set(gradient, row * units));
    }
    return { input: dInput, initialStates: dInitial };
  };

  const shape = returnSequences ? [batch, timeSteps, units] : [batch, units];
  return { output: { tensor: { data: output, shape }, mask: returnSequences ? input.mask : undefined }, finalStates, passes: [{ definition, taken }], backward };
}

function cellOf(definition: RecurrentDefinition, context: LayerContext): Cell {
  const parameters: CellParameters = {
    kernel: context.parameter('kernel'),
    recurrentKernel: context.parameter('recurrentKernel'),
    bias: definition.config.useBias ? context.parameter('bias') : undefined,
  };
  switch (definition.kind) {
    case 'simpleRNN':
      return simpleRNNCell(definition.config, parameters);
    case 'lstm':
      return lstmCell(definition.config, parameters);
    case 'gru':
      return gruCell(definition.config, parameters);
  }
}
