import type { InitializerConfig, NetworkLayer, RecurrentDefinition } from '@sekvens/layers';
import { customClassNames } from './custom-class-names.js';
import { stockLayers } from './stock-layers.js';

/** A layer as TensorFlow.js writes it. */
export interface LayerTopology {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Options TensorFlow.js' own layers do not have: they make no difference where its layer is taken. */
const notInStock = ['useMask', 'zeroOutputForMask', 'wordDropout', 'embeddingDropout', 'backwardLayer'];

/** @param custom whether to write the class of `@sekvens/layers/tfjs` with all options, instead of TensorFlow.js' own */
export function layerTopology({ name, definition }: Pick<NetworkLayer, 'name' | 'definition'>, custom: boolean): LayerTopology {
  const { kind, config } = definition;
  const written: Record<string, unknown> = { name, trainable: true };
  for (const [option, value] of Object.entries(config)) {
    if (!custom && notInStock.includes(option)) continue;
    written[snakeCase(option)] = valueOf(option, value, custom);
  }
  return { class_name: custom ? customClassNames[kind]! : stockLayers.find((stock) => stock.kind === kind)!.className!, config: written };
}

function valueOf(option: string, value: unknown, custom: boolean): unknown {
  if (option === 'layer' || option === 'backwardLayer') return layerTopology({ name: directionName(value as RecurrentDefinition, option), definition: value as RecurrentDefinition }, custom);
  if (/initializer$/i.test(option)) return value === null ? null : custom ? customInitializer(value as InitializerConfig) : initializer(value as InitializerConfig);
  if (/activation$/i.test(option)) return snakeCase(value as string);
  return value;
}

/** As `@sekvens/layers/tfjs` has initialisers in its configs: by kind, as layers here. */
function customInitializer({ kind, ...parameters }: InitializerConfig): object {
  return { kind: snakeCase(kind), ...parameters };
}

/** TensorFlow.js puts `forward_` and `backward_` before the names of the two directions, as they may have here already. */
function directionName({ name, kind }: RecurrentDefinition, option: string): string {
  const plain = (name ?? (kind === 'simpleRNN' ? 'simple_rnn' : kind)).replace(option === 'layer' ? /^forward_/ : /^backward_/, '');
  return isTensorName(plain) ? plain : 'cell';
}

/** Whether TensorFlow.js takes a layer's name as part of the names of tensors. */
export function isTensorName(name: string): boolean {
  return /^[A-Za-z0-9][-A-Za-z0-9._]*$/.test(name);
}

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const plain: Readonly<Record<string, string>> = {
  zeros: 'Zeros', ones: 'Ones', constant: 'Constant', uniform: 'RandomUniform', normal: 'RandomNormal', truncatedNormal: 'TruncatedNormal', orthogonal: 'Orthogonal', identity: 'Identity',
};

const scaled: Readonly<Record<string, readonly [scale: number, mode: string, distribution: string]>> = {
  glorotUniform: [1, 'fan_avg', 'uniform'], glorotNormal: [1, 'fan_avg', 'normal'], heUniform: [2, 'fan_in', 'uniform'], heNormal: [2, 'fan_in', 'normal'],
  leCunUniform: [1, 'fan_in', 'uniform'], leCunNormal: [1, 'fan_in', 'normal'],
};

/** As TensorFlow.js' own layers have them. */
export function initializer({ kind, ...parameters }: InitializerConfig): LayerTopology {
  if (Object.hasOwn(scaled, kind)) {
    const [scale, mode, distribution] = scaled[kind];
    return { class_name: 'VarianceScaling', config: { scale, mode, distribution, seed: null } };
  }
  const { min, max, ...rest } = parameters as Readonly<Record<string, number>>;
  return { class_name: plain[kind], config: kind === 'uniform' ? { minval: min, maxval: max, seed: null } : rest };
}
