import { loadPeer, peerVersion } from '../load-peer.js';
import type { Contender, Materials } from './contender.js';
import { medianOfCalls, timeOf } from './timing.js';

/** What is used of onnxruntime-node and onnxruntime-web, which share it. */
interface OnnxRuntime {
  readonly env: { readonly wasm: { numThreads?: number } };
  readonly Tensor: new (type: 'int32', data: Int32Array, dims: readonly number[]) => object;
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
}

interface Session {
  run(feeds: Record<string, object>): Promise<Record<string, { readonly data: Float32Array }>>;
}

const batchSize = 32;

/** ONNX Runtime, native or as WebAssembly: it gets ids; where a task says so, our vectorizer makes them within the time. */
export async function onnxTasks(library: 'onnxruntime-node' | 'onnxruntime-web', { classifier, onnx, texts, fortyTokens }: Materials, threads: number): Promise<Contender> {
  const ort = loadPeer<OnnxRuntime>(library);
  const web = library === 'onnxruntime-web';
  if (web) ort.env.wasm.numThreads = threads;
  const session = await ort.InferenceSession.create(onnx, web ? { executionProviders: ['wasm'] } : { intraOpNumThreads: threads, interOpNumThreads: 1 });
  const encode = (text: string) => classifier.vectorizer.encode(text);
  const rows = texts.map(encode);
  const forty = fortyTokens.map(encode);
  const inOrder = Array.from(rows, (_, r) => r);
  const byLength = [...inOrder].sort((a, b) => rows[a].length - rows[b].length);
  const width = classifier.labels.length;

  /** Rows padded to the longest of them. */
  const run = async (batch: readonly Int32Array[]): Promise<Float32Array> => {
    const time = batch.reduce((longest, ids) => Math.max(longest, ids.length), 1);
    const ids = new Int32Array(batch.length * time);
    const lengths = new Int32Array(batch.length);
    batch.forEach((row, r) => {
      ids.set(row, r * time);
      lengths[r] = row.length;
    });
    const { probabilities } = await session.run({ ids: new ort.Tensor('int32', ids, [batch.length, time]), lengths: new ort.Tensor('int32', lengths, [batch.length]) });
    return probabilities.data;
  };
  const stream = async (order: readonly number[]): Promise<Float32Array> => {
    const out = new Float32Array(order.length * width);
    for (let first = 0; first < order.length; first += batchSize) {
      const chosen = order.slice(first, first + batchSize);
      const probabilities = await run(chosen.map((r) => rows[r]));
      chosen.forEach((r, i) => out.set(probabilities.subarray(i * width, (i + 1) * width), r * width));
    }
    return out;
  };
  return {
    about: `${library} ${peerVersion(library)}, ${web ? `env.wasm.numThreads = ${threads}` : `intraOpNumThreads: ${threads}`}`,
    tasks: {
      'one text, ids given': () => medianOfCalls(400, (i) => run([forty[i % forty.length]])),
      'one text, vectorized': () => medianOfCalls(400, (i) => run([encode(fortyTokens[i % forty.length])])),
      'stream in order': () => timeOf(() => stream(inOrder)),
      'stream by length': () => timeOf(() => stream(byLength)),
      '32 x 40': () => medianOfCalls(30, () => run(forty.slice(0, 32))),
    },
    outputs: () => stream(byLength),
  };
}
