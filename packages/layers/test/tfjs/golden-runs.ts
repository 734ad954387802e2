import * as tf from '@tensorflow/tfjs';
import { gru, lstm, simpleRNN } from '../../src/index.js';
import type { RecurrentDefinition } from '../../src/index.js';
import { bidirectional } from '../../src/tfjs/index.js';
import { runRecurrent } from '../../src/tfjs/run-recurrent.js';
import type { Numbers } from './compare.js';
import { flat } from './goldens.js';
import type { BidirectionalGolden, CellWeights, Cube, GoldenLayer, Matrix, RecurrentGolden, Vector } from './goldens.js';

type Nested = Vector | Matrix | Cube;

const tensor = (nested: Nested): tf.Tensor => tf.tensor(nested);

/** The definition a golden is of. */
export function definitionOf(layer: GoldenLayer, resetAfter: boolean | null, options: Parameters<typeof simpleRNN>[0]): RecurrentDefinition {
  return layer === 'SimpleRNN' ? simpleRNN(options) : layer === 'LSTM' ? lstm(options) : gru({ ...options, resetAfter: resetAfter === true });
}

/** Output, states and every gradient of a recurrent golden, with other weights where given. */
export function runRecurrentGolden(golden: RecurrentGolden, weights: CellWeights = golden): Numbers {
  const { returnSequences, goBackwards, zeroOutputForMask, maskValues } = golden;
  const definition = definitionOf(golden.layer, golden.resetAfter, { units: golden.recurrentKernel.length, returnSequences, goBackwards, zeroOutputForMask });
  return tf.tidy(() => {
    const mask = maskValues ? tf.cast(tensor(maskValues), 'bool') : undefined;
    const result: Record<string, ArrayLike<number>> = {};
    const run = (x: tf.Tensor, kernel: tf.Tensor, recurrentKernel: tf.Tensor, bias: tf.Tensor, ...initialStates: tf.Tensor[]) => {
      const { output, states } = runRecurrent(definition, { kernel: kernel as tf.Tensor2D, recurrentKernel: recurrentKernel as tf.Tensor2D, bias }, {
        x: x as tf.Tensor3D, mask, initialStates: initialStates.length > 0 ? initialStates : undefined,
      });
      result.output = output.dataSync();
      states.forEach((state, s) => (result[`state ${s}`] = state.dataSync()));
      return output;
    };
    const inputs = [golden.x, weights.kernel, weights.recurrentKernel, weights.bias, ...(golden.initialState ?? [])].map(tensor);
    const gradients = tf.grads(run)(inputs, tensor(golden.lossWeights));
    gradients.forEach((gradient, i) => (result[`gradient ${i}`] = gradient.dataSync()));
    return result as never;
  });
}

export function expectedOf(golden: RecurrentGolden): Numbers {
  const gradients = [golden.gradX, golden.gradKernel, golden.gradRecurrentKernel, golden.gradBias, ...(golden.gradInitialState ?? [])];
  return {
    output: flat(golden.y),
    ...Object.fromEntries(golden.finalState.map((state, s) => [`state ${s}`, flat(state)])),
    ...Object.fromEntries(gradients.map((gradient, i) => [`gradient ${i}`, flat(gradient)])),
  };
}

export function titleOf({ layer, resetAfter, mask, returnSequences, goBackwards, zeroOutputForMask, initialState }: RecurrentGolden): string {
  const flags = Object.entries({ resetAfter, returnSequences, goBackwards, zeroOutputForMask, initialState }).filter(([, on]) => on);
  return [layer, `mask ${mask}`, ...flags.map(([name]) => name)].join(', ');
}

/** Output and every gradient of a bidirectional layer, through the layer itself. */
export function runBidirectionalGolden(golden: BidirectionalGolden): Numbers {
  const { layer, resetAfter, returnSequences, mergeMode, maskValues, forward, backward } = golden;
  const made = bidirectional({ layer: definitionOf(layer, resetAfter, { units: forward.recurrentKernel.length, returnSequences }), mergeMode });
  const result = tf.tidy(() => {
    const x = tf.variable(tensor(golden.x));
    made.build(x.shape);
    made.setWeights([forward, backward].flatMap((cell) => [cell.kernel, cell.recurrentKernel, cell.bias].map(tensor)));
    const kwargs = maskValues ? { mask: tf.cast(tensor(maskValues), 'bool') } : {};
    const output = made.apply(x, kwargs) as tf.Tensor;
    const variables = made.trainableWeights.map((weight) => (weight as unknown as { val: tf.Variable }).val);
    const { grads } = tf.variableGrads(() => tf.sum(tf.mul(made.apply(x, kwargs) as tf.Tensor, tensor(golden.lossWeights))), [x, ...variables]);
    const values: Record<string, ArrayLike<number>> = { output: output.dataSync(), 'gradient 0': grads[x.name].dataSync() };
    variables.forEach(({ name }, i) => (values[`gradient ${i + 1}`] = grads[name].dataSync()));
    x.dispose();
    return values as never;
  }) as Numbers;
  for (const weight of made.weights) weight.dispose();
  return result;
}

export function expectedOfBidirectional({ y, gradX, gradForward, gradBackward }: BidirectionalGolden): Numbers {
  return { output: flat(y), ...Object.fromEntries([gradX, ...gradForward, ...gradBackward].map((gradient, i) => [`gradient ${i}`, flat(gradient)])) };
}
