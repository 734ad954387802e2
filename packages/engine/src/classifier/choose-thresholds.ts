import { defaultThreshold } from './thresholds.js';

/**
 * For each label the threshold with the highest F1 = 2·hits / (predicted + present) on the given rows, a text having a label where its
 * probability is at least the threshold. It lies halfway between two neighbouring probabilities; of equally good ones it is the one
 * nearest to 0.5. A label that no row has keeps 0.5, since nothing tells its threshold.
 *
 * @param probabilities [rows, labels]
 * @param truth [rows, labels], 1 where the row has the label, else 0
 */
export function chooseThresholds(probabilities: ArrayLike<number>, truth: ArrayLike<number>, labels: number): number[] {
  const rows = probabilities.length / labels;
  return Array.from({ length: labels }, (_, j) => {
    const order = Array.from({ length: rows }, (__, r) => r * labels + j).sort((a, b) => probabilities[b] - probabilities[a]);
    const present = order.reduce((sum, at) => sum + truth[at], 0);
    let best = { f1: 0, threshold: defaultThreshold };
    let hits = 0;
    for (let n = 1; n <= rows; n++) {
      hits += truth[order[n - 1]];
      const last = probabilities[order[n - 1]];
      const next = n < rows ? probabilities[order[n]] : 0;
      const threshold = (last + next) / 2;
      // between equal probabilities there is none, nor at 0 and 1
      if (next === last || threshold >= 1) continue;
      const f1 = (2 * hits) / (n + present);
      const nearer = Math.abs(threshold - defaultThreshold) < Math.abs(best.threshold - defaultThreshold);
      if (f1 > best.f1 || (f1 === best.f1 && f1 > 0 && nearer)) best = { f1, threshold };
    }
    return best.threshold;
  });
}
