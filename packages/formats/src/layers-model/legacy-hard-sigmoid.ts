/**
 * The hard sigmoid of Keras 2 and TensorFlow.js, clip(0.2 x + 0.5, 0, 1), is that of Keras 3, clip(x / 6 + 0.5, 0, 1), of 1.2 x. So a layer
 * with the one becomes one with the other if the weights that make x are 1.2 times as large.
 */
import { get, isObject } from './model-files.js';

const factor = 1.2;

/** Columns of a layer's weights to be scaled: some of its blocks of `units`, of which there are as many as gates. */
interface ScaledBlocks {
  readonly gates: number;
  readonly blocks: readonly number[];
}

/** By the weights' place within the layer: '' of the layer itself, 'forward' and 'backward' of directions. */
export type LayerScales = ReadonlyMap<string, ScaledBlocks>;

const gatesOf: Readonly<Record<string, { readonly gates: number; readonly recurrent: readonly number[]; readonly own: readonly number[] | undefined }>> = {
  // an LSTM's activation is also that of the cell's state, which no weight scales
  LSTM: { gates: 4, recurrent: [0, 1, 3], own: undefined },
  GRU: { gates: 3, recurrent: [0, 1], own: [2] },
  SimpleRNN: { gates: 1, recurrent: [], own: [0] },
  Dense: { gates: 1, recurrent: [], own: [0] },
};

/** A layer's topology with Keras 3's hard sigmoid instead, where scaled weights make up for it; others are left as they are, to be refused. */
export function withoutLegacyHardSigmoid(layer: unknown): { readonly layer: unknown; readonly scales: LayerScales } {
  const scales = new Map<string, ScaledBlocks>();
  return { layer: replaced(layer, '', scales), scales };
}

function replaced(layer: unknown, place: string, scales: Map<string, ScaledBlocks>): unknown {
  const config = get(layer, 'config');
  if (!isObject(layer) || !isObject(config)) return layer;
  if (get(layer, 'class_name') === 'Bidirectional') return { ...layer, config: replacedDirections(config, scales) };
  if (Object.hasOwn(layer, 'module') || isObject(get(config, 'dtype'))) return layer;
  const className = get(layer, 'class_name');
  const known = typeof className === 'string' && Object.hasOwn(gatesOf, className) ? gatesOf[className] : undefined;
  if (known === undefined) return layer;
  const gated = known.recurrent.length > 0;
  // TensorFlow.js' default, where nothing is said
  const recurrent = gated && (!Object.hasOwn(config, 'recurrent_activation') || config.recurrent_activation === 'hard_sigmoid');
  const own = get(config, 'activation') === 'hard_sigmoid';
  if ((!recurrent && !own) || (own && known.own === undefined)) return layer;
  scales.set(place, { gates: known.gates, blocks: [...(recurrent ? known.recurrent : []), ...(own ? known.own! : [])] });
  // as Keras 3 writes it, so that its hard sigmoid is meant; what older files mean when they do not say is said
  const said = {
    ...(recurrent && { recurrent_activation: 'hard_sigmoid' }),
    ...(className === 'GRU' && { reset_after: get(config, 'reset_after') ?? false }),
    ...(className === 'LSTM' && { unit_forget_bias: get(config, 'unit_forget_bias') ?? false }),
  };
  return { ...layer, module: 'keras.layers', config: { ...config, ...said } };
}

function replacedDirections(config: Record<string, unknown>, scales: Map<string, ScaledBlocks>): Record<string, unknown> {
  const forward = replaced(get(config, 'layer'), 'forward', scales);
  const given = get(config, 'backward_layer');
  if (given === undefined || given === null) {
    if (scales.has('forward')) scales.set('backward', scales.get('forward')!);
    return { ...config, layer: forward };
  }
  return { ...config, layer: forward, backward_layer: replaced(given, 'backward', scales) };
}

/**
 * Scales the columns of a weight in place, where its layer had the legacy hard sigmoid.
 * @param path below the layer's name: `forward/kernel`
 * @param columns the weight's last dimension
 */
export function scaleWeight(values: Float32Array, path: string, columns: number, scales: LayerScales): void {
  const scaled = scales.get(path.split('/').slice(0, -1).join('/'));
  if (scaled === undefined) return;
  const units = columns / scaled.gates;
  for (let i = 0; i < values.length; i++) if (scaled.blocks.includes(Math.floor((i % columns) / units))) values[i] *= factor;
}
