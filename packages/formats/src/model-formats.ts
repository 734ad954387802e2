import { kerasFormat } from './keras/keras-format.js';
import { kerasH5Format } from './keras/keras-h5-format.js';
import { layersModelFormat } from './layers-model/layers-model-format.js';
import type { ModelFormat } from './model-format.js';
import { onnxFormat } from './onnx/onnx-format.js';
import { safetensorsFormat } from './safetensors/safetensors-format.js';
import { sekvensFormat } from './sekvens/sekvens-format.js';

/** Every format that models are written or read in. */
export const modelFormats: readonly ModelFormat[] = [
  sekvensFormat,
  safetensorsFormat,
  kerasFormat,
  kerasH5Format,
  layersModelFormat,
  onnxFormat,
];
