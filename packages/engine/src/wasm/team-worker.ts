/**
 * The programs of the other threads, as source text: they run from a string in Node and from a Blob in browsers, so that no
 * bundler has to find a file.
 *
 * `control` is an Int32Array on shared memory, `calls` a Float64Array. A phase is a list of tasks; task i's calls begin at
 * calls[i] and read: number of calls, then for each the kernel's number, its number of arguments, the arguments.
 *
 * One number, `remaining`, says whether there is a task to claim and which: a thread that is late takes one off a number below 1, and has
 * claimed nothing, or off that of the next phase, and has claimed a task of it.
 */

/** Places in `control`. */
export const slot = {
  /** Changes with every phase. */
  generation: 0,
  /** Tasks of the phase that nobody has claimed; below 0 where threads asked for more. */
  remaining: 1,
  /** Tasks of the phase. */
  count: 2,
  /** Tasks that are done. */
  done: 3,
  /** 1 + number of the kernel that failed in a worker; 0 where none did. */
  failed: 4,
  /** Workers that have ended. */
  lost: 5,
  /** Goes on as long as somebody watches over the workers. */
  beat: 6,
  /** From here on for each worker: 1 while it may be in a task. */
  busy: 16,
  /** From here on for each worker: 1 once it has ended. */
  ended: 80,
} as const;

/** Workers that `control` has room for. */
export const mostWorkers = slot.ended - slot.busy;
export const controlLength = slot.ended + mostWorkers;

/** Looks at `generation` this often before a worker goes to sleep: some tens of microseconds. */
const spins = 20000;

/** Runs tasks until it is terminated. What can go wrong in it ends up in `control`. */
export const workerSource = `
const start = ({ module, memory, control, calls, names, index }, ready) => {
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports;
  const kernels = names.map((name) => exports[name]);
  let current = 0;
  const run = (at) => {
    let count = calls[at++];
    while (count-- > 0) {
      current = calls[at];
      const length = calls[at + 1];
      at += 2;
      kernels[current](...calls.subarray(at, at + length));
      at += length;
    }
  };
  const work = () => {
    let generation = 0;
    for (;;) {
      for (let i = 0; i < ${spins} && Atomics.load(control, ${slot.generation}) === generation; i++);
      Atomics.wait(control, ${slot.generation}, generation);
      generation = Atomics.load(control, ${slot.generation});
      Atomics.store(control, ${slot.busy} + index, 1);
      for (;;) {
        const left = Atomics.sub(control, ${slot.remaining}, 1);
        if (left <= 0) break;
        try {
          run(calls[Atomics.load(control, ${slot.count}) - left]);
        } catch {
          Atomics.store(control, ${slot.failed}, current + 1);
        }
        Atomics.add(control, ${slot.done}, 1);
        Atomics.notify(control, ${slot.done});
      }
      Atomics.store(control, ${slot.busy} + index, 0);
    }
  };
  ready();
  // the message has to be on its way before this thread stops listening to its event loop
  setTimeout(() => {
    try {
      work();
    } finally {
      if (Atomics.exchange(control, ${slot.ended} + index, 1) === 0) Atomics.add(control, ${slot.lost}, 1);
      Atomics.notify(control, ${slot.done});
    }
  }, 0);
};
`;

/**
 * Notes in `control` when a worker has ended, whatever ended it: its end of a port closes then. The calling thread cannot see that by
 * itself while it waits in the middle of a step.
 */
export const watcherSource = `
const start = ({ control, ports }, ready) => {
  ports.forEach((port, index) => {
    port.on('close', () => {
      if (Atomics.exchange(control, ${slot.ended} + index, 1) === 0) Atomics.add(control, ${slot.lost}, 1);
      Atomics.notify(control, ${slot.done});
    });
  });
  setInterval(() => Atomics.add(control, ${slot.beat}, 1), 100);
  ready();
};
`;
