/**
 * The `emaMomentum` whose average remembers a share of a training: 1 - 1 / (share · steps), at least 0. Of the first weights exp(-1 / share)
 * is left in it at the end, whether the training has a hundred steps or a million.
 *
 * @param share above 0, of the steps
 * @param steps updates of the weights, in all
 */
export function emaMomentumOver(share: number, steps: number): number {
  return Math.max(0, 1 - 1 / (share * steps));
}
