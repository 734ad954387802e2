/** Where the time of a training step goes: kernels that note their time and the multiply-adds they did, phase by phase. */
import type { WasmExecutor } from './engine-internals.js';

/** Products of a step; everything else (packing, gathering, the dense layer, loss, Adam, …) is `rest`. */
export const phaseNames = ['projection', 'recurrence forward', 'recurrence backward', 'gradient of W', 'gradient of U', 'gradient of x', 'rest'] as const;
export type PhaseName = (typeof phaseNames)[number];

export interface Phase {
  milliseconds: number;
  /** Floating-point operations: two for each multiply-add of a product. Activations and Adam are not counted. */
  operations: number;
}

/** The layers of the network that is taken apart: LSTMs whose inputs and units tell their products from those of the dense layer. */
export interface LayerSizes {
  readonly inputs: number;
  readonly units: number;
}

type Kernel = (...args: number[]) => unknown;

export class PhaseClock {
  readonly phases = Object.fromEntries(phaseNames.map((name) => [name, { milliseconds: 0, operations: 0 }])) as Record<PhaseName, Phase>;

  constructor(private readonly executor: WasmExecutor, private readonly sizes: LayerSizes) {}

  /** Puts clocks around the kernels of the calling thread; those of other threads stay as they are. Call it after joinTeam. */
  install(): void {
    const { executor } = this;
    const plain = executor.kernels as unknown as Record<string, Kernel>;
    const timed = Object.fromEntries(Object.entries(plain).map(([name, kernel]) => [name, typeof kernel === 'function' ? this.timed(name, kernel) : kernel]));
    Object.assign(executor, { kernels: timed });
    const { team } = executor;
    if (team.size > 1) Object.assign(team, { kernels: timed });
    else executor.team = { ...team, phase: (tasks) => tasks.forEach((task) => task(timed)) };
  }

  private timed(name: string, kernel: Kernel): Kernel {
    return (...args) => {
      const [phase, operations] = this.classify(name, args);
      const began = performance.now();
      const result = kernel(...args);
      this.phases[phase].milliseconds += performance.now() - began;
      this.phases[phase].operations += operations;
      return result;
    };
  }

  private classify(name: string, args: readonly number[]): readonly [PhaseName, number] {
    const { inputs, units } = this.sizes;
    const width = 4 * units;
    if (name === 'gemm') {
      const [m, n, k] = args;
      const operations = 2 * m * n * k;
      if (n === width && k === inputs) return ['projection', operations];
      if (n === inputs && k === width) return ['gradient of x', operations];
      return ['rest', operations];
    }
    if (name === 'gemmTransposed') {
      const [m, n, k, , row] = args;
      const operations = 2 * m * n * k;
      if (n === width && row === inputs * 4) return ['gradient of W', operations];
      if (n === width && row === units * 4) return ['gradient of U', operations];
      return ['rest', operations];
    }
    if (name === 'lstmForward' || name === 'lstmBackward') {
      const [stepOffsets, steps, , row0, row1] = args;
      const operations = 2 * this.tokensOf(stepOffsets, steps, row0, row1) * units * width;
      return [name === 'lstmForward' ? 'recurrence forward' : 'recurrence backward', operations];
    }
    return ['rest', 0];
  }

  /** Tokens of the packed rows [row0, row1). */
  private tokensOf(stepOffsets: number, steps: number, row0: number, row1: number): number {
    const offsets = this.executor.heap.i32(stepOffsets, steps + 1);
    let tokens = 0;
    for (let t = 0; t < steps; t++) tokens += Math.max(0, Math.min(row1, offsets[t + 1] - offsets[t]) - row0);
    return tokens;
  }
}

/**
 * Floating-point operations of the products of one training step of two bidirectional LSTMs whose layers have `sizes`, counted from the
 * batch: the first layer's input products run over distinct ids, all else over tokens. The dense layer is left out.
 */
export function stepOperations({ inputs, units }: LayerSizes, tokens: number, distinct: number): number {
  const width = 4 * units;
  const perDirection = (inputRows: number) =>
    // projection, gradient of W and gradient of x; then recurrence forward, backward and gradient of U
    3 * inputRows * inputs * width + 3 * tokens * units * width;
  return 2 * 2 * (perDirection(distinct) + perDirection(tokens));
}
