/**
 * Random networks and batches: every combination of layers and options that fits together, for comparing executors.
 * Cases are numbered by fast-check's seed; a failure prints the case and shrinks it.
 */
import { Random } from '@sekvens/core';
import type { ActivationName, BidirectionalDefinition, LayerDefinition, Network, RecurrentActivation, RecurrentDefinition } from '@sekvens/layers';
import * as fc from 'fast-check';
import type { ExecutorInput, ForwardOptions } from '../../src/executor.js';
import type { Weights } from './executor-under-test.js';
import {
  activation,
  attentionPooling1D,
  bidirectional,
  buildNetwork,
  cells,
  dense,
  dropout,
  embedding,
  globalAveragePooling1D,
  globalMaxAveragePooling1D,
  globalMaxPooling1D,
  masking,
  randomNumbers,
  randomWeights,
  sequenceInput,
  spatialDropout1D,
} from './networks.js';

export interface NetworkCase {
  readonly network: Network;
  readonly weights: Weights;
  readonly input: ExecutorInput;
  readonly options: ForwardOptions;
}

export interface NetworkLimits {
  readonly maxUnits: number;
  readonly maxTime: number;
  readonly activations: readonly RecurrentActivation[];
}

const vocabulary = 12;

/** A network with all that is needed to run it. */
export function networkCases(limits: NetworkLimits): fc.Arbitrary<NetworkCase> {
  return fc
    .record({
      input: fc.constantFrom('ids', 'ids maskZero', 'features', 'features and mask', 'features and masking layer'),
      features: fc.integer({ min: 1, max: limits.maxUnits }),
      wordDropout: fc.constantFrom(0, 0, 0.3),
      embeddingDropout: fc.constantFrom(0, 0, 0.3),
      inputDropout: fc.constantFrom(undefined, dropout(0.3), spatialDropout1D(0.3)),
      stack: fc.array(recurrentLayers(limits), { minLength: 1, maxLength: 3 }),
      between: fc.constantFrom(undefined, dropout(0.4), spatialDropout1D(0.4), dense(3, 'tanh')),
      end: fc.constantFrom('last output', 'max pooling', 'average pooling', 'max and average pooling', 'attention', 'attention over a hidden layer', 'sequences'),
      poolMasked: fc.boolean(),
      head: fc.constantFrom<ActivationName>('linear', 'softmax', 'sigmoid', 'tanh'),
      headLayer: fc.boolean(),
      rows: fc.array(fc.integer({ min: 0, max: limits.maxTime }), { minLength: 1, maxLength: 6 }),
      extraPadding: fc.integer({ min: 0, max: 3 }),
      withStates: fc.boolean(),
      training: fc.boolean(),
      seed: fc.nat(),
    })
    .map((choice) => {
      const layers: LayerDefinition[] = [];
      const { wordDropout, embeddingDropout } = choice;
      if (choice.input.startsWith('ids')) layers.push(embedding(vocabulary, choice.features, choice.input === 'ids maskZero', { wordDropout, embeddingDropout }));
      if (choice.input === 'features and masking layer') layers.push(masking(0));
      if (choice.inputDropout) layers.push(choice.inputDropout);
      // A reversed sequence does not go with the mask of a layer before it: networks refuse that. A mask in the input does go with it.
      const reversible = choice.input !== 'ids maskZero' && choice.input !== 'features and masking layer';
      choice.stack.forEach((layer, i) => {
        const isLast = i === choice.stack.length - 1;
        layers.push(returning(layer, !isLast || choice.end !== 'last output', reversible));
        if (!isLast && choice.between) layers.push(choice.between);
      });
      if (choice.end === 'max pooling') layers.push(globalMaxPooling1D(choice.poolMasked));
      if (choice.end === 'average pooling') layers.push(globalAveragePooling1D(choice.poolMasked));
      if (choice.end === 'max and average pooling') layers.push(globalMaxAveragePooling1D(choice.poolMasked));
      if (choice.end === 'attention') layers.push(attentionPooling1D(null, choice.poolMasked));
      if (choice.end === 'attention over a hidden layer') layers.push(attentionPooling1D(choice.features + 1, choice.poolMasked));
      layers.push(...(choice.headLayer ? [dense(4), activation(choice.head)] : [dense(4, choice.head)]));

      const network = buildNetwork(layers, choice.input.startsWith('ids') ? undefined : sequenceInput(choice.features));
      const random = new Random(choice.seed);
      const input = batchOf(random, choice.rows, choice.extraPadding, choice.input, choice.features);
      const first = choice.stack[0];
      if (choice.withStates && first.kind !== 'bidirectional') {
        const states = first.kind === 'lstm' ? 2 : 1;
        Object.assign(input, { initialStates: Array.from({ length: states }, () => randomNumbers(random, choice.rows.length * first.config.units)) });
      }
      const options = { training: choice.training, seed: choice.seed, step: choice.rows.length };
      const networkCase = { network, weights: randomWeights(network, random, 0.5), input, options };
      return Object.assign(networkCase, { [fc.toStringMethod]: () => describeCase(networkCase) });
    });
}

