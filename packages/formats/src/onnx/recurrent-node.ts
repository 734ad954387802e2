import type { RecurrentActivation, RecurrentDefinition } from '@sekvens/layers';
import type { LayerWriter } from './layer-writer.js';
import type { OnnxAttribute } from './onnx-graph.js';
import { toOnnxBiases, toOnnxGates } from './to-onnx-gates.js';

/** One direction of a recurrent node; its weights are found below `prefix`. */
export interface RecurrentDirection {
  readonly definition: RecurrentDefinition;
  readonly prefix: '' | 'forward/' | 'backward/';
}

const operators = { simpleRNN: 'RNN', lstm: 'LSTM', gru: 'GRU' } as const;

/** Functions of recurrent nodes, with α and β where they have them. `Affine` is α·x + β, `HardSigmoid` is clip(α·x + β, 0, 1). */
const functions: Readonly<Record<RecurrentActivation, { readonly name: string; readonly alphaBeta?: readonly [number, number] }>> = {
  tanh: { name: 'Tanh' },
  sigmoid: { name: 'Sigmoid' },
  relu: { name: 'Relu' },
  linear: { name: 'Affine', alphaBeta: [1, 0] },
  hardSigmoid: { name: 'HardSigmoid', alphaBeta: [1 / 6, 0.5] },
};

/**
 * An RNN, LSTM or GRU node over `x` [time, batch, features], in one direction, or in two of one kind and size.
 * @param sequenceLens the lengths of rows, where they are not all of them `time`
 * @returns the outputs at all steps [time, directions, batch, units], for 'last' the states after the last one [directions, batch, units]
 */
export function recurrentNode({ graph, weight }: LayerWriter, x: string, directions: readonly RecurrentDirection[], outputs: 'all' | 'last', sequenceLens = ''): string {
  const { kind, config } = directions[0].definition;
  const { units } = config;
  const stacked = (name: string, part: (direction: RecurrentDirection) => Float32Array, rows: number) => {
    const parts = directions.map(part);
    const numbers = new Float32Array(directions.length * parts[0].length);
    parts.forEach((values, d) => numbers.set(values, d * values.length));
    return graph.weights(name, rows === 0 ? [directions.length, parts[0].length] : [directions.length, rows, parts[0].length / rows], numbers);
  };
  const kernels = (name: 'kernel' | 'recurrentKernel') => (direction: RecurrentDirection) => toOnnxGates(kind, weight(`${direction.prefix}${name}`), units);
  const gates = weight(`${directions[0].prefix}recurrentKernel`).length / units;
  const inputs = [x, stacked('kernel', kernels('kernel'), gates), stacked('recurrentKernel', kernels('recurrentKernel'), gates)];
  const biased = directions.some(({ definition }) => definition.config.useBias);
  const biases = ({ definition, prefix }: RecurrentDirection) => (definition.config.useBias ? toOnnxBiases(kind, weight(`${prefix}bias`), units) : new Float32Array(2 * gates));
  inputs.push(biased ? stacked('bias', biases, 0) : '', sequenceLens);
  while (inputs.at(-1) === '') inputs.pop();
  const attributes: Record<string, OnnxAttribute> = {
    hidden_size: units,
    direction: directions.length === 2 ? 'bidirectional' : config.goBackwards ? 'reverse' : 'forward',
    ...activationsOf(directions),
    ...('resetAfter' in config && { linear_before_reset: config.resetAfter ? 1 : 0 }),
  };
  return graph.node(operators[kind], inputs, attributes, outputs === 'all' ? 0 : 1);
}

/** The functions of the gates and of the outputs, in the order of ONNX; nothing where they are those a node has in any case. */
function activationsOf(directions: readonly RecurrentDirection[]): Record<string, OnnxAttribute> {
  const used = directions.flatMap(({ definition }) => {
    const { activation } = definition.config;
    if (definition.kind === 'simpleRNN') return [activation];
    const { recurrentActivation } = definition.config;
    return definition.kind === 'lstm' ? [recurrentActivation, activation, activation] : [recurrentActivation, activation];
  });
  if (directions.every(({ definition: { kind, config } }) => config.activation === 'tanh' && (kind === 'simpleRNN' || config.recurrentActivation === 'sigmoid'))) return {};
  const numbers = used.flatMap((name) => (functions[name].alphaBeta ? [functions[name].alphaBeta] : []));
  return {
    activations: used.map((name) => functions[name].name),
    // one a function that has any, in their order
    ...(numbers.length > 0 && { activation_alpha: { floats: numbers.map(([alpha]) => alpha) }, activation_beta: { floats: numbers.map(([, beta]) => beta) } }),
  };
}
