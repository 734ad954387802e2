import { layersModelFormat } from './layers-model/layers-model-format.js';
import type { ModelFormat } from './model-format.js';
import { onnxFormat } from './onnx/onnx-format.js';
import { safetensorsFormat } from './safetensors/safetensors-format.js';
import { sekvensFormat } from './sekvens/sekvens-format.js';

/** Every format that models are written or read in. */
export const modelFormats: readonly ModelFormat[] = [
  sekvensFormat,
  safetensorsFormat,
  layersModelFormat,
  onnxFormat,
];
