/** What the benchmark of the kernels reaches into: parts of the engine that are not public. */
import type { createWasmExecutor, Sequential } from '@sekvens/engine';

interface Team {
  readonly size: number;
  phase(tasks: readonly ((kernels: unknown) => void)[]): void;
}

type PublicExecutor = ReturnType<typeof createWasmExecutor>;

export interface WasmExecutor extends Pick<PublicExecutor, 'kernels' | 'heap' | 'joinTeam' | 'leaveTeam'> {
  team: Team;
}

/** The executor of a compiled model. */
export function executorOf(model: Sequential): WasmExecutor {
  return (model as unknown as { executor: WasmExecutor }).executor;
}
