import { SekvensError, show } from '@sekvens/core';
import type { Callback, CallbackState } from './callback.js';
import { callbackMethods } from './callback.js';

/** Refuses what is no callback, and states that a checkpoint could not tell apart. */
export function assertCallbacks(callbacks: readonly Callback[]): void {
  if (!Array.isArray(callbacks)) throw refuse('fit({ callbacks })', 'an array of callbacks', callbacks);
  const names = new Set<string>();
  callbacks.forEach((callback: unknown, i) => {
    const where = `fit({ callbacks })[${i}]`;
    if (callback === null || typeof callback !== 'object') throw refuse(where, `an object with some of ${callbackMethods.join(', ')}`, callback);
    const own = callback as Record<string, unknown>;
    for (const name of [...callbackMethods, 'getState', 'setState']) {
      const method = own[name];
      if (method !== undefined && typeof method !== 'function') throw refuse(`${where}.${name}`, 'a function', method);
    }
    if (!callbackMethods.some((name) => name in callback)) throw refuse(where, `an object with some of ${callbackMethods.join(', ')}`, Object.keys(callback));
    const [saves, restores] = [own.getState !== undefined, own.setState !== undefined];
    if (saves !== restores) throw refuse(where, 'getState and setState, or neither', saves ? 'getState alone' : 'setState alone', false);
    if (!saves) return;
    if (typeof own.name !== 'string' || own.name === '') throw refuse(`${where}.name`, 'a name for its state in checkpoints', own.name);
    if (names.has(own.name)) throw refuse(`${where}.name`, 'a name of its own among the callbacks with a state', own.name);
    names.add(own.name);
  });
}

/** Refuses to go on with other callbacks than a checkpoint was made with, as far as they have a state. */
export function assertSameCallbacks(callbacks: readonly Callback[], states: Readonly<Record<string, CallbackState>>, where: string): void {
  const names = callbacks.flatMap((callback) => (callback.getState ? [callback.name!] : []));
  const saved = Object.keys(states);
  if (names.length === saved.length && saved.every((name) => names.includes(name))) return;
  const list = (all: readonly string[]) => (all.length > 0 ? all.join(', ') : 'none');
  throw refuse(where, `callbacks with the states of the checkpoint: ${list(saved)}`, list(names), false);
}

function refuse(where: string, expected: string, got: unknown, quote = true): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got: quote ? show(got) : String(got) });
}
