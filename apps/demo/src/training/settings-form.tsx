import type { ComponentChildren } from 'preact';
import { cellNames } from './training-settings.js';
import type { TrainingSettings } from './training-settings.js';

interface Props {
  readonly settings: TrainingSettings;
  readonly change: (settings: TrainingSettings) => void;
  /** How many threads the page may use; 1 where it is not isolated. */
  readonly threads: number;
}

type NumberSetting = { [K in keyof TrainingSettings]: TrainingSettings[K] extends number ? K : never }[keyof TrainingSettings];

const numberFields: readonly { readonly name: NumberSetting; readonly label: string; readonly min: number; readonly max?: number; readonly step?: number | 'any' }[] = [
  { name: 'layers', label: 'Layers', min: 1, max: 4 },
  { name: 'units', label: 'Units', min: 1, max: 512 },
  { name: 'embeddingSize', label: 'Embedding size', min: 1, max: 512 },
  { name: 'epochs', label: 'Epochs', min: 1, max: 1000 },
  { name: 'batchSize', label: 'Batch size', min: 1, max: 1024 },
  { name: 'learningRate', label: 'Learning rate', min: 0, step: 'any' },
  { name: 'maxTokens', label: 'Largest vocabulary', min: 3 },
  { name: 'seed', label: 'Seed', min: 0 },
];

/** Every setting of a training. What a field may not hold, the browser says; what the engine refuses, the training says. */
export function SettingsForm({ settings, change, threads }: Props) {
  const recurrent = settings.cell !== 'none';
  return (
    <div class="fields">
      <Field label="Cell">
        <select value={settings.cell} onChange={(event) => change({ ...settings, cell: event.currentTarget.value as TrainingSettings['cell'] })}>
          {Object.entries(cellNames).map(([cell, name]) => <option key={cell} value={cell}>{name}</option>)}
        </select>
      </Field>
      {numberFields.map(({ name, label, min, max, step }) => (
        <Field key={name} label={label}>
          <input
            type="number" required min={min} max={max} step={step ?? 1} value={settings[name]} disabled={!recurrent && (name === 'layers' || name === 'units')}
            onInput={(event) => {
              const { value, valueAsNumber } = event.currentTarget;
              if (value !== '') change({ ...settings, [name]: valueAsNumber });
            }}
          />
        </Field>
      ))}
      <Field label="Threads">
        <select value={settings.threads ?? 0} onChange={(event) => change({ ...settings, threads: Number(event.currentTarget.value) || undefined })}>
          <option value={0}>as many as help</option>
          {Array.from({ length: threads }, (_, i) => <option key={i} value={i + 1}>{i + 1}</option>)}
        </select>
      </Field>
      <div class="switches">
        <Switch label="Both directions" checked={settings.bidirectional} disabled={!recurrent} set={(bidirectional) => change({ ...settings, bidirectional })} />
        <Switch label="Mask padding" checked={settings.mask} set={(mask) => change({ ...settings, mask })} />
        <Switch label="Bucket by length" checked={settings.bucketing} set={(bucketing) => change({ ...settings, bucketing })} />
      </div>
    </div>
  );
}

function Field({ label, children }: { label: string; children: ComponentChildren }) {
  return <label class="field"><span>{label}</span>{children}</label>;
}

function Switch({ label, checked, disabled, set }: { label: string; checked: boolean; disabled?: boolean; set: (on: boolean) => void }) {
  return <label class="choice"><input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => set(event.currentTarget.checked)} /> {label}</label>;
}
