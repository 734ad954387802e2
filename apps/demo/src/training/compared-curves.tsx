import { useState } from 'preact/hooks';
import { useThrottled } from '../page/use-throttled.js';
import { CurvesChart } from './curves-chart.js';
import type { CurveAxis } from './curves-chart.js';
import { runs } from './runs.js';

/** Drawing takes some ten milliseconds; more often than this it would be felt while typing. */
const betweenDrawings = 300;

/** Loss and accuracy of all trainings that have begun. */
export function ComparedCurves() {
  const [axis, setAxis] = useState<CurveAxis>('epoch');
  const drawn = useThrottled(runs.value, betweenDrawings).filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return null;
  return (
    <div class="curves">
      <p class="note">
        Thin: batches of the training. Thick: rows held out.{' '}
        <label>
          Against{' '}
          <select value={axis} onChange={(event) => setAxis(event.currentTarget.value as CurveAxis)}>
            <option value="epoch">epochs</option>
            <option value="seconds">seconds</option>
          </select>
        </label>
      </p>
      <div class="charts">
        <figure><figcaption>Loss</figcaption><CurvesChart runs={drawn} figure="loss" axis={axis} /></figure>
        <figure><figcaption>Accuracy</figcaption><CurvesChart runs={drawn} figure="accuracy" axis={axis} /></figure>
      </div>
    </div>
  );
}
