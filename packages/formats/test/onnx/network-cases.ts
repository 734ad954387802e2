/**
 * Random networks and batches for comparing an ONNX file with the engine: every layer, and every combination of options that fits
 * together. Cases are numbered by fast-check's seed; a failure prints the case and shrinks it.
 */
import { Random } from '@sekvens/core';
import type { ExecutorInput } from '@sekvens/engine';
import * as layers from '@sekvens/layers';
import type { ActivationName, BidirectionalDefinition, LayerDefinition, Network, NetworkWeights, RecurrentActivation, RecurrentDefinition } from '@sekvens/layers';
import * as fc from 'fast-check';

export interface NetworkCase {
  readonly network: Network;
  readonly weights: NetworkWeights;
  readonly input: ExecutorInput;
}

const vocabulary = 9;
const maskValues = { 'masking of 0': 0, 'masking of 0.1': 0.1, 'two maskings': 0 } as const;
const inputs = ['ids', 'ids maskZero', 'ids maskZero', 'features', ...(Object.keys(maskValues) as (keyof typeof maskValues)[])] as const;
const ends = ['last output', 'last output', 'last output', 'last output', 'max', 'average', 'max and average', 'attention', 'attention over a hidden layer', 'sequences'] as const;
const activations: readonly RecurrentActivation[] = ['tanh', 'sigmoid', 'relu', 'linear', 'hardSigmoid'];

export const networkCases: fc.Arbitrary<NetworkCase> = fc
  .record({
    input: fc.constantFrom(...inputs),
    features: fc.integer({ min: 1, max: 6 }),
    stack: fc.array(recurrentLayers(), { minLength: 0, maxLength: 3 }),
    between: fc.constantFrom(undefined, layers.dropout({ rate: 0.4 }), layers.spatialDropout1D({ rate: 0.4 }), layers.dense({ units: 3, activation: 'tanh' }), layers.activation({ activation: 'relu' })),
    end: fc.constantFrom(...ends),
    useMask: fc.boolean(),
    head: fc.constantFrom<ActivationName>('linear', 'softmax', 'sigmoid', 'tanh', 'relu', 'hardSigmoid'),
    headLayer: fc.boolean(),
    rows: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 5 }),
    extraPadding: fc.integer({ min: 0, max: 3 }),
    seed: fc.nat(),
  })
  .map((choice) => {
    const { input, features, useMask, end, head, stack, seed, rows } = choice;
    const definitions: LayerDefinition[] = [];
    const isIds = input === 'ids' || input === 'ids maskZero';
    if (isIds) definitions.push(layers.embedding({ inputDim: vocabulary, outputDim: features, maskZero: input === 'ids maskZero' }));
    else if (input !== 'features') definitions.push(layers.masking({ maskValue: maskValues[input] }));
    if (input === 'two maskings') definitions.push(layers.activation({ activation: 'relu' }), layers.masking());
    if (choice.between) definitions.push(choice.between);
    stack.forEach((layer, i) => {
      const isLast = i === stack.length - 1;
      // a reversed sequence does not go with a mask that a layer behind it reads
      const maskIsRead = (input === 'ids maskZero' || input.includes('mask')) && !(isLast && (end === 'sequences' || (end !== 'last output' && !useMask)));
      definitions.push(returning(layer, !isLast || end !== 'last output', maskIsRead));
      if (!isLast && choice.between) definitions.push(choice.between);
    });
    if (end === 'max') definitions.push(layers.globalMaxPooling1D({ useMask }));
    if (end === 'average') definitions.push(layers.globalAveragePooling1D({ useMask }));
    if (end === 'max and average') definitions.push(layers.globalMaxAveragePooling1D({ useMask }));
    if (end === 'attention') definitions.push(layers.attentionPooling1D({ useMask }));
    if (end === 'attention over a hidden layer') definitions.push(layers.attentionPooling1D({ units: features + 1, useMask }));
    definitions.push(...(choice.headLayer ? [layers.dense({ units: 4, useBias: false }), layers.activation({ activation: head })] : [layers.dense({ units: 4, activation: head })]));

    const network = layers.network(definitions, isIds ? {} : { inputShape: [null, features] });
    const random = new Random(seed);
    const networkCase = { network, weights: randomWeights(network, random), input: batchOf(random, rows, choice.extraPadding, input, features) };
    return Object.assign(networkCase, { [fc.toStringMethod]: () => describeCase(networkCase) });
  });

/** Distinct numbers for every weight, biases included: equal or zero weights would hide mistakes. */
export function randomWeights({ weights }: Network, random: Random, size = 0.5): NetworkWeights {
  return Object.fromEntries(weights.map(({ path, shape }) => [path, Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.uniform(-size, size))]));
}

