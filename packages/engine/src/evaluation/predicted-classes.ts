/** The class of each row of probabilities [rows, classes] that is most probable; of equal ones the first. */
export function predictedClasses(probabilities: ArrayLike<number>, classes: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / classes }, (_, r) => {
    let best = 0;
    for (let c = 1; c < classes; c++) if (probabilities[r * classes + c] > probabilities[r * classes + best]) best = c;
    return best;
  });
}
