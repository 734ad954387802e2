import { models, activeModel, useModel } from '../model/active-model.js';
import { fileFormats } from '../model/file-formats.js';
import { SaveButtons } from '../model/save-buttons.js';
import { ErrorNote } from '../page/error-note.js';
import { count, duration, percent, rate } from '../page/figures.js';
import { runColor } from '../page/label-color.js';
import { isOver } from './run.js';
import type { Run } from './run.js';
import { RunStatusLine } from './run-status-line.js';
import { cancel, pause, remove, resume, runs, shownRun } from './runs.js';
import { describeData } from './data-choice.js';

/** All trainings, side by side. */
export function RunTable() {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Trainings, side by side">
      <table class="run-table">
        <thead>
          <tr>
            <th scope="col">Training</th>
            <th scope="col" class="number">Accuracy, held out</th>
            <th scope="col" class="number">Loss, held out</th>
            <th scope="col" class="number">Time</th>
            <th scope="col" class="number">Tokens a second</th>
            <th scope="col" class="number">Padding</th>
            <th scope="col" class="number">Parameters</th>
          </tr>
        </thead>
        <tbody>{runs.value.map((run) => <RunRows key={run.id} run={run} />)}</tbody>
      </table>
    </div>
  );
}

function RunRows({ run }: { run: Run }) {
  const { id, name, data, plan, progress, evaluation, epochs, error } = run;
  const last = epochs.at(-1);
  const accuracy = evaluation?.accuracy ?? last?.validationAccuracy;
  const loss = evaluation?.loss ?? last?.validationLoss;
  return (
    <>
      <tr class={shownRun.value === id ? 'shown' : ''}>
        <th scope="row">
          <span class="swatch" style={{ background: runColor(id - 1) }} /> <span class="run-name">{name}</span>
          <span class="run-data">{describeData(data)}</span>
          <RunStatusLine run={run} />
          <RunButtons run={run} />
        </th>
        <td class="number strong">{accuracy === undefined ? '–' : percent(accuracy)}</td>
        <td class="number">{loss === undefined ? '–' : loss.toFixed(3)}</td>
        <td class="number">{progress.seconds > 0 ? duration(progress.seconds) : '–'}</td>
        <td class="number">{progress.seconds > 0 ? rate(progress.tokens / progress.seconds) : '–'}</td>
        <td class="number">{plan ? percent(plan.padding, 0) : '–'}{plan && <span class="run-data">{run.settings.mask ? 'left out' : 'computed'}</span>}</td>
        <td class="number">{plan ? count(plan.parameters) : '–'}</td>
      </tr>
      {error && <tr><td colSpan={7}><ErrorNote error={error} /></td></tr>}
    </>
  );
}

function RunButtons({ run }: { run: Run }) {
  const { id, name, status } = run;
  const model = models.value.find((one) => one.id === run.modelId);
  return (
    <div class="buttons">
      {status === 'running' && <button type="button" onClick={() => pause(id)}>Pause</button>}
      {(status === 'paused' || status === 'pausing') && <button type="button" disabled={status === 'pausing'} onClick={() => resume(id)}>Resume</button>}
      {!isOver(run) && <button type="button" class="quiet" onClick={() => cancel(id)}>Cancel</button>}
      {model && <button type="button" aria-pressed={activeModel.value === model} onClick={() => readWith(model.id)}>{activeModel.value === model ? 'Reads above' : 'Read with it'}</button>}
      {run.evaluation && (
        <button type="button" aria-pressed={shownRun.value === id} onClick={() => (shownRun.value = shownRun.value === id ? undefined : id)}>Mistakes</button>
      )}
      {model && <SaveButtons model={model} formats={fileFormats.slice(0, 1)} />}
      {isOver(run) && <button type="button" class="quiet" aria-label={`Remove ${name}`} onClick={() => remove(id)}>Remove</button>}
    </div>
  );
}

/** Has a model read, and shows where it does. */
function readWith(modelId: string): void {
  useModel(modelId);
  document.querySelector('#text')?.scrollIntoView({ block: 'center' });
}
