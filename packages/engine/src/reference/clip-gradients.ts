import type { ClippingConfig } from '../training-config.js';
import type { WeightRecord } from './optimizers.js';

/**
 * The gradients an optimizer works with, g each of them:
 *
 *   clipvalue        min(max(g, -clipvalue), clipvalue)
 *   clipnorm         g · clipnorm / max(‖g‖, clipnorm)
 *   globalClipnorm   g · globalClipnorm / max(√Σ ‖g‖², globalClipnorm), and NaN where that norm is not finite
 */
export function clipGradients(gradients: WeightRecord, { clipvalue, clipnorm, globalClipnorm }: ClippingConfig): WeightRecord {
  const each = (rule: (g: Float64Array) => Float64Array) => Object.fromEntries(Object.entries(gradients).map(([path, g]) => [path, rule(g)]));
  if (clipvalue !== undefined) return each((g) => g.map((x) => Math.min(Math.max(x, -clipvalue), clipvalue)));
  if (clipnorm !== undefined) {
    return each((g) => {
      const norm = Math.sqrt(squares(g));
      return g.map((x) => (x * clipnorm) / Math.max(norm, clipnorm));
    });
  }
  if (globalClipnorm !== undefined) {
    const norm = Math.sqrt(Object.values(gradients).reduce((sum, g) => sum + squares(g), 0));
    const factor = Number.isFinite(norm) ? globalClipnorm / Math.max(norm, globalClipnorm) : NaN;
    return each((g) => g.map((x) => x * factor));
  }
  return gradients;
}

function squares(g: Float64Array): number {
  return g.reduce((sum, x) => sum + x * x, 0);
}
