export { modelParts } from './model-parts.js';
export type { ModelParts } from './model-parts.js';
export type { ModelFormat } from './model-format.js';
