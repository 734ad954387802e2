import { assertSeed, Random, SekvensError, show } from '@sekvens/core';
import * as tf from '@tensorflow/tfjs';
import { initializeWeight } from '../initialize/initialize-weights.js';
import { define } from '../layers/define.js';
import type { LayerSpec } from '../layers/layer-spec.js';
import type { BidirectionalDefinition, LayerDefinition, RecurrentDefinition, Shape } from '../types.js';
import { runKernels } from './run-kernels.js';
import type { PlainLayer } from './run-kernels.js';
import { SeededDropout } from './seeded.js';

type TfjsArguments = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;
type Variable = ReturnType<tf.layers.Layer['addWeight']>;

/** What every layer here takes besides the options of its definition. */
export interface TfjsLayerOptions {
  readonly name?: string;
  /** Shape of what comes in, without the batch, for the first layer of a `tf.sequential` model. */
  readonly inputShape?: (number | null)[];
  /** The same with the batch. */
  readonly batchInputShape?: (number | null)[];
  readonly batchSize?: number;
  readonly dtype?: tf.DataType;
  /** Of initial weights and of dropout, together with the layer's name. Default 0. */
  readonly seed?: number;
}

/** Arguments of every layer of TensorFlow.js; the rest are options of the definition. */
const OF_TFJS = ['name', 'inputShape', 'batchInputShape', 'batchSize', 'dtype', 'trainable', 'seed'];

interface Parts<Definition> {
  readonly definition: Definition;
  readonly args: TfjsArguments;
  readonly seed: number;
}

/** A layer of TensorFlow.js that computes what a definition says. */
export abstract class SekvensLayer<Definition extends LayerDefinition = LayerDefinition> extends tf.layers.Layer {
  readonly definition: Definition;
  readonly seed: number;
  protected readonly spec: LayerSpec<Definition['config']>;
  protected readonly random: SeededDropout;
  readonly #weights = new Map<string, Variable>();
  #arguments: Record<string, unknown> | undefined;

  constructor(spec: LayerSpec<Definition['config']>, options: unknown, prepare?: (options: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>) {
    const { definition, args, seed } = readOptions<Definition>(spec, options, prepare);
    super(args);
    this.supportsMasking = true;
    this.definition = definition;
    this.spec = spec;
    this.seed = seed;
    this.random = new SeededDropout(seed, this.name);
  }

  /** As TensorFlow.js makes a layer from a file; it adds `customObjects` to what was saved. */
  static override fromConfig<T extends tf.serialization.Serializable>(layer: tf.serialization.SerializableConstructor<T>, { customObjects: _, ...config }: tf.serialization.ConfigDict): T {
    return new layer(config);
  }

  override build(inputShape: Shape | Shape[]): void {
    const input = oneShape(inputShape);
    this.assertShape(input);
    const random = new Random(this.seed);
    for (const weight of this.spec.weights(this.definition.config, input)) {
      const apply = (shape: readonly number[]) => tf.tensor(this.initial(weight.path) ?? initializeWeight(weight, random.fork(`${this.name}/${weight.path}`)), [...shape], 'float32');
      const variable = this.addWeight(weight.path, [...weight.shape], 'float32', { apply } as never);
      // What is not trained may be later: as a weight that never is, TensorFlow.js would not let it.
      variable.trainable = weight.trainable;
      this.#weights.set(weight.path, variable);
    }
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): (number | null)[] {
    return [...this.spec.outputShape(this.definition.config, oneShape(inputShape))];
  }

  override computeMask(_: tf.Tensor | tf.Tensor[], mask?: tf.Tensor | tf.Tensor[]): tf.Tensor | tf.Tensor[] {
    const arriving = one(mask);
    if (arriving) this.forgetMask();
    return (arriving && this.spec.passesMask(this.definition.config, true) ? arriving : null) as unknown as tf.Tensor;
  }

  override apply(inputs: tf.Tensor | tf.Tensor[] | tf.SymbolicTensor | tf.SymbolicTensor[], kwargs?: Record<string, unknown>): ReturnType<tf.layers.Layer['apply']> {
    this.#arguments = kwargs;
    return super.apply(inputs, kwargs);
  }

  /**
   * TensorFlow.js' executor keeps the last mask in the arguments it hands to every later layer, also to those that have none. It asks for
   * the mask that goes on right behind `apply`: then the mask is taken out again, and put in anew for the layers it belongs to.
   */
  private forgetMask(): void {
    if (this.#arguments) delete this.#arguments.mask;
    this.#arguments = undefined;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Readonly<Record<string, unknown>>): tf.Tensor {
    return tf.tidy(() => this.compute(one(inputs)!, one(kwargs.mask as tf.Tensor | tf.Tensor[] | undefined), kwargs.training === true));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.definition.config as unknown as tf.serialization.ConfigDict), trainable: this.trainable, seed: this.seed };
  }

