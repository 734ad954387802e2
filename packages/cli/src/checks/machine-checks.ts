import { availableParallelism, cpus, totalmem } from 'node:os';
import { count, counted } from '../output/numbers.js';
import { versions } from '../version.js';
import type { Check } from './check.js';

/** What this machine is. */
export function machineChecks(): Check[] {
  const { node, sekvens } = versions();
  return [
    { name: 'sekvens', detail: sekvens },
    { name: 'Node', detail: `${node} on ${process.platform} ${process.arch}` },
    { name: 'processor', detail: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${counted(availableParallelism(), 'core')} for this process` },
    { name: 'memory', detail: `${count(totalmem() / 2 ** 20)} MiB` },
  ];
}
