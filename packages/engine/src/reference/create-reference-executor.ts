import { SekvensError } from '@sekvens/core';
import type { LayerDefinition, Network, NetworkLayer, NetworkWeights } from '@sekvens/layers';
import type { Executor, ExecutorInput, ForwardOptions, Gradients, NumberArray } from '../executor.js';
import type { Flow, LayerContext, LayerResult, Parameter } from './layer.js';
import { readInput } from './read-input.js';
import { runLayer } from './run-layer.js';
import { withoutActivation } from './without-activation.js';

type Weights = NetworkWeights | Readonly<Record<string, Float64Array>>;

export interface ReferenceForwardOptions extends ForwardOptions {
  /**
   * Leave out the activation of the last layer: the output is what softmax or sigmoid would be applied to, and `backward` takes
   * the gradient of that. Default false.
   */
  readonly logits?: boolean;
}

/** An {@link Executor} that also shows what a loss over sequences needs. */
export interface ReferenceExecutor extends Executor {
  readonly name: 'reference';
  forward(input: ExecutorInput, options?: ReferenceForwardOptions): NumberArray & { readonly data: Float64Array };
  finalStates(): readonly Float64Array[];
  /** Mask [batch, T] of the last output, 1 = present; undefined without a mask or without a time axis. */
  outputMask(): Uint8Array | undefined;
  /** What each step counts in an attention layer of the last forward pass, [batch, T]; undefined without such a layer. */
  attention(): Float64Array | undefined;
  /** For each embedding after `backward`: the sums of the squared gradients of single occurrences of an id. */
  occurrenceSquares(): Readonly<Record<string, Float64Array>>;
  getWeights(): Readonly<Record<string, Float64Array>>;
}

/**
 * Runs a network in float64 on plain padded arrays, one row and one time step after the other: slow, and meant to be read.
 * It is what the fast executor is compared with.
 *
 * Errors: `invalid-data` for weights that do not fit the network, and for inputs as {@link readInput} says; `invalid-option` for
 * `backward` and `finalStates` before `forward`; `unsupported` for initial states where no single recurrent layer takes them.
 */
export function createReferenceExecutor(network: Network, weights: Weights): ReferenceExecutor {
  let current = copyWeights(network, weights);
  let last: { parameters: Map<string, Parameter>; results: LayerResult[]; input: Flow; givenStates: boolean } | undefined;
  const firstRecurrent = network.layers.findIndex((layer) => isRecurrent(layer.definition));

  const lastPass = (where: string) => {
    if (last) return last;
    throw new SekvensError({ code: 'invalid-option', where, expected: 'a forward pass before it', got: 'none' });
  };

  return {
    name: 'reference',
    network,

    forward(input, options = {}) {
      const parameters = new Map(Object.entries(current).map(([path, value]) => [path, { value, gradient: new Float64Array(value.length), squares: new Float64Array(value.length) }]));
      const flowIn = readInput(network, input);
      const initialStates = readInitialStates(network.layers[firstRecurrent], input, flowIn.tensor.shape[0]);
      const results: LayerResult[] = [];
      let flow = flowIn;
      network.layers.forEach((layer, index) => {
        const context: LayerContext = {
          parameter: (name) => parameters.get(`${layer.name}/${name}`)!,
          dropout: options.training ? { seed: options.seed ?? 0, step: options.step ?? 0, layer: index } : undefined,
          initialStates: index === firstRecurrent ? initialStates : undefined,
        };
        const isLast = index === network.layers.length - 1;
        const result = runLayer(options.logits && isLast ? withoutActivation(layer, 'forward({ logits })') : layer.definition, flow, context);
        results.push(result);
        flow = result.output;
      });
      last = { parameters, results, input: flowIn, givenStates: initialStates !== undefined };
      return { data: flow.tensor.data.slice(), shape: flow.tensor.shape };
    },

    finalStates() {
      const { results } = lastPass('finalStates()');
      return results[firstRecurrent]?.finalStates?.map((state) => state.slice()) ?? [];
    },

    outputMask() {
      const { results, input } = lastPass('outputMask()');
      return (results.at(-1)?.output ?? input).mask;
    },

    backward(outputGradient) {
      const { parameters, results, input, givenStates } = lastPass('backward()');
      const outputLength = (results.at(-1)?.output ?? input).tensor.data.length;
      if (outputGradient.length !== outputLength) {
        throw new SekvensError({ code: 'invalid-data', where: 'backward(outputGradient)', expected: `${outputLength} numbers, as the output has`, got: `${outputGradient.length}` });
      }
      for (const { gradient, squares } of parameters.values()) {
        gradient.fill(0);
        squares.fill(0);
      }
      let gradient = Float64Array.from(outputGradient);
      let initialStates: Gradients['initialStates'];
      for (let index = results.length - 1; index >= 0; index--) {
        const gradients = results[index].backward(gradient);
        if (index === firstRecurrent && givenStates) initialStates = gradients.initialStates;
        gradient = Float64Array.from(gradients.input);
      }
      return {
        weights: Object.fromEntries([...parameters].map(([path, parameter]) => [path, parameter.gradient.slice()])),
        input: network.input.kind === 'ids' ? undefined : { data: gradient, shape: input.tensor.shape },
        initialStates,
      };
    },

    attention() {
      return lastPass('attention()').results.find((result) => result.attention)?.attention?.slice();
    },

    occurrenceSquares() {
      const { parameters } = lastPass('occurrenceSquares()');
      const tables = network.layers.filter(({ definition }) => definition.kind === 'embedding').map(({ name }) => `${name}/embeddings`);
      return Object.fromEntries(tables.map((path) => [path, parameters.get(path)!.squares.slice()]));
    },

    setWeights(next) {
      current = copyWeights(network, next);
    },

    getWeights() {
      return copyWeights(network, current);
    },
  };
}

