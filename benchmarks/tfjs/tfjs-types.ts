/** The part of @tensorflow/tfjs that the benchmark uses; the package itself is installed in peers/ alone. */

export interface TensorInfo {
  readonly dataId: object;
  readonly shape: readonly number[];
  readonly dtype: string;
}

interface Tensor extends TensorInfo {
  dispose(): void;
}

interface Backend {
  readSync(dataId: object): Float32Array | Int32Array;
  makeTensorInfo(shape: readonly number[], dtype: string, values: Float32Array): TensorInfo;
}

/** The wasm backend lays out its outputs in the memory of its kernels. */
interface WasmBackend extends Backend {
  makeOutput(shape: readonly number[], dtype: string): TensorInfo;
  typedArrayFromHeap(info: TensorInfo): Float32Array;
}

export interface KernelCall {
  readonly inputs: { readonly x: TensorInfo; readonly segmentIds: TensorInfo };
  readonly backend: Backend | WasmBackend;
  readonly attrs: { readonly numSegments: number };
}

interface TfModel {
  add(layer: unknown): void;
  compile(options: { optimizer: string; loss: string; metrics: readonly string[] }): void;
  fit(x: Tensor, y: Tensor, options: { batchSize: number; epochs: number; shuffle: boolean; verbose: number }): Promise<unknown>;
  trainOnBatch(x: Tensor, y: Tensor): Promise<unknown>;
}

type LayerFactory = (config: Readonly<Record<string, unknown>>) => unknown;

export interface Tensorflow {
  readonly version: Readonly<Record<string, string>>;
  readonly layers: Readonly<Record<'embedding' | 'simpleRNN' | 'lstm' | 'gru' | 'bidirectional' | 'dense', LayerFactory>>;
  sequential(): TfModel;
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor2d(values: Int32Array, shape: readonly [number, number], dtype: string): Tensor;
  tensor1d(values: Float32Array, dtype: string): Tensor;
  getKernel(kernel: string, backend: string): unknown;
  unregisterKernel(kernel: string, backend: string): void;
  registerKernel(kernel: { kernelName: string; backendName: string; kernelFunc: (call: KernelCall) => TensorInfo }): void;
}
