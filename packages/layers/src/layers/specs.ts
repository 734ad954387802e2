import { closest, SekvensError, show } from '@sekvens/core';
import type { LayerDefinition, LayerKind } from '../types.js';
import { activationSpec } from './activation.js';
import { attentionPooling1DSpec } from './attention-pooling-1d.js';
import { bidirectionalSpec } from './bidirectional.js';
import { define } from './define.js';
import { denseSpec } from './dense.js';
import { dropoutSpec } from './dropout.js';
import { embeddingSpec } from './embedding.js';
import { globalAveragePooling1DSpec } from './global-average-pooling-1d.js';
import { globalMaxAveragePooling1DSpec } from './global-max-average-pooling-1d.js';
import { globalMaxPooling1DSpec } from './global-max-pooling-1d.js';
import { gruSpec } from './gru.js';
import type { LayerSpec } from './layer-spec.js';
import { lstmSpec } from './lstm.js';
import { maskingSpec } from './masking.js';
import { simpleRNNSpec } from './simple-rnn.js';
import { spatialDropout1DSpec } from './spatial-dropout-1d.js';

/** All kinds of layers. */
export const layerSpecs: Readonly<Record<LayerKind, LayerSpec<LayerDefinition['config']>>> = {
  embedding: embeddingSpec,
  masking: maskingSpec,
  simpleRNN: simpleRNNSpec,
  lstm: lstmSpec,
  gru: gruSpec,
  bidirectional: bidirectionalSpec,
  dense: denseSpec,
  dropout: dropoutSpec,
  spatialDropout1D: spatialDropout1DSpec,
  activation: activationSpec,
  globalMaxPooling1D: globalMaxPooling1DSpec,
  globalAveragePooling1D: globalAveragePooling1DSpec,
  globalMaxAveragePooling1D: globalMaxAveragePooling1DSpec,
  attentionPooling1D: attentionPooling1DSpec,
};

export const LAYER_KINDS = Object.keys(layerSpecs) as LayerKind[];

export function isLayerKind(kind: unknown): kind is LayerKind {
  return typeof kind === 'string' && Object.hasOwn(layerSpecs, kind);
}

/** A definition checked once more: it may be written by hand, or by another version. */
export function checkDefinition(value: unknown, where: string): LayerDefinition {
  const { kind, config, name } = (value ?? {}) as { kind?: unknown; config?: unknown; name?: unknown };
  if (!isLayerKind(kind)) {
    const meant = typeof kind === 'string' ? closest(kind, LAYER_KINDS) : undefined;
    throw new SekvensError({
      code: 'invalid-option',
      where,
      expected: 'a layer such as lstm({ units: 16 })',
      got: kind === undefined ? show(value) : `a layer of kind ${show(kind)}`,
      hint: typeof value === 'function' ? 'Call it, with its options.' : meant === undefined ? undefined : `Did you mean ${meant}?`,
    });
  }
  const spec = layerSpecs[kind];
  const fresh = define(spec, { ...(config as object), name });
  return spec.carry ? Object.freeze(spec.carry(fresh, value as LayerDefinition)) : fresh;
}