function describeCase({ network, input }: NetworkCase): string {
  const definitions = network.layers.map(({ definition }) => `${definition.kind} ${JSON.stringify(definition.config, (key, value: unknown) => (/initializer|trainable|dropout/i.test(key) ? undefined : value))}`);
  const { values, offsets } = (input.ids ?? input.features)!;
  return [...definitions, `offsets ${Array.from(offsets).join(', ')} padded to ${input.timeSteps}`, `values ${Array.from(values).join(', ')}`].join('\n  ');
}

function recurrentLayers(): fc.Arbitrary<RecurrentDefinition | BidirectionalDefinition> {
  const single = fc
    .record({
      cell: fc.constantFrom('simpleRNN', 'lstm', 'gru', 'gru resetBefore'),
      units: fc.integer({ min: 1, max: 6 }),
      activation: fc.constantFrom<RecurrentActivation>('tanh', 'tanh', ...activations),
      recurrentActivation: fc.constantFrom<RecurrentActivation>('sigmoid', 'sigmoid', ...activations),
      useBias: fc.boolean(),
      goBackwards: fc.boolean(),
      zeroOutputForMask: fc.boolean(),
    })
    .map(({ cell, recurrentActivation, ...config }) => {
      if (cell === 'simpleRNN') return layers.simpleRNN(config);
      return cell === 'lstm' ? layers.lstm({ ...config, recurrentActivation }) : layers.gru({ ...config, recurrentActivation, resetAfter: cell === 'gru' });
    });
  const both = fc.record({ forward: single, backward: fc.option(single, { nil: undefined }), mergeMode: fc.constantFrom('concat', 'sum', 'mul', 'ave'), turned: fc.boolean() }).map(({ forward, backward, mergeMode, turned }) => {
    const units = mergeMode === 'concat' ? {} : { units: forward.config.units };
    const backwardLayer = backward && withConfig(backward, { ...units, goBackwards: !turned, zeroOutputForMask: false });
    return layers.bidirectional({ layer: withConfig(forward, { goBackwards: turned, zeroOutputForMask: false }), mergeMode, ...(backwardLayer && { backwardLayer }) });
  });
  return fc.oneof({ weight: 3, arbitrary: single }, { weight: 2, arbitrary: both });
}

function returning(layer: RecurrentDefinition | BidirectionalDefinition, returnSequences: boolean, maskIsRead: boolean): LayerDefinition {
  if (layer.kind !== 'bidirectional') return withConfig(layer, { returnSequences, goBackwards: layer.config.goBackwards && !(returnSequences && maskIsRead) });
  const { layer: forward, backwardLayer, mergeMode } = layer.config;
  const goBackwards = forward.config.goBackwards && !returnSequences;
  return layers.bidirectional({ layer: withConfig(forward, { returnSequences, goBackwards }), backwardLayer: withConfig(backwardLayer, { returnSequences, goBackwards: !goBackwards }), mergeMode });
}

function withConfig(layer: RecurrentDefinition, change: Partial<RecurrentDefinition['config']>): RecurrentDefinition {
  return { ...layer, config: { ...layer.config, ...change } } as RecurrentDefinition;
}

/** Rows of the given lengths. Some steps in them are id 0 or masked by their value, at their beginning, in between and throughout. */
function batchOf(random: Random, rows: readonly number[], extraPadding: number, kind: (typeof inputs)[number], features: number): ExecutorInput {
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((length, r) => (offsets[r + 1] = offsets[r] + length));
  const steps = offsets[rows.length];
  const timeSteps = Math.max(1, Math.max(...rows) + extraPadding);
  const absent = new Uint8Array(steps);
  rows.forEach((length, r) => {
    const share = [0, 0.3, 0.3, 1][random.integer(4)];
    const first = random.integer(3) === 0 ? random.integer(length + 1) : 0;
    for (let t = 0; t < length; t++) absent[offsets[r] + t] = t < first || random.next() < share ? 1 : 0;
  });
  if (kind === 'ids' || kind === 'ids maskZero') return { ids: { values: Int32Array.from(absent, (isAbsent) => (isAbsent ? 0 : 1 + random.integer(vocabulary - 1))), offsets }, timeSteps };
  const maskValue = kind === 'features' ? 0 : maskValues[kind];
  return { features: { values: Float32Array.from({ length: steps * features }, (_, i) => (absent[Math.floor(i / features)] ? maskValue : random.uniform(-1, 1))), offsets }, timeSteps };
}
