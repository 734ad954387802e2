import type { Shape } from '../types.js';

/** `[batch, any, 64]`: the first axis is the batch, `any` a length that varies. */
export function formatShape(shape: Shape): string {
  return `[${shape.map((size, axis) => size ?? (axis === 0 ? 'batch' : 'any')).join(', ')}]`;
}
