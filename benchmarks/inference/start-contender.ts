import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ContenderSettings } from './contender.js';

export interface StartedContender {
  readonly name: string;
  readonly about: string;
  readonly tasks: readonly string[];
  /** Has the contender do a task, or give its outputs. */
  ask<T>(request: string): Promise<T>;
  stop(): void;
}

/** Starts contender.ts in a process of its own. */
export async function startContender(name: string, settings: ContenderSettings): Promise<StartedContender> {
  const child = fork(fileURLToPath(new URL('contender.ts', import.meta.url)), { serialization: 'advanced' });
  const ask = <T>(request: ContenderSettings | string): Promise<T> =>
    new Promise((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`${name} ended with code ${code}`));
      child.once('exit', ended);
      child.once('message', (answer: { result: T } | { error: string }) => {
        child.off('exit', ended);
        if ('error' in answer) reject(new Error(`${name}: ${answer.error}`));
        else resolve(answer.result);
      });
      child.send(request);
    });
  try {
    const { about, tasks } = await ask<{ about: string; tasks: string[] }>(settings);
    return { name, about, tasks, ask, stop: () => void child.kill() };
  } catch (error) {
    child.kill();
    throw error;
  }
}
