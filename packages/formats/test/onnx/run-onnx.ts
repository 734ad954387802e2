import type { ExecutorInput, NumberArray } from '@sekvens/engine';
import type { Network } from '@sekvens/layers';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** An ONNX file on onnxruntime, fed as an executor is. */
export async function runOnnx(bytes: Uint8Array): Promise<{ readonly run: (network: Network, input: ExecutorInput) => Promise<NumberArray>; readonly session: InferenceSession }> {
  const session = await InferenceSession.create(bytes, { executionMode: 'sequential', intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 });
  const run = async (network: Network, input: ExecutorInput) => {
    const output = (await session.run({ [session.inputNames[0]]: paddedTensor(network, input) }))[session.outputNames[0]];
    return { data: output.data as Float32Array, shape: output.dims };
  };
  return { run, session };
}

/** Rows filled up at their end, with id 0 or with zeros. */
function paddedTensor(network: Network, { ids, features, vectors, timeSteps }: ExecutorInput): Tensor {
  const width = network.input.kind === 'ids' ? 1 : network.input.shape.at(-1)!;
  if (vectors) return new Tensor('float32', Float32Array.from(vectors), [vectors.length / width, width]);
  const { values, offsets } = (ids ?? features)!;
  const rows = offsets.length - 1;
  const steps = timeSteps ?? Math.max(...Array.from({ length: rows }, (_, r) => offsets[r + 1] - offsets[r]));
  const padded = new Float32Array(rows * steps * width);
  for (let r = 0; r < rows; r++) padded.set(values.subarray(offsets[r] * width, offsets[r + 1] * width), r * steps * width);
  return ids ? new Tensor('int64', BigInt64Array.from(Array.from(padded, BigInt)), [rows, steps]) : new Tensor('float32', padded, [rows, steps, width]);
}
