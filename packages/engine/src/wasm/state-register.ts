import { SekvensError } from '@sekvens/core';

/** Numbers as a checkpoint holds them. */
export type StateArray = Float32Array | Float64Array | Int32Array;

interface Entry {
  read(): StateArray;
  write(values: StateArray): void;
  /** Whether bringing rows that are updated lazily up to date changes it. */
  settles: boolean;
}

/**
 * All numbers that decide how a training goes on, by name. Whatever has such a state registers it here, once, in one line: weights, what an
 * optimizer keeps of them, counters. Checkpoints then hold it, and a training that goes on finds it again, without knowing what it is.
 */
export class StateRegister {
  private readonly entries = new Map<string, Entry>();

  /** @param view the numbers where they are; asked for anew each time, since memory moves when it grows */
  add(name: string, view: () => StateArray, settles = false): void {
    this.entries.set(name, { read: () => view().slice(), write: (values) => view().set(values), settles });
  }

  /** Numbers that are fields of an object. Their count must always be the same. */
  addNumbers(name: string, read: () => readonly number[], write: (numbers: readonly number[]) => void): void {
    this.entries.set(name, { read: () => Float64Array.from(read()), write: (values) => write(Array.from(values)), settles: false });
  }

  /** Says of numbers registered by someone else that settling changes them. */
  markSettling(name: string): void {
    this.entries.get(name)!.settles = true;
  }

  /** Copies of all numbers. */
  read(): Record<string, StateArray> {
    return Object.fromEntries(Array.from(this.entries, ([name, entry]) => [name, entry.read()]));
  }

  /** Copies of those that settling changes; undefined where there are none. */
  readSettling(): Record<string, StateArray> | undefined {
    const settling = Array.from(this.entries).filter(([, { settles }]) => settles);
    return settling.length === 0 ? undefined : Object.fromEntries(settling.map(([name, entry]) => [name, entry.read()]));
  }

  /** Puts back what {@link readSettling} gave. */
  restore(values: Readonly<Record<string, StateArray>>): void {
    for (const [name, array] of Object.entries(values)) this.entries.get(name)!.write(array);
  }

  /**
   * Replaces all numbers, or none where a name or a size is not that of this training. `file` names in errors what they are from.
   * @throws code 'invalid-file'
   */
  write(values: Readonly<Record<string, StateArray>>, file: string): void {
    const refuse = (expected: string, got: string) => new SekvensError({ code: 'invalid-file', where: file, expected, got, hint: 'The file is damaged, or of another version of sekvens.' });
    for (const [name, entry] of this.entries) {
      const own = entry.read();
      const given: StateArray | undefined = Object.hasOwn(values, name) ? values[name] : undefined;
      if (given?.constructor !== own.constructor || given.length !== own.length) {
        throw refuse(`${own.length} numbers ${JSON.stringify(name)} (${own.constructor.name})`, given ? `${given.length} (${given.constructor.name})` : 'none');
      }
    }
    const stranger = Object.keys(values).find((name) => !this.entries.has(name));
    if (stranger !== undefined) throw refuse('the state of this training and nothing else', JSON.stringify(stranger));
    this.restore(values);
  }
}
