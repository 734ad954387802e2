/**
 * Weights that let all classes count alike: rows / (k · rows of the class), with k the number of classes that have rows; scikit-learn's 'balanced'.
 * A class without rows has the weight 1, which nothing reads.
 */
export function balancedClassWeights(classes: ArrayLike<number>, classCount: number): number[] {
  const counts = new Array<number>(classCount).fill(0);
  for (let row = 0; row < classes.length; row++) counts[classes[row]]++;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 1 : classes.length / (present * count)));
}
