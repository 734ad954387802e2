export interface Prediction {
  /** The most probable label. */
  readonly label: string;
  readonly probability: number;
  /** The labels of the text, most probable first: of a multi-class classifier the one above; of a multi-label one all that reach their threshold, maybe none. */
  readonly labels: readonly string[];
  /** The topK most probable labels, most probable first. */
  readonly top: readonly { readonly label: string; readonly probability: number }[];
}

/**
 * @param probabilities of the labels, in their order
 * @param thresholds of a multi-label classifier
 */
export function toPrediction(labels: readonly string[], probabilities: Float32Array, topK: number, thresholds: readonly number[] | undefined): Prediction {
  const order = labels.map((_, j) => j).sort((a, b) => probabilities[b] - probabilities[a]);
  const top = order.slice(0, topK).map((j) => ({ label: labels[j], probability: probabilities[j] }));
  const present = thresholds ? order.filter((j) => probabilities[j] >= thresholds[j]) : order.slice(0, 1);
  return { ...top[0], labels: present.map((j) => labels[j]), top };
}
