/** What can share its work among threads: a model, an executor. */
interface Shared {
  joinTeam(size: number): void | Promise<void>;
  leaveTeam(): void | Promise<void>;
}

/** Runs `work` with `threads` threads that have all started. */
export async function withTeam<T>(shared: Shared, threads: number, work: () => T): Promise<T> {
  await shared.joinTeam(threads);
  try {
    // workers start in the background
    if (threads > 1) await new Promise((resolve) => setTimeout(resolve, 300));
    return work();
  } finally {
    await shared.leaveTeam();
  }
}
