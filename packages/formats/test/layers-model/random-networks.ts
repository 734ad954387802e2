/** Random networks with weights and ragged batches, of everything that layers here can be. Cases are numbered by fast-check's seed. */
import { Random } from '@sekvens/core';
import { Sequential } from '@sekvens/engine';
import {
  activation, attentionPooling1D, bidirectional, dense, dropout, embedding, globalAveragePooling1D, globalMaxAveragePooling1D, globalMaxPooling1D, gru, lstm, masking, network, simpleRNN,
  spatialDropout1D,
} from '@sekvens/layers';
import type { ActivationName, LayerDefinition, Network, NetworkWeights, RecurrentDefinition } from '@sekvens/layers';
import * as fc from 'fast-check';

/** Rows of equal length, padded: ids [rows, steps], or numbers [rows, steps, features]. */
export interface Batch {
  readonly values: Float32Array;
  readonly rows: number;
  readonly steps: number;
}

export interface NetworkCase {
  readonly network: Network;
  readonly weights: NetworkWeights;
  readonly batch: Batch;
}

const vocabulary = 12;

export function randomWeights({ weights }: Network, random: Random, size = 0.6): NetworkWeights {
  return Object.fromEntries(weights.map(({ path, shape }) => [path, Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.uniform(-size, size))]));
}

/** Rows of different lengths, padded with zeros on the right, and some of them on the left, too. */
export function randomBatch({ input }: Network, random: Random, lengths: readonly number[], padding = 0): Batch {
  const steps = Math.max(1, ...lengths) + padding;
  const width = input.kind === 'ids' || input.shape.length === 2 ? 1 : input.shape[2]!;
  const values = new Float32Array(lengths.length * steps * width);
  lengths.forEach((length, r) => {
    const start = random.integer(3) === 0 ? random.integer(steps - length + 1) : 0;
    for (let i = 0; i < length * width; i++) values[(r * steps + start) * width + i] = input.kind === 'ids' ? 1 + random.integer(vocabulary - 1) : random.uniform(-1, 1);
  });
  return { values, rows: lengths.length, steps };
}

/** What the engine gives for a batch, row after row. */
export function predictHere({ network: { input }, weights, network, batch }: NetworkCase): Float32Array {
  const { values, rows, steps } = batch;
  const model = new Sequential(network, weights);
  if (input.kind === 'features' && input.shape.length === 2) return Float32Array.from(model.predict(values).data);
  const offsets = Int32Array.from({ length: rows + 1 }, (_, r) => r * steps);
  const x = input.kind === 'ids' ? { values: Int32Array.from(values), offsets } : { values, offsets };
  return Float32Array.from(model.predict(x).data);
}

function recurrent(cell: fc.Arbitrary<string>): fc.Arbitrary<RecurrentDefinition> {
  const name = fc.constantFrom('tanh', 'tanh', 'tanh', 'relu', 'sigmoid', 'linear', 'hardSigmoid');
  return fc.record({
    cell, units: fc.integer({ min: 1, max: 5 }), activation: name, recurrentActivation: fc.constantFrom('sigmoid', 'sigmoid', 'sigmoid', 'hardSigmoid', 'tanh'), useBias: fc.boolean(), goBackwards: fc.boolean(),
    zeroOutputForMask: fc.boolean(), resetAfter: fc.constantFrom(false, false, true), dropout: fc.constantFrom(0, 0.25), recurrentDropout: fc.constantFrom(0, 0.25), trainable: fc.boolean(),
  }).map(({ cell: kind, recurrentActivation, resetAfter, ...rest }) => {
    const options = rest as Parameters<typeof simpleRNN>[0];
    const gated = { ...options, recurrentActivation } as Parameters<typeof lstm>[0];
    return kind === 'simpleRNN' ? simpleRNN(options) : kind === 'lstm' ? lstm({ ...gated, unitForgetBias: rest.trainable }) : gru({ ...gated, resetAfter });
  });
}

const returning = <Definition extends RecurrentDefinition>(layer: Definition, returnSequences: boolean, goBackwards: boolean): Definition =>
  ({ ...layer, config: { ...layer.config, returnSequences, goBackwards: layer.config.goBackwards && goBackwards, zeroOutputForMask: layer.config.zeroOutputForMask && returnSequences } });

