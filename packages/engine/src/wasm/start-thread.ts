/** Threads as the platform has them: worker_threads in Node, Web Workers in browsers. */

export interface Thread {
  /** Resolves when the thread's program has begun; rejects where it did not. */
  readonly started: Promise<void>;
  /** Resolves when the thread runs no more. */
  end(): Promise<void>;
}

/** A port whose other end is told when the thread that holds it ends. */
export type Port = object;

interface NodeWorker {
  on(event: string, listener: (value: Error) => void): void;
  once(event: string, listener: (value: Error) => void): void;
  unref(): void;
  terminate(): Promise<unknown>;
}

interface NodeThreads {
  readonly Worker: new (source: string, options: object) => NodeWorker;
  readonly MessageChannel: new () => { readonly port1: Port; readonly port2: Port };
}

/** Node's worker_threads; undefined elsewhere. */
export function nodeThreads(): NodeThreads | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  return process?.getBuiltinModule?.('node:worker_threads') as NodeThreads | undefined;
}

/**
 * Starts `source`, which defines start(data, ready), with `data`.
 * @param onEnd called when the thread ends without having been asked to, once it had started
 */
export function startThread(source: string, data: object, ports: readonly Port[], onEnd: (cause: Error) => void): Thread {
  const node = nodeThreads();
  return node ? startInNode(node, source, data, ports, onEnd) : startInBrowser(source, data, onEnd);
}

function startInNode({ Worker }: NodeThreads, source: string, data: object, ports: readonly Port[], onEnd: (cause: Error) => void): Thread {
  const worker = new Worker(`${source}{ const { workerData, parentPort } = process.getBuiltinModule('node:worker_threads'); start(workerData, () => parentPort.postMessage(0)); }`, {
    eval: true, workerData: data, transferList: ports,
    // neither loaders of the caller's sources nor its environment are of use to kernels
    execArgv: [], env: {},
  });
  const started = new Promise<void>((resolve, reject) => {
    let cause: Error | undefined;
    worker.on('error', (error) => (cause = error));
    worker.once('message', () => {
      // from here on the thread is no reason for the process to go on; until then it is what the caller waits for
      worker.unref();
      resolve();
    });
    worker.once('exit', () => {
      cause ??= new Error('it ended');
      reject(cause);
      onEnd(cause);
    });
  });
  return { started, end: async () => void (await worker.terminate()) };
}

function startInBrowser(source: string, data: object, onEnd: (cause: Error) => void): Thread {
  const url = URL.createObjectURL(new Blob([`${source}onmessage = ({ data }) => start(data, () => postMessage(0));`], { type: 'text/javascript' }));
  const worker = new Worker(url);
  const started = new Promise<void>((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = (event) => {
      event.preventDefault();
      const cause = new Error(event.message ?? 'the browser refused it; a Content-Security-Policy without worker-src blob: does');
      reject(cause);
      onEnd(cause);
    };
  }).finally(() => URL.revokeObjectURL(url));
  worker.postMessage(data);
  // eslint-disable-next-line @typescript-eslint/require-await -- browsers do not tell when it has ended; it runs nothing of ours any more
  return { started, end: async () => worker.terminate() };
}
