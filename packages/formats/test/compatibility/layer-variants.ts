import {
  activation, attentionPooling1D, bidirectional, dense, dropout, embedding, globalAveragePooling1D, globalMaxAveragePooling1D, globalMaxPooling1D, gru, lstm, masking, simpleRNN, spatialDropout1D,
} from '@sekvens/layers';
import type { GRUOptions, LayerDefinition, LayerKind, LSTMOptions, RecurrentOptions } from '@sekvens/layers';

/** A layer with one option changed, under the words of the page. */
export interface Variant {
  readonly words: string;
  readonly definition: LayerDefinition;
}

export interface LayerVariants {
  /** With nothing but what it needs. */
  readonly plain: LayerDefinition;
  readonly variants: readonly Variant[];
  /** Options that are sizes alone: every format takes any. */
  readonly sizes: readonly string[];
}

const units = 3;

type Recurrent<Options> = (options: Options) => LayerDefinition;

function recurrent<Options extends RecurrentOptions>(make: Recurrent<Options>): Variant[] {
  const of = (words: string, options: Partial<Options>): Variant => ({ words, definition: make({ units, ...options } as Options) });
  const change = (options: Partial<RecurrentOptions>, words = Object.entries(options).map(([name, value]) => `${name}: ${JSON.stringify(value).replaceAll('"', "'")}`).join()): Variant => of(words, options as Partial<Options>);
  return [
    change({ returnSequences: true }), change({ goBackwards: true }), change({ zeroOutputForMask: true }), change({ useBias: false }),
    change({ activation: 'relu' }), change({ activation: 'sigmoid' }), change({ activation: 'linear' }), change({ activation: 'hardSigmoid' }),
    change({ kernelInitializer: 'heNormal' }), change({ recurrentInitializer: 'glorotNormal' }), change({ biasInitializer: 'ones' }),
    change({ dropout: 0.2 }), change({ recurrentDropout: 0.2 }), change({ trainable: false }),
  ];
}

