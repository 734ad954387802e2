import type { BidirectionalConfig, MergeMode, RecurrentDefinition } from '@sekvens/layers';
import type { Flow, LayerContext, LayerResult } from './layer.js';
import { recurrentLayer } from './recurrent.js';

/**
 * Two recurrent layers that read the same input in opposite directions; f and b are their outputs:
 *
 *   concat: [f, b]    sum: f + b    mul: f ⊙ b    ave: (f + b) / 2
 *
 * With `returnSequences` b is turned back in time first, and both layers output zeros at masked steps, as Keras sets
 * `zeroOutputForMask` on both; without `returnSequences` it unsets it.
 */
export function bidirectionalLayer(config: BidirectionalConfig, input: Flow, context: LayerContext): LayerResult {
  const sequences = config.layer.config.returnSequences;
  const forward = recurrentLayer(withZeroOutput(config.layer), input, within(context, 'forward'), 0);
  const backward = recurrentLayer(withZeroOutput(config.backwardLayer), input, within(context, 'backward'), 2);
  const [batch, timeSteps] = input.tensor.shape;
  const rows = sequences ? batch * timeSteps : batch;
  const [forwardUnits, backwardUnits] = [config.layer.config.units, config.backwardLayer.config.units];
  const turn = (x: Float64Array) => (sequences ? reverseTime(x, batch, timeSteps, backwardUnits) : x);

  const f = forward.output.tensor.data;
  const b = turn(backward.output.tensor.data);
  const { merge, split } = mergeFunctions(config.mergeMode, rows, forwardUnits, backwardUnits);
  const width = config.mergeMode === 'concat' ? forwardUnits + backwardUnits : forwardUnits;

  return {
    output: { tensor: { data: merge(f, b), shape: sequences ? [batch, timeSteps, width] : [batch, width] }, mask: forward.output.mask },
    finalStates: [...forward.finalStates!, ...backward.finalStates!],
    passes: [...forward.passes!, ...backward.passes!],
    backward(outputGradient) {
      const { df, db } = split(outputGradient, f, b);
      const fromForward = forward.backward(df).input;
      const fromBackward = backward.backward(turn(db)).input;
      return { input: fromForward.map((gradient, i) => gradient + fromBackward[i]) };
    },
  };
}

function mergeFunctions(mode: MergeMode, rows: number, forwardUnits: number, backwardUnits: number) {
  if (mode === 'concat') {
    const width = forwardUnits + backwardUnits;
    const merge = (f: Float64Array, b: Float64Array) => {
      const y = new Float64Array(rows * width);
      for (let row = 0; row < rows; row++) {
        y.set(f.subarray(row * forwardUnits, (row + 1) * forwardUnits), row * width);
        y.set(b.subarray(row * backwardUnits, (row + 1) * backwardUnits), row * width + forwardUnits);
      }
      return y;
    };
    const split = (dy: Float64Array) => {
      const df = new Float64Array(rows * forwardUnits);
      const db = new Float64Array(rows * backwardUnits);
      for (let row = 0; row < rows; row++) {
        df.set(dy.subarray(row * width, row * width + forwardUnits), row * forwardUnits);
        db.set(dy.subarray(row * width + forwardUnits, (row + 1) * width), row * backwardUnits);
      }
      return { df, db };
    };
    return { merge, split };
  }
  if (mode === 'mul') {
    return {
      merge: (f: Float64Array, b: Float64Array) => f.map((value, i) => value * b[i]),
      split: (dy: Float64Array, f: Float64Array, b: Float64Array) => ({ df: dy.map((g, i) => g * b[i]), db: dy.map((g, i) => g * f[i]) }),
    };
  }
  const factor = mode === 'ave' ? 0.5 : 1;
  return {
    merge: (f: Float64Array, b: Float64Array) => f.map((value, i) => (value + b[i]) * factor),
    split: (dy: Float64Array) => ({ df: dy.map((g) => g * factor), db: dy.map((g) => g * factor) }),
  };
}

/** The rows of [batch, time, features] turned round in time. */
function reverseTime(x: Float64Array, batch: number, timeSteps: number, features: number): Float64Array {
  const y = new Float64Array(x.length);
  for (let row = 0; row < batch; row++) {
    for (let t = 0; t < timeSteps; t++) {
      const from = (row * timeSteps + t) * features;
      y.set(x.subarray(from, from + features), (row * timeSteps + timeSteps - 1 - t) * features);
    }
  }
  return y;
}

function withZeroOutput(definition: RecurrentDefinition): RecurrentDefinition {
  const { config } = definition;
  return { ...definition, config: { ...config, zeroOutputForMask: config.returnSequences } } as RecurrentDefinition;
}

function within(context: LayerContext, direction: 'forward' | 'backward'): LayerContext {
  return { ...context, initialStates: undefined, parameter: (name) => context.parameter(`${direction}/${name}`) };
}
