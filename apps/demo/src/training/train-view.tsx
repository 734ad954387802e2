import { useEffect, useState } from 'preact/hooks';
import { ComparedCurves } from './compared-curves.js';
import { DataPicker } from './data-picker.js';
import { chooseData, chosenData, dataError } from './data-state.js';
import { EvaluationView } from './evaluation-view.js';
import { experiments } from './experiments.js';
import type { Experiment } from './experiments.js';
import { RunTable } from './run-table.js';
import { runs, shownRun, train } from './runs.js';
import { SettingsForm } from './settings-form.js';
import { defaultSettings, describeSettings } from './training-settings.js';
import { mostThreads } from './usable-threads.js';

/** Trains networks on the sample or on one's own rows, and compares them. */
export function TrainView() {
  const [settings, setSettings] = useState(defaultSettings);
  const data = chosenData.value;
  const ready = data !== undefined && dataError.value === undefined;
  useEffect(() => chooseData(chosenData.peek()), []);
  const shown = runs.value.find(({ id }) => id === shownRun.value);
  return (
    <>
      <DataPicker />
      <Experiments ready={ready} />
      <details class="settings">
        <summary>Your own settings</summary>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (data) train(describeSettings(settings), data, settings);
          }}
        >
          <SettingsForm settings={settings} change={setSettings} threads={mostThreads()} />
          <button type="submit" class="primary" disabled={!ready}>Train</button>
        </form>
      </details>
      {runs.value.length > 0 && (
        <div class="runs">
          <h3>Trainings</h3>
          <RunTable />
          <ComparedCurves />
          {shown?.evaluation && <EvaluationView run={shown} evaluation={shown.evaluation} />}
        </div>
      )}
    </>
  );
}

/** Trainings that begin with one button each. */
function Experiments({ ready }: { ready: boolean }) {
  const begin = (chosen: readonly Experiment[]) => {
    const data = chosenData.value;
    if (data) for (const { name, settings } of chosen) train(name, data, settings);
  };
  return (
    <div class="experiments">
      <h3>Experiments</h3>
      <p class="note">Each changes little of the one before. Start several: they wait for each other, and are drawn together. Another seed may tell another story.</p>
      <ul>
        {experiments.map((experiment) => (
          <li key={experiment.name}>
            <button type="button" disabled={!ready} onClick={() => begin([experiment])}>{experiment.name}</button>
            <span class="because">{experiment.lesson}</span>
          </li>
        ))}
      </ul>
      <button type="button" class="primary" disabled={!ready} onClick={() => begin(experiments)}>Run all {experiments.length}</button>
    </div>
  );
}