function stacked(): fc.Arbitrary<{ readonly layer: RecurrentDefinition; readonly backward?: RecurrentDefinition; readonly both: boolean; readonly mergeMode: 'concat' | 'sum' | 'mul' | 'ave' }> {
  const cell = recurrent(fc.constantFrom('simpleRNN', 'lstm', 'gru'));
  return fc.record({ layer: cell, other: cell, unlike: fc.constantFrom(false, false, false, true), both: fc.boolean(), mergeMode: fc.constantFrom('concat', 'sum', 'mul', 'ave') }).map(({ unlike, other, ...rest }) => ({ ...rest, ...(unlike && { backward: other }) }));
}

export function networkCases(): fc.Arbitrary<NetworkCase> {
  return fc.record({
    input: fc.constantFrom('ids', 'ids maskZero', 'features', 'features and masking layer'),
    dims: fc.integer({ min: 1, max: 4 }), wordDropout: fc.constantFrom(0, 0.25),
    first: fc.constantFrom(undefined, dropout({ rate: 0.3 }), spatialDropout1D({ rate: 0.3 }), dense({ units: 3, activation: 'tanh' })),
    stack: fc.array(stacked(), { minLength: 0, maxLength: 2 }),
    between: fc.constantFrom(undefined, dropout({ rate: 0.3 }), activation({ activation: 'relu' }), dense({ units: 2 })),
    end: fc.constantFrom('last', 'last', 'sequences', 'max', 'average', 'both', 'attention'), useMask: fc.boolean(),
    head: fc.constantFrom<ActivationName>('softmax', 'sigmoid', 'linear', 'relu', 'hardSigmoid'), headLayer: fc.boolean(),
    lengths: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }), padding: fc.nat({ max: 2 }), name: fc.constantFrom(undefined, 'top', 'Überschrift 1'), seed: fc.nat(),
  }).map((choice) => {
    const { input, dims, wordDropout, useMask } = choice;
    const layers: LayerDefinition[] = [];
    if (input.startsWith('ids')) layers.push(embedding({ inputDim: vocabulary, outputDim: dims, maskZero: input === 'ids maskZero', wordDropout }));
    if (input === 'features and masking layer') layers.push(masking());
    if (choice.first) layers.push(choice.first);
    const masked = input === 'ids maskZero' || input === 'features and masking layer';
    choice.stack.forEach(({ layer, backward, both, mergeMode }, i) => {
      const last = i === choice.stack.length - 1;
      const returns = !last || choice.end !== 'last';
      layers.push(both ? bothWays(returning(layer, returns, !returns), backward && returning(backward, returns, false), mergeMode) : returning(layer, returns, !masked));
      if (!last && choice.between) layers.push(choice.between);
    });
    if (choice.end === 'max') layers.push(globalMaxPooling1D({ useMask }));
    if (choice.end === 'average') layers.push(globalAveragePooling1D({ useMask }));
    if (choice.end === 'both') layers.push(globalMaxAveragePooling1D({ useMask }));
    if (choice.end === 'attention') layers.push(attentionPooling1D({ useMask, units: dims > 2 ? dims : null }));
    layers.push(...(choice.headLayer ? [dense({ units: 3, name: choice.name }), activation({ activation: choice.head })] : [dense({ units: 3, activation: choice.head, name: choice.name })]));
    const built = network(layers, { name: 'random', ...(!input.startsWith('ids') && { inputShape: [null, dims] }) });
    const random = new Random(choice.seed);
    const networkCase = { network: built, weights: randomWeights(built, random), batch: randomBatch(built, random, choice.lengths, choice.padding) };
    return Object.assign(networkCase, { [fc.toStringMethod]: () => describeCase(networkCase) });
  });
}

function bothWays(layer: RecurrentDefinition, backward: RecurrentDefinition | undefined, mergeMode: 'concat' | 'sum' | 'mul' | 'ave'): LayerDefinition {
  const plain = { ...layer, config: { ...layer.config, zeroOutputForMask: false } } as RecurrentDefinition;
  if (!backward) return bidirectional({ layer: plain, mergeMode });
  const units = mergeMode === 'concat' ? backward.config.units : layer.config.units;
  return bidirectional({ layer: plain, mergeMode, backwardLayer: { ...backward, config: { ...backward.config, units, zeroOutputForMask: false, goBackwards: !layer.config.goBackwards } } as RecurrentDefinition });
}

function describeCase({ network: { layers }, batch: { rows, steps, values } }: NetworkCase): string {
  const definitions = layers.map(({ definition }) => JSON.stringify(definition, (key, value: unknown) => (/initializer/i.test(key) ? undefined : value)));
  return [...definitions, `${rows} rows of ${steps} steps: ${Array.from(values).join(' ')}`].join('\n  ');
}
