import type { KernelCall, Tensorflow, TensorInfo } from './tfjs-types.js';

const kernelName = 'UnsortedSegmentSum';

/**
 * Registers UnsortedSegmentSum as a scatter-add in JavaScript: what the gradient of an embedding needs. Stock TensorFlow.js has no such
 * kernel on `wasm`, and on `cpu` one whose time grows with the number of segments, the vocabulary.
 */
export function registerScatterAdd(tf: Tensorflow, backendName: string): void {
  if (tf.getKernel(kernelName, backendName)) tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ kernelName, backendName, kernelFunc: scatterAdd });
}

function scatterAdd({ inputs: { x, segmentIds }, backend, attrs: { numSegments } }: KernelCall): TensorInfo {
  const source = backend.readSync(x.dataId);
  const ids = backend.readSync(segmentIds.dataId);
  const shape = [numSegments, ...x.shape.slice(segmentIds.shape.length)];
  const width = shape.slice(1).reduce((product, n) => product * n, 1);
  const output = 'typedArrayFromHeap' in backend ? backend.makeOutput(shape, 'float32') : undefined;
  const sums = output && 'typedArrayFromHeap' in backend ? backend.typedArrayFromHeap(output) : new Float32Array(numSegments * width);
  sums.fill(0);
  for (let i = 0; i < ids.length; i++) {
    const to = ids[i] * width;
    for (let j = 0; j < width; j++) sums[to + j] += source[i * width + j];
  }
  return output ?? backend.makeTensorInfo(shape, 'float32', sums);
}
