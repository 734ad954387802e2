export { wasmKernels } from './wasm-kernels.js';
