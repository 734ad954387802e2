/** The layers of @sekvens/layers/tfjs as an executor, so that random networks can be compared. Without initial states and final ones. */
import type { Network } from '@sekvens/layers';
import { toLayersModel } from '@sekvens/layers/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { Executor, ExecutorInput, Gradients, NumberArray } from '../../src/executor.js';
import type { Weights } from '../conformance/executor-under-test.js';

/** Runs layer after layer, hands on masks as TensorFlow.js does, and lets it differentiate. */
export function createLayersExecutor(network: Network, weights: Weights): Executor {
  const model = toLayersModel(network, Object.fromEntries(Object.entries(weights).map(([path, values]) => [path, Float32Array.from(values)])));
  const { layers } = model;
  const variables = network.layers.flatMap(({ weights: specs }, i) => specs.map(({ path }, n) => [path, (layers[i].weights[n] as unknown as { val: tf.Variable }).val] as const));
  let last: { input: tf.Tensor; mask: tf.Tensor | undefined } | undefined;

  const run = (): tf.Tensor => {
    let [flow, mask] = [last!.input, last!.mask as tf.Tensor | null | undefined];
    for (const layer of layers) {
      const output = layer.apply([flow], { mask: mask ?? undefined }) as tf.Tensor;
      mask = layer.supportsMasking ? [layer.computeMask([flow], [mask as tf.Tensor])].flat()[0] : null;
      flow = output;
    }
    return flow;
  };

  const executor = {
    name: 'tfjs',
    network,
    forward(input: ExecutorInput): NumberArray {
      last = place(network, input);
      return tidied(() => numbersOf(run()));
    },
    finalStates: () => [],
    backward(outputGradient: Float64Array): Gradients {
      return tidied(() => {
        const inputs = network.input.kind === 'features' ? [last!.input as tf.Variable] : [];
        const all = [...variables.map(([, variable]) => variable), ...inputs];
        // TensorFlow.js has no gradients of what the result does not depend on: so it depends on all, by nothing
        const loss = () => all.reduce<tf.Scalar>((sum, variable) => tf.add(sum, tf.mul(tf.sum(variable), 0)), weighted(run(), outputGradient));
        const grads: tf.NamedTensorMap = all.length === 0 ? {} : tf.variableGrads(loss, all).grads;
        return {
          weights: Object.fromEntries(variables.map(([path, variable]) => [path, numbersOf(grads[variable.name]).data])),
          input: inputs[0] && numbersOf(grads[inputs[0].name]),
          initialStates: undefined,
        };
      });
    },
  };
  return executor as unknown as Executor;
}

function weighted(output: tf.Tensor, weights: Float64Array): tf.Scalar {
  return tf.sum(tf.mul(output, tf.tensor(Float32Array.from(weights), output.shape)));
}

function place(network: Network, { ids, features, timeSteps, mask }: ExecutorInput) {
  const { values, offsets } = (ids ?? features)!;
  const batch = offsets.length - 1;
  const time = timeSteps ?? Math.max(0, ...Array.from({ length: batch }, (_, r) => offsets[r + 1] - offsets[r]));
  const width = ids ? 1 : network.input.shape[2]!;
  const padded = new Float64Array(batch * time * width);
  for (let r = 0; r < batch; r++) padded.set(values.subarray(offsets[r] * width, offsets[r + 1] * width), r * time * width);
  return {
    mask: mask && tf.tensor2d(mask, [batch, time], 'bool'),
    input: ids ? tf.tensor2d(Int32Array.from(padded), [batch, time], 'int32') : tf.variable(tf.tensor3d(Float32Array.from(padded), [batch, time, width])),
  };
}

/** `tf.tidy` for what is no tensor. */
function tidied<T>(compute: () => T): T {
  return tf.tidy(() => ({ result: compute() }) as unknown as tf.TensorContainerObject).result as T;
}

function numbersOf(tensor: tf.Tensor): NumberArray {
  return { data: tensor.dataSync().slice() as Float32Array, shape: tensor.shape };
}
