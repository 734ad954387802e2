import { finalVotes } from './final-votes.js';
import { formatChange, formatNumber } from './format-number.js';
import type { Insight, InsightDirection } from './insight.js';
import type { Place } from './place.js';
import { unitReactions } from './unit-reactions.js';

interface UnitPanelProps {
  readonly insight: Insight;
  readonly direction: InsightDirection;
  readonly place: Place;
  readonly choose: (place: Place) => void;
}

const mostReactions = 5;

/** What a unit reacts to, and what it says in the end. */
export function UnitPanel({ insight: { tokens, labels }, direction, place: { unit, token }, choose }: UnitPanelProps) {
  const { trace } = direction;
  const { units } = trace.definition.config;
  const reactions = unitReactions(trace, unit).slice(0, mostReactions);
  const state = trace.series.state[(trace.reads === 'forward' ? tokens.length - 1 : 0) * units + unit];
  const votes = labels.map((_, k) => finalVotes(direction, k, labels.length)?.[unit]);
  return (
    <div class="inside-unit">
      <h4>What unit {unit} reacts to</h4>
      <ol class="inside-reactions">
        {reactions.map((reaction) => (
          <li key={reaction.token}>
            <button type="button" aria-pressed={reaction.token === token} onClick={() => choose({ unit, token: reaction.token })}>
              {tokens[reaction.token].text} <span class={reaction.change < 0 ? 'inside-minus' : 'inside-plus'}>{formatChange(reaction.change)}</span>
            </button>
          </li>
        ))}
      </ol>
      {votes.every((vote) => vote !== undefined) && (
        <p class="note">
          In the end its state is {formatNumber(state)}, which counts {labels.map((label, k) => (
            <span key={label}>{k > 0 && ', '}{label} <b class={votes[k] < 0 ? 'inside-minus' : 'inside-plus'}>{formatChange(votes[k])}</b></span>
          ))}.
        </p>
      )}
    </div>
  );
}
