import type { DirectionTrace } from '@sekvens/engine/inside';

export type UnitOrder = 'number' | 'activity' | 'likeness' | 'votes';

/** So many units are shown; of a wider layer those that move most. */
export const mostUnits = 64;

/**
 * The units to show, from top to bottom.
 *
 * - number: as the network has them
 * - activity: those whose states move most over the text first, Σ (h[t] - h[t - 1])²
 * - votes: from those that speak most for the label in the end to those that speak most against it
 * - likeness: beginning with the most active one, each time the unit whose curve is nearest to the last one
 *
 * @param votes what each unit adds to a label's logit in the end; needed for that order
 */
export function unitOrder(trace: DirectionTrace, order: UnitOrder, votes: readonly number[] = []): readonly number[] {
  const { units } = trace.definition.config;
  const { state } = trace.series;
  const tokens = trace.present.length;
  const activity = Array.from({ length: units }, (_, unit) => {
    let sum = 0;
    for (let t = 0; t < tokens; t++) sum += (state[t * units + unit] - (t === 0 ? 0 : state[(t - 1) * units + unit])) ** 2;
    return sum;
  });
  const busiest = activity.map((_, unit) => unit).sort((a, b) => activity[b] - activity[a] || a - b).slice(0, mostUnits);
  if (order === 'activity') return busiest;
  if (order === 'votes') return busiest.sort((a, b) => votes[b] - votes[a] || a - b);
  if (order === 'number') return busiest.sort((a, b) => a - b);

  const distance = (a: number, b: number) => {
    let sum = 0;
    for (let t = 0; t < tokens; t++) sum += (state[t * units + a] - state[t * units + b]) ** 2;
    return sum;
  };
  const [first, ...left] = busiest;
  const chain = [first];
  while (left.length > 0) {
    const last = chain[chain.length - 1];
    let nearest = 0;
    let least = Infinity;
    left.forEach((unit, i) => {
      const d = distance(last, unit);
      if (d < least) [nearest, least] = [i, d];
    });
    chain.push(...left.splice(nearest, 1));
  }
  return chain;
}