/** Every kind of layer with every option of it: the type of the table asks for every kind, and a test for every option. */
export const layerVariants: Readonly<Record<LayerKind, LayerVariants>> = {
  embedding: {
    plain: embedding({ inputDim: 9, outputDim: 4 }),
    sizes: ['inputDim', 'outputDim'],
    variants: [
      { words: 'maskZero: true', definition: embedding({ inputDim: 9, outputDim: 4, maskZero: true }) },
      { words: "embeddingsInitializer: 'normal'", definition: embedding({ inputDim: 9, outputDim: 4, embeddingsInitializer: 'normal' }) },
      { words: 'trainable: false', definition: embedding({ inputDim: 9, outputDim: 4, trainable: false }) },
      { words: 'wordDropout: 0.1', definition: embedding({ inputDim: 9, outputDim: 4, wordDropout: 0.1 }) },
      { words: 'embeddingDropout: 0.1', definition: embedding({ inputDim: 9, outputDim: 4, embeddingDropout: 0.1 }) },
    ],
  },
  masking: { plain: masking(), sizes: [], variants: [{ words: 'maskValue: -1', definition: masking({ maskValue: -1 }) }] },
  simpleRNN: { plain: simpleRNN({ units }), sizes: ['units'], variants: recurrent(simpleRNN) },
  lstm: {
    plain: lstm({ units }),
    sizes: ['units'],
    variants: [
      ...recurrent<LSTMOptions>(lstm),
      { words: "recurrentActivation: 'hardSigmoid'", definition: lstm({ units, recurrentActivation: 'hardSigmoid' }) },
      { words: 'unitForgetBias: false', definition: lstm({ units, unitForgetBias: false }) },
    ],
  },
  gru: {
    plain: gru({ units }),
    sizes: ['units'],
    variants: [
      ...recurrent<GRUOptions>(gru),
      { words: "recurrentActivation: 'hardSigmoid'", definition: gru({ units, recurrentActivation: 'hardSigmoid' }) },
      { words: 'resetAfter: false', definition: gru({ units, resetAfter: false }) },
    ],
  },
  bidirectional: {
    plain: bidirectional({ layer: lstm({ units }) }),
    sizes: [],
    variants: [
      { words: "mergeMode: 'sum'", definition: bidirectional({ layer: lstm({ units }), mergeMode: 'sum' }) },
      { words: "mergeMode: 'mul'", definition: bidirectional({ layer: lstm({ units }), mergeMode: 'mul' }) },
      { words: "mergeMode: 'ave'", definition: bidirectional({ layer: lstm({ units }), mergeMode: 'ave' }) },
      { words: 'layer: simpleRNN(…)', definition: bidirectional({ layer: simpleRNN({ units }) }) },
      { words: 'layer: gru(…)', definition: bidirectional({ layer: gru({ units }) }) },
      { words: 'layer: gru({ resetAfter: false })', definition: bidirectional({ layer: gru({ units, resetAfter: false }) }) },
      { words: 'layer: lstm({ returnSequences: true })', definition: bidirectional({ layer: lstm({ units, returnSequences: true }) }) },
      { words: 'backwardLayer of another kind', definition: bidirectional({ layer: lstm({ units }), backwardLayer: gru({ units, resetAfter: false, goBackwards: true }) }) },
      { words: 'backwardLayer of other units', definition: bidirectional({ layer: lstm({ units }), backwardLayer: lstm({ units: 2, goBackwards: true }) }) },
    ],
  },
  dense: {
    plain: dense({ units }),
    sizes: ['units'],
    variants: [
      ...(['relu', 'tanh', 'sigmoid', 'softmax', 'hardSigmoid'] as const).map((name) => ({ words: `activation: '${name}'`, definition: dense({ units, activation: name }) })),
      { words: 'useBias: false', definition: dense({ units, useBias: false }) },
      { words: "kernelInitializer: 'heNormal'", definition: dense({ units, kernelInitializer: 'heNormal' }) },
      { words: "biasInitializer: 'ones'", definition: dense({ units, biasInitializer: 'ones' }) },
      { words: 'trainable: false', definition: dense({ units, trainable: false }) },
    ],
  },
  dropout: { plain: dropout({ rate: 0.5 }), sizes: ['rate'], variants: [] },
  spatialDropout1D: { plain: spatialDropout1D({ rate: 0.5 }), sizes: ['rate'], variants: [] },
  activation: {
    plain: activation({ activation: 'relu' }),
    sizes: [],
    variants: (['tanh', 'sigmoid', 'softmax', 'hardSigmoid'] as const).map((name) => ({ words: `activation: '${name}'`, definition: activation({ activation: name }) })),
  },
  globalMaxPooling1D: { plain: globalMaxPooling1D(), sizes: [], variants: [{ words: 'useMask: false', definition: globalMaxPooling1D({ useMask: false }) }] },
  globalAveragePooling1D: { plain: globalAveragePooling1D(), sizes: [], variants: [{ words: 'useMask: false', definition: globalAveragePooling1D({ useMask: false }) }] },
  globalMaxAveragePooling1D: { plain: globalMaxAveragePooling1D(), sizes: [], variants: [{ words: 'useMask: false', definition: globalMaxAveragePooling1D({ useMask: false }) }] },
  attentionPooling1D: {
    plain: attentionPooling1D(),
    sizes: [],
    variants: [
      { words: 'units: 3', definition: attentionPooling1D({ units }) },
      { words: "units: 3, kernelInitializer: 'heNormal'", definition: attentionPooling1D({ units, kernelInitializer: 'heNormal' }) },
      { words: "contextInitializer: 'normal'", definition: attentionPooling1D({ contextInitializer: 'normal' }) },
      { words: 'useMask: false', definition: attentionPooling1D({ useMask: false }) },
      { words: 'trainable: false', definition: attentionPooling1D({ trainable: false }) },
    ],
  },
};
