import type { MultiClassEvaluation } from '@sekvens/engine';
import { models, useModel } from '../model/active-model.js';
import { count, percent } from '../page/figures.js';
import { type } from '../reading/reading-state.js';
import { ConfusionMatrix } from './confusion-matrix.js';
import type { Run } from './run.js';

/** What a trained network gets right and wrong of the rows held out. */
export function EvaluationView({ run, evaluation }: { run: Run; evaluation: MultiClassEvaluation }) {
  const { accuracy, accuracyInterval: interval, classes, confusion, mistakes } = evaluation;
  return (
    <section class="evaluation" aria-labelledby="evaluation-title">
      <h3 id="evaluation-title">What {run.name} gets wrong</h3>
      <p class="note">
        {percent(accuracy)} of {count(run.plan?.testRows ?? 0)} rows held out are right (95 % interval: {percent(interval.low)} to {percent(interval.high)}).
      </p>
      <div class="tables">
        <ConfusionMatrix labels={classes.map(({ label }) => label)} confusion={confusion} />
        <ClassTable classes={classes} />
      </div>
      {mistakes.length > 0 && (
        <>
          <h4>Most certain, and wrong</h4>
          <ol class="mistakes">
            {mistakes.slice(0, 8).map(({ row, text, trueLabel, predictedLabel, probability }) => (
              <li key={row}>
                <button
                  type="button" class="example"
                  onClick={() => {
                    if (run.modelId && models.value.some(({ id }) => id === run.modelId)) useModel(run.modelId);
                    type(text);
                    document.querySelector<HTMLElement>('#text')?.focus();
                  }}
                >
                  {text}
                </button>
                <span class="because">{predictedLabel} with {percent(probability, 0)}; it is {trueLabel}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function ClassTable({ classes }: { classes: MultiClassEvaluation['classes'] }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Figures of each label">
      <table>
        <caption>Each label</caption>
        <thead><tr><th scope="col">Label</th><th scope="col" class="number">Precision</th><th scope="col" class="number">Recall</th><th scope="col" class="number">F1</th><th scope="col" class="number">Rows</th></tr></thead>
        <tbody>
          {classes.map(({ label, precision, recall, f1, support }) => (
            <tr key={label}><th scope="row">{label}</th><td class="number">{percent(precision)}</td><td class="number">{percent(recall)}</td><td class="number">{percent(f1)}</td><td class="number">{count(support)}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