function isRecurrent({ kind }: LayerDefinition): boolean {
  return kind === 'simpleRNN' || kind === 'lstm' || kind === 'gru' || kind === 'bidirectional';
}

function copyWeights(network: Network, weights: Weights): Record<string, Float64Array> {
  const copy: Record<string, Float64Array> = {};
  for (const { path, shape } of network.weights) {
    const values = weights[path] as Float32Array | Float64Array | undefined;
    const length = shape.reduce((a, b) => a * b, 1);
    if (values?.length !== length) {
      throw new SekvensError({ code: 'invalid-data', where: `weights["${path}"]`, expected: `${length} numbers, [${shape.join(', ')}]`, got: values ? `${values.length}` : 'none' });
    }
    copy[path] = Float64Array.from(values);
  }
  const unknown = Object.keys(weights).find((path) => !(path in copy));
  if (unknown !== undefined) {
    throw new SekvensError({ code: 'invalid-data', where: `weights["${unknown}"]`, expected: `one of ${Object.keys(copy).join(', ')}`, got: `"${unknown}"` });
  }
  return copy;
}

function readInitialStates(layer: NetworkLayer | undefined, { initialStates }: ExecutorInput, batch: number): Float64Array[] | undefined {
  if (!initialStates) return undefined;
  if (!layer || layer.definition.kind === 'bidirectional') {
    throw new SekvensError({
      code: 'unsupported',
      where: 'forward({ initialStates })',
      expected: 'a network whose first recurrent layer is simpleRNN, lstm or gru',
      got: layer ? `bidirectional ("${layer.name}")` : 'a network without a recurrent layer',
    });
  }
  const { kind, config } = layer.definition as Extract<LayerDefinition, { kind: 'simpleRNN' | 'lstm' | 'gru' }>;
  const count = kind === 'lstm' ? 2 : 1;
  if (initialStates.length !== count || initialStates.some((state) => state.length !== batch * config.units)) {
    throw new SekvensError({
      code: 'invalid-data',
      where: 'forward({ initialStates })',
      expected: `${count} of ${batch} · ${config.units} numbers, [batch, units], for ${kind}`,
      got: `${initialStates.length} of ${initialStates.map((state) => state.length).join(', ')}`,
    });
  }
  return initialStates.map((state) => Float64Array.from(state));
}
