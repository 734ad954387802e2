/** How the work of an operation is cut into tasks. */
import type { Kernels } from './kernels.js';
import type { Task, Team } from './team.js';

/** Tasks that may run at the same time; each may rely on all earlier stages being done. */
export type Stage = readonly Task[];

/** Multiply-adds, some twenty microseconds of them, below which handing a task to another thread costs more than it saves. */
const smallestShare = 500_000;

/** Into how many parts `work` multiply-adds are worth cutting among `most`. */
export function partsFor(work: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(work / smallestShare)));
}

/** Cuts 0 … count into `parts` ranges whose bounds are multiples of `step`; empty ranges are left out. */
export function ranges(count: number, parts: number, step: number): [number, number][] {
  const out: [number, number][] = [];
  const units = Math.ceil(count / step);
  for (let p = 0; p < parts; p++) {
    const from = Math.floor((units * p) / parts) * step;
    const to = Math.min(count, Math.floor((units * (p + 1)) / parts) * step);
    if (to > from) out.push([from, to]);
  }
  return out;
}

/** One task per range. */
export function cut(count: number, parts: number, step: number, work: (kernels: Kernels, from: number, to: number) => void): Stage {
  return ranges(count, parts, step).map(([from, to]) => (kernels: Kernels) => work(kernels, from, to));
}

/** One task after the other where there is one part, else each on its own. */
export function together(tasks: readonly Task[], parts: number): Stage {
  return parts > 1 || tasks.length <= 1 ? tasks : [(kernels) => tasks.forEach((task) => task(kernels))];
}

/**
 * Runs several chains of stages side by side. A chain whose stages all have at most one task runs as one task on one thread; otherwise
 * the chains go on stage by stage.
 */
export function runChains(team: Team, chains: readonly (readonly Stage[])[]): void {
  if (chains.every((stages) => stages.every((stage) => stage.length <= 1))) {
    team.phase(chains.map((stages) => (kernels) => stages.forEach((stage) => stage[0]?.(kernels))));
    return;
  }
  const longest = Math.max(...chains.map((stages) => stages.length));
  for (let i = 0; i < longest; i++) team.phase(chains.flatMap((stages) => stages[i] ?? []));
}
