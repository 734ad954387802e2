export { modelParts } from './model-parts.js';
export type { ModelParts } from './model-parts.js';
export type { ModelFormat } from './model-format.js';
export { onnxFormat } from './onnx/onnx-format.js';
export { writeOnnx } from './onnx/write-onnx.js';
export type { WriteOnnxOptions } from './onnx/write-onnx.js';
