import { duration, percent } from '../page/figures.js';
import type { Run } from './run.js';
import { secondsLeft } from './seconds-left.js';

const words: Readonly<Record<Run['status'], string>> = {
  waiting: 'waits for its turn', reading: 'reading the rows', running: 'training', pausing: 'pausing', paused: 'paused',
  evaluating: 'asking about the rows held out', finished: '', cancelled: 'cancelled', failed: 'failed',
};

/** How far a training is. */
export function RunStatusLine({ run }: { run: Run }) {
  const { status, plan, progress, epochs, settings } = run;
  if (status === 'finished') return null;
  const steps = plan?.steps ?? 0;
  const left = status === 'running' ? secondsLeft(progress.step, steps, progress.seconds) : undefined;
  const share = steps > 0 ? progress.step / steps : 0;
  return (
    <span class="run-status">
      <span>{words[status]}</span>
      {plan && <progress max={1} value={share} aria-label={`${run.name}: ${percent(share, 0)}`} />}
      {plan && <span>epoch {Math.min(epochs.length + 1, settings.epochs)} of {settings.epochs}{left === undefined ? '' : `, ${duration(left)} left`}</span>}
    </span>
  );
}
