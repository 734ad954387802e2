import { useMemo, useState } from 'preact/hooks';
import { CellPanel } from './cell-panel.js';
import { cellStep, describeStep } from './cell-step.js';
import type { Theme } from './color-scale.js';
import { finalVotes } from './final-votes.js';
import { HeatMap } from './heat-map.js';
import type { Insight, InsightDirection } from './insight.js';
import { Legend } from './legend.js';
import { NumberTable } from './number-table.js';
import type { Place } from './place.js';
import { SeriesTabs } from './series-tabs.js';
import { seriesOf } from './series.js';
import { mostUnits, unitOrder } from './unit-order.js';
import type { UnitOrder } from './unit-order.js';
import { UnitPanel } from './unit-panel.js';
import { usePlayer } from './use-player.js';

/** The map of so many words leaves room for the cell beside it. */
const wordsBeside = 24;

interface LayerViewProps {
  readonly insight: Insight;
  readonly direction: InsightDirection;
  readonly token: number;
  readonly chooseToken: (token: number) => void;
  readonly theme: Theme;
}

/** One direction of a recurrent layer: the map of its units, and the cell of the one that is looked at. */
export function LayerView({ insight, direction, token, chooseToken, theme }: LayerViewProps) {
  const { tokens, labels, probabilities } = insight;
  const { trace } = direction;
  const { units } = trace.definition.config;
  const [key, setKey] = useState('state');
  const [wantedOrder, setOrder] = useState<UnitOrder>('likeness');
  const [wantedUnit, setUnit] = useState<number>();
  const [hovered, hover] = useState<Place>();
  const all = useMemo(() => seriesOf(trace), [trace]);
  const best = probabilities.reduce((top, p, k) => (p > probabilities[top] ? k : top), 0);
  const votes = useMemo(() => finalVotes(direction, best, labels.length), [direction, best]);
  const orderBy = wantedOrder === 'votes' && !votes ? 'likeness' : wantedOrder;
  const order = useMemo(() => unitOrder(trace, orderBy, votes), [trace, orderBy, votes]);
  const series = all.find((one) => one.key === key) ?? all[0];
  // until one is chosen, the unit that moves most in this text
  const unit = wantedUnit !== undefined && order.includes(wantedUnit) ? wantedUnit : unitOrder(trace, 'activity')[0];
  const chosen = { token, unit };
  const shown = hovered && hovered.token < tokens.length && order.includes(hovered.unit) ? hovered : chosen;
  const choose = (place: Place) => {
    chooseToken(place.token);
    setUnit(place.unit);
  };
  const { isPlaying, toggle } = usePlayer(token, tokens.length, trace.reads, (next) => choose({ token: next, unit }));
  const step = cellStep(trace, token, unit);

  return (
    <div class={tokens.length > wordsBeside ? 'inside-layer is-long' : 'inside-layer'}>
      <SeriesTabs all={all} shown={series} show={setKey} order={order} units={units} tokens={tokens.length} theme={theme} />
      <div class="inside-map-side">
        <div class="inside-choices">
          <p class="inside-title"><b>{series.name}</b> <i>{series.symbol}</i>: {series.meaning}. A row for each of the {units} units, a column for each word.</p>
          <Legend series={series} theme={theme} />
        </div>
        <HeatMap series={series} order={order} units={units} tokens={tokens} theme={theme} chosen={chosen} shown={shown} choose={choose} hover={hover} />
        <div class="inside-choices">
          <label>Units by <select value={orderBy} onChange={(event) => setOrder(event.currentTarget.value as UnitOrder)}>
            <option value="likeness">likeness</option>
            <option value="activity">activity</option>
            {votes && <option value="votes">what they say for {labels[best]} in the end</option>}
            <option value="number">number</option>
          </select></label>
          {units > mostUnits && <span class="note">The {mostUnits} of {units} units that move most.</span>}
        </div>
      </div>
      <div class="inside-cell-side">
        <CellPanel direction={direction} tokens={tokens} place={shown} theme={theme}>
          <button type="button" onClick={toggle}>{isPlaying ? 'Pause' : trace.reads === 'forward' ? '▶ Read along' : '◀ Read backwards'}</button>
        </CellPanel>
        <UnitPanel insight={insight} direction={direction} place={shown} choose={choose} />
      </div>
      <NumberTable all={all} tokens={tokens} unit={unit} units={units} />
      <p class="visually-hidden" aria-live="polite">{`${tokens[token].text}, unit ${unit}: ${step ? describeStep(step) : 'masked'}`}</p>
    </div>
  );
}
