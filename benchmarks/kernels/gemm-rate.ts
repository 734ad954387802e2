import type { WasmExecutor } from './engine-internals.js';

export interface GemmShape {
  readonly name: string;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** GFLOP/s of C[m, n] = A[m, k] · B[k, n] on packed panels, `threads` products side by side: that of the fastest of many repetitions. */
export function gemmRate(executor: WasmExecutor, { m, n, k }: GemmShape, threads: number, milliseconds: number): number {
  const { heap, kernels, team } = executor;
  heap.beginBatch();
  const values = (count: number) => heap.putFloats(Float32Array.from({ length: count }, (_, i) => ((i * 7919) % 1000) / 1000 - 0.5));
  const jobs = Array.from({ length: threads }, () => {
    const a = values(m * k);
    const plain = values(k * n);
    const b = heap.take(32 * k * Math.ceil(n / 8));
    kernels.pack(b, plain, n * 4, k, n);
    return { a, b, c: heap.takeFloats(m * n) };
  });
  // small products several times in a task, so that handing it over and reading the clock weigh nothing
  const times = Math.max(1, Math.ceil(2e7 / (2 * m * n * k)));
  const tasks = jobs.map(({ a, b, c }) => (target: unknown) => {
    for (let i = 0; i < times; i++) (target as typeof kernels).gemm(m, n, k, a, k * 4, 4, b, c, n * 4, 0, 0);
  });
  let fastest = Infinity;
  const end = performance.now() + milliseconds;
  for (let run = 0; run < 5 || performance.now() < end; run++) {
    const began = performance.now();
    team.phase(tasks);
    fastest = Math.min(fastest, performance.now() - began);
  }
  return (2 * m * n * k * times * threads) / fastest / 1e6;
}
