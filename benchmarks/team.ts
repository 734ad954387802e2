/** What can share its work among threads: a model, an executor. */
interface Shared {
  joinTeam(size: number): Promise<void>;
  leaveTeam(): Promise<void>;
}

/** Runs `work` with `threads` threads that have all started. */
export async function withTeam<T>(shared: Shared, threads: number, work: () => T): Promise<T> {
  await shared.joinTeam(threads);
  try {
    return work();
  } finally {
    await shared.leaveTeam();
  }
}
