/**
 * The program of a worker thread, as source text: it runs from a string in Node and from a Blob in browsers, so that no
 * bundler has to find a file.
 *
 * `control` is an Int32Array on shared memory, `calls` a Float64Array. A phase is a list of tasks; task i's calls begin at
 * calls[taskStart + i] and read: number of calls, then for each the kernel's number, its number of arguments, the arguments.
 */

/** Places in `control`. */
export const slot = {
  /** Changes with every phase. */
  generation: 0,
  /** The next task that nobody has claimed. */
  next: 1,
  /** Tasks of the phase. */
  count: 2,
  /** Tasks that are done. */
  done: 3,
  /** 1 once the team is closed. */
  closed: 4,
  /** 1 when a kernel failed in a worker. */
  failed: 5,
  /** Workers that have started. */
  started: 6,
} as const;

/** Looks at `generation` this often before a worker goes to sleep: some tens of microseconds. */
const spins = 20000;

export const workerSource = `
const start = ({ module, memory, control, calls, names }) => {
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports;
  const kernels = names.map((name) => exports[name]);
  const run = (at) => {
    let count = calls[at++];
    while (count-- > 0) {
      const kernel = kernels[calls[at]];
      const length = calls[at + 1];
      at += 2;
      kernel(...calls.subarray(at, at + length));
      at += length;
    }
  };
  Atomics.add(control, ${slot.started}, 1);
  Atomics.notify(control, ${slot.started});
  let generation = 0;
  for (;;) {
    for (let i = 0; i < ${spins} && Atomics.load(control, ${slot.generation}) === generation; i++);
    Atomics.wait(control, ${slot.generation}, generation);
    generation = Atomics.load(control, ${slot.generation});
    if (Atomics.load(control, ${slot.closed})) return;
    for (;;) {
      const task = Atomics.add(control, ${slot.next}, 1);
      if (task >= Atomics.load(control, ${slot.count})) break;
      try {
        run(calls[task]);
      } catch {
        Atomics.store(control, ${slot.failed}, 1);
      }
      Atomics.add(control, ${slot.done}, 1);
      Atomics.notify(control, ${slot.done});
    }
  }
};
`;