  /** A weight by its path in the layer; undefined before the layer is built. */
  readWeight(path: string): tf.Tensor | undefined {
    return this.weight(path);
  }

  /** Sets a weight by its path in the layer. */
  setWeight(path: string, values: tf.Tensor): void {
    this.#weights.get(path)!.write(values);
  }

  /** What the layer puts out. Tensors made here are disposed of, but for the result. */
  protected abstract compute(x: tf.Tensor, mask: tf.Tensor | undefined, training: boolean): tf.Tensor;

  /**
   * By the kernels in use, where they can do it.
   * @param plain the same in operations of TensorFlow.js, without dropout: what second derivatives are taken of
   */
  protected computeAtOnce(definition: RecurrentDefinition | BidirectionalDefinition, x: tf.Tensor, mask: tf.Tensor | undefined, plain: PlainLayer): tf.Tensor | undefined {
    const weights = [...this.#weights];
    return runKernels(definition, x, mask, weights.map(([path]) => path), weights.map(([, weight]) => weight.read()), plain);
  }

  /** What a weight begins as, instead of what its initializer says. */
  protected initial(_path: string): Float32Array | undefined {
    return undefined;
  }

  /** The weight as a tensor; `undefined` where the layer has none of this path. */
  protected weight(path: string): tf.Tensor | undefined {
    return this.#weights.get(path)?.read();
  }

  private assertShape(input: Shape): void {
    const { input: kind } = this.spec;
    const fits = kind === 'ids' ? input.length === 2 : kind === 'sequence' ? input.length === 3 && input[2] !== null : input.length >= 2 && input.at(-1) !== null;
    if (fits) return;
    const expected = kind === 'ids' ? 'token ids [batch, time]' : kind === 'sequence' ? 'a sequence [batch, time, features]' : '[batch, …, features]';
    throw new SekvensError({ code: 'invalid-option', where: `${this.name} (${this.definition.kind})`, expected, got: `[${input.map((n) => n ?? 'null').join(', ')}]` });
  }
}

/** One of a list of one. */
export function one<T>(value: T | T[] | null | undefined): T | undefined {
  return (Array.isArray(value) ? value[0] : value) ?? undefined;
}

function oneShape(shape: Shape | Shape[]): Shape {
  return Array.isArray(shape[0]) ? (shape[0] as Shape) : (shape as Shape);
}

function readOptions<Definition extends LayerDefinition>(
  spec: LayerSpec<Definition['config']>,
  options: unknown,
  prepare: (options: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> = (own) => own,
): Parts<Definition> {
  const given: Readonly<Record<string, unknown>> = options !== null && typeof options === 'object' ? (options as Record<string, unknown>) : {};
  if (options !== undefined && given !== options) throw new SekvensError({ code: 'invalid-option', where: `${spec.kind}(options)`, expected: 'an object of options', got: show(options) });
  const known = Object.hasOwn(spec.options, 'trainable') ? OF_TFJS.filter((name) => name !== 'trainable') : OF_TFJS;
  const own = Object.fromEntries(Object.entries(given).filter(([name]) => !known.includes(name)));
  const definition = define<Definition>(spec, { ...prepare(own), ...(given.name === undefined ? {} : { name: given.name }) });
  const args = Object.fromEntries(OF_TFJS.filter((name) => name !== 'seed' && given[name] !== undefined && given[name] !== null).map((name) => [name, given[name]]));
  const seed = given.seed === undefined ? 0 : (given.seed as number);
  assertSeed(seed, `${spec.kind}({ seed })`);
  return { definition, args: args, seed };
}
