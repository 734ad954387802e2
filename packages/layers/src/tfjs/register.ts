import * as tf from '@tensorflow/tfjs';
import { TfjsActivation } from './activation.js';
import { TfjsAttentionPooling1D } from './attention-pooling-1d.js';
import { TfjsBidirectional } from './bidirectional.js';
import { TfjsDropout } from './dropout.js';
import { TfjsEmbedding } from './embedding.js';
import { TfjsGlobalAveragePooling1D } from './global-average-pooling-1d.js';
import { TfjsGlobalMaxAveragePooling1D } from './global-max-average-pooling-1d.js';
import { TfjsGlobalMaxPooling1D } from './global-max-pooling-1d.js';
import { TfjsGRU } from './gru.js';
import { TfjsLSTM } from './lstm.js';
import { TfjsMasking } from './masking.js';
import { TfjsSimpleRNN } from './simple-rnn.js';
import { TfjsSpatialDropout1D } from './spatial-dropout-1d.js';

/**
 * Makes the layers known to TensorFlow.js, so that `tf.loadLayersModel` and `tf.models.modelFromJSON` read models with them. Their class
 * names are in {@link CLASS_NAMES}. Training, predicting and saving need no registration. Calling it again changes nothing.
 */
export function register(): void {
  const classes = [
    TfjsEmbedding, TfjsMasking, TfjsSimpleRNN, TfjsLSTM, TfjsGRU, TfjsBidirectional, TfjsDropout, TfjsSpatialDropout1D,
    TfjsActivation, TfjsAttentionPooling1D, TfjsGlobalMaxPooling1D, TfjsGlobalAveragePooling1D, TfjsGlobalMaxAveragePooling1D,
  ];
  for (const layer of classes) tf.serialization.registerClass(layer);
}
