import type { LayerDefinition } from '@sekvens/layers';
import { network } from '@sekvens/layers';
import type { KernelInput, KernelRun, TfjsKernels } from '@sekvens/layers/tfjs';
import type { ExecutorInput } from '../executor.js';
import { createWasmExecutor } from '../wasm/wasm-executor.js';
import type { WasmExecutor } from '../wasm/wasm-executor.js';

/** The name of the layer in its network. */
const LAYER = 'layer';

/**
 * The WebAssembly kernels of this package as kernels for recurrent layers of `@sekvens/layers/tfjs`:
 * `useKernels(wasmKernels())`, once, and models on the backends 'cpu' and 'wasm' compute recurrent and bidirectional layers with them.
 *
 * Each kind of layer has an executor of one layer, made when it is first run and kept. A way back that is asked for after the executor
 * has gone on to another batch runs that batch forward again first.
 */
export function wasmKernels(): TfjsKernels {
  const executors = new Map<string, OneLayer>();
  return {
    forward(input) {
      const definition = plain(input.definition);
      const key = JSON.stringify([definition, input.shape[2]]);
      let executor = executors.get(key);
      if (executor === undefined) executors.set(key, (executor = new OneLayer(definition, input.shape[2])));
      return executor.run(input);
    },
  };
}

/** A network of one layer, which serves all layers with its options. */
class OneLayer {
  readonly #network;
  #executor: WasmExecutor | undefined;
  /** The input whose forward pass the executor holds. */
  #held: KernelInput | undefined;

  constructor(definition: LayerDefinition, features: number) {
    this.#network = network([definition], { inputShape: [null, features] });
  }

  run(input: KernelInput): KernelRun {
    const { data, shape } = this.forward(input);
    return { output: data as Float32Array, shape, backward: (dy) => this.backward(input, dy) };
  }

  private forward(input: KernelInput) {
    const weights = Object.fromEntries(Object.entries(input.weights).map(([path, values]) => [`${LAYER}/${path}`, values]));
    if (this.#executor === undefined) this.#executor = createWasmExecutor(this.#network, weights);
    else this.#executor.setWeights(weights);
    const result = this.#executor.forward(batchOf(input));
    this.#held = input;
    return result;
  }

  private backward(input: KernelInput, dy: Float32Array): ReturnType<KernelRun['backward']> {
    if (this.#held !== input) this.forward(input);
    // Gradients are added to what lies in the executor's memory, so a second way back needs a forward pass of its own.
    this.#held = undefined;
    const { input: x, weights } = this.#executor!.backward(dy);
    return { x: x!.data as Float32Array, weights: Object.fromEntries(Object.entries(weights).map(([path, values]) => [path.slice(LAYER.length + 1), values as Float32Array])) };
  }
}

function batchOf({ x, shape: [batch, time], mask }: KernelInput): ExecutorInput {
  return { features: { values: x, offsets: Int32Array.from({ length: batch + 1 }, (_, r) => r * time) }, ...(mask && { mask }) };
}

/** The definition without what has no part in the computation, and with all weights to be trained, so that all have gradients. */
function plain(definition: KernelInput['definition']): LayerDefinition {
  const config = Object.entries(definition.config).map(([option, value]) => {
    if (option === 'trainable') return [option, true] as const;
    if (option === 'dropout' || option === 'recurrentDropout') return [option, 0] as const;
    return [option, option === 'layer' || option === 'backwardLayer' ? { ...plain(value as KernelInput['definition']), name: undefined } : (value as unknown)] as const;
  });
  return { kind: definition.kind, name: LAYER, config: Object.fromEntries(config) } as unknown as LayerDefinition;
}
