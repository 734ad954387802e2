import type { RecurrentPass } from '../reference/layer.js';
import { readInspected } from './inspected-model.js';
import type { InspectedModel } from './inspected-model.js';
import type { DirectionTrace, LayerTrace, NetworkTrace } from './network-trace.js';
import { runText } from './run-text.js';

/** Which states a cell carries, in the reference's order. */
const stateNames = { simpleRNN: ['state'], gru: ['state'], lstm: ['state', 'cell'] } as const;

/**
 * What goes on in a network while it reads one text: the output of every layer, and of every recurrent layer and direction the gates
 * and states at each token; of attention what each token counts.
 *
 *   SimpleRNN   preActivation, state
 *   LSTM        forget, input, candidate, output, cell, state
 *   GRU         update, reset, candidate, state
 *
 * Computed in float64 by the cells of the reference executor, without dropout; the output is what `predict` gives for this one row, up to
 * its float32. The work is about that of a prediction in plain JavaScript and does not depend on the vocabulary, but for the copy of the
 * weights that a Sequential makes: for many texts give `{ network, weights: model.getWeights() }`.
 *
 * @param ids the token ids of one text, [time]; none at all is a text, too
 * @throws code 'invalid-data' for ids that the embedding has no vector for, 'unsupported' for a network that does not begin with one
 */
export function traceNetwork(model: InspectedModel, ids: ArrayLike<number>): NetworkTrace {
  const text = readInspected(model, ids, 'traceNetwork');
  const results = runText(text);
  let reversed = false;
  const layers = text.network.layers.map(({ name, definition }, index): LayerTrace => {
    const { output, attention, passes } = results[index];
    const arrives = reversed;
    const { kind } = definition;
    const turns = (kind === 'simpleRNN' || kind === 'lstm' || kind === 'gru') && definition.config.goBackwards;
    const overTime = output.tensor.shape.length === 3;
    reversed = overTime && arrives !== turns;
    return {
      name,
      kind,
      output: output.tensor.data,
      shape: output.tensor.shape.slice(1),
      mask: output.mask,
      reversed,
      ...(attention && { attention: arrives ? attention.slice().reverse() : attention }),
      ...(passes && { directions: passes.map((pass) => traceDirection(pass, arrives)) }),
    };
  });
  return { ids: text.ids, layers };
}

/** @param arrivesReversed whether the layer's first time step is the last token */
function traceDirection({ definition, taken: [steps] }: RecurrentPass, arrivesReversed: boolean): DirectionTrace {
  const { units, goBackwards } = definition.config;
  const backward = goBackwards !== arrivesReversed;
  const series: Record<string, Float64Array> = {};
  const present = new Uint8Array(steps.length);
  for (const name of [...gateNames[definition.kind], ...stateNames[definition.kind]]) series[name] = new Float64Array(steps.length * units).fill(NaN);
  let states: readonly Float64Array[] = stateNames[definition.kind].map(() => new Float64Array(units));
  steps.forEach((step, s) => {
    const token = backward ? steps.length - 1 - s : s;
    if (step) {
      present[token] = 1;
      states = step.states;
      for (const [name, gate] of Object.entries(step.gates)) series[name].set(gate, token * units);
    }
    stateNames[definition.kind].forEach((name, i) => series[name].set(states[i], token * units));
  });
  return { kind: definition.kind, definition, reads: backward ? 'backward' : 'forward', present, series } as unknown as DirectionTrace;
}

const gateNames = {
  simpleRNN: ['preActivation'],
  lstm: ['forget', 'input', 'candidate', 'output'],
  gru: ['update', 'reset', 'candidate'],
} as const;