/** What a failing case is, in words. */
function describeCase({ network, input, options }: NetworkCase): string {
  const layers = network.layers.map(({ definition }) => `${definition.kind} ${JSON.stringify(definition.config, (key, value: unknown) => (/initializer/i.test(key) ? undefined : value))}`);
  const { offsets } = (input.ids ?? input.features)!;
  const rows = Array.from({ length: offsets.length - 1 }, (_, r) => offsets[r + 1] - offsets[r]);
  return [
    ...layers,
    `rows of ${rows.join(', ')} steps padded to ${input.timeSteps}`,
    input.mask ? `mask ${Array.from(input.mask).join('')}` : '',
    input.initialStates ? 'with initial states' : '',
    JSON.stringify(options),
  ]
    .filter(Boolean)
    .join('\n  ');
}

/** One recurrent layer, or two directions of one. */
export function recurrentLayers({ maxUnits, activations }: NetworkLimits) {
  const single = fc
    .record({
      cell: fc.constantFrom(...Object.keys(cells)),
      units: fc.integer({ min: 1, max: maxUnits }),
      activation: fc.constantFrom<RecurrentActivation>('tanh', 'tanh', ...activations),
      recurrentActivation: fc.constantFrom<RecurrentActivation>('sigmoid', 'sigmoid', 'hardSigmoid', ...activations),
      useBias: fc.boolean(),
      goBackwards: fc.boolean(),
      zeroOutputForMask: fc.boolean(),
      dropout: fc.constantFrom(0, 0, 0.25),
      recurrentDropout: fc.constantFrom(0, 0, 0.25),
    })
    .map(({ cell, recurrentActivation, ...config }) => {
      const layer = cells[cell](config);
      if (layer.kind === 'simpleRNN') return layer;
      // Unbounded gates without a bias square the state at every step where the input is zero, until float32 rounds it to zero.
      const unbounded = recurrentActivation === 'relu' || recurrentActivation === 'linear';
      return { ...layer, config: { ...layer.config, recurrentActivation: unbounded && !config.useBias ? 'sigmoid' : recurrentActivation } } as RecurrentDefinition;
    });
  const both = fc
    .record({ layer: single, mergeMode: fc.constantFrom('concat' as const, 'sum' as const, 'mul' as const, 'ave' as const) })
    .map(({ layer, mergeMode }) => bidirectional({ ...layer, config: { ...layer.config, goBackwards: false, zeroOutputForMask: false } } as RecurrentDefinition, mergeMode));
  return fc.oneof({ weight: 2, arbitrary: single }, { weight: 1, arbitrary: both });
}

function returning(layer: RecurrentDefinition | BidirectionalDefinition, returnSequences: boolean, reversible: boolean): LayerDefinition {
  const set = (definition: RecurrentDefinition, changes: object = {}) => ({ ...definition, config: { ...definition.config, returnSequences, ...changes } }) as RecurrentDefinition;
  if (layer.kind !== 'bidirectional') return set(layer, { goBackwards: layer.config.goBackwards && (reversible || !returnSequences) });
  return { ...layer, config: { ...layer.config, layer: set(layer.config.layer), backwardLayer: set(layer.config.backwardLayer) } };
}

/** Rows of the given lengths; some steps within them are id 0, zeros, or masked. */
function batchOf(random: Random, rows: readonly number[], extraPadding: number, kind: string, features: number): ExecutorInput {
  const offsets = Int32Array.from([0, ...rows]).map(((sum) => (length) => (sum += length))(0));
  const steps = offsets[rows.length];
  const timeSteps = Math.max(...rows) + extraPadding;
  if (kind.startsWith('ids')) return { ids: { values: Int32Array.from({ length: steps }, () => Math.max(random.integer(vocabulary + 3) - 3, 0)), offsets }, timeSteps };
  const absent = Uint8Array.from({ length: steps }, () => (random.next() < 0.25 ? 1 : 0));
  const values = randomNumbers(random, steps * features).map((value, i) => (kind === 'features and masking layer' && absent[Math.floor(i / features)] ? 0 : value));
  if (kind !== 'features and mask') return { features: { values, offsets }, timeSteps };
  const mask = Uint8Array.from({ length: rows.length * timeSteps }, (_, i) => {
    const [row, t] = [Math.floor(i / timeSteps), i % timeSteps];
    return t < rows[row] && !absent[offsets[row] + t] ? 1 : 0;
  });
  return { features: { values, offsets }, timeSteps, mask };
}
