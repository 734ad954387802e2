/** What a unit reacts to. */
import type { DirectionTrace } from '@sekvens/engine/inside';

export interface Reaction {
  readonly token: number;
  /** The number before the token was read; 0 before the first. */
  readonly before: number;
  readonly after: number;
  readonly change: number;
}

/** The number of a unit before the token was read: that of the token read before it, 0 where it is the first one. */
export function valueBefore(trace: DirectionTrace, values: Float64Array, token: number, unit: number): number {
  const { units } = trace.definition.config;
  const tokens = trace.present.length;
  const read = trace.reads === 'forward' ? token - 1 : token + 1;
  return read < 0 || read >= tokens ? 0 : values[read * units + unit];
}

/** How each token that was read changed the unit's state, the largest changes first; of equal ones in the order of the tokens. */
export function unitReactions(trace: DirectionTrace, unit: number): readonly Reaction[] {
  const { state } = trace.series;
  const { units } = trace.definition.config;
  const reactions: Reaction[] = [];
  trace.present.forEach((isRead, token) => {
    if (!isRead) return;
    const before = valueBefore(trace, state, token, unit);
    const after = state[token * units + unit];
    reactions.push({ token, before, after, change: after - before });
  });
  return reactions.sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || a.token - b.token);
}
