import type { LayerDefinition } from '@sekvens/layers';
import { activationLayer } from './activation.js';
import { attentionPooling1DLayer } from './attention-pooling-1d.js';
import { bidirectionalLayer } from './bidirectional.js';
import { denseLayer } from './dense.js';
import { dropoutLayer } from './dropout.js';
import { embeddingLayer } from './embedding.js';
import { globalAveragePooling1DLayer } from './global-average-pooling-1d.js';
import { globalMaxAveragePooling1DLayer } from './global-max-average-pooling-1d.js';
import { globalMaxPooling1DLayer } from './global-max-pooling-1d.js';
import type { Flow, LayerContext, LayerResult } from './layer.js';
import { maskingLayer } from './masking.js';
import { recurrentLayer } from './recurrent.js';
import { spatialDropout1DLayer } from './spatial-dropout-1d.js';

/** Runs one layer forward; its result carries the way back. */
export function runLayer(definition: LayerDefinition, input: Flow, context: LayerContext): LayerResult {
  switch (definition.kind) {
    case 'embedding':
      return embeddingLayer(definition.config, input, context);
    case 'masking':
      return maskingLayer(definition.config, input);
    case 'simpleRNN':
    case 'lstm':
    case 'gru':
      return recurrentLayer(definition, input, context);
    case 'bidirectional':
      return bidirectionalLayer(definition.config, input, context);
    case 'dense':
      return denseLayer(definition.config, input, context);
    case 'dropout':
      return dropoutLayer(definition.config, input, context);
    case 'spatialDropout1D':
      return spatialDropout1DLayer(definition.config, input, context);
    case 'activation':
      return activationLayer(definition.config, input);
    case 'globalMaxPooling1D':
      return globalMaxPooling1DLayer(definition.config, input);
    case 'globalAveragePooling1D':
      return globalAveragePooling1DLayer(definition.config, input);
    case 'globalMaxAveragePooling1D':
      return globalMaxAveragePooling1DLayer(definition.config, input);
    case 'attentionPooling1D':
      return attentionPooling1DLayer(definition.config, input, context);
  }
}
