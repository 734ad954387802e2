import type { ModelFormat } from '../model-format.js';
import { writeOnnx } from './write-onnx.js';

/** ONNX, for onnxruntime and others; it is written, and not read. One file, `name.onnx`; see {@link writeOnnx}. */
export const onnxFormat: ModelFormat = {
  name: 'onnx',
  description: 'ONNX, one file for onnxruntime in any language; not read',
  loading: (path) => `await InferenceSession.create(${JSON.stringify(path)})  // onnxruntime-node`,
  // eslint-disable-next-line @typescript-eslint/require-await -- a promise, as ModelFormat has it
  write: async (parts, name) => ({ [`${name}.onnx`]: writeOnnx(parts, { name }) }),
};
