import type { InsightDirection } from './insight.js';

/** What each unit adds to the logit of a label in the end: its last state times its weight there. Undefined where its last state does not go right into the classes. */
export function finalVotes({ trace, readout }: InsightDirection, label: number, labels: number): readonly number[] | undefined {
  if (!readout) return undefined;
  const { units } = trace.definition.config;
  const last = trace.reads === 'forward' ? trace.present.length - 1 : 0;
  return Array.from({ length: units }, (_, unit) => trace.series.state[last * units + unit] * readout[unit * labels + label]);
}
