export { main } from './main.js';
export { processIo } from './io.js';
export type { Io, OutputStream } from './io.js';
