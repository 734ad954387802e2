import { count, duration, percent } from '../output/numbers.js';
import type { Colors } from '../output/output.js';
import { table } from '../output/table.js';
import type { TrialRecord } from './trial-record.js';

const columns = ['trial', 'share', 'outcome', 'steps', 'accuracy', 'macroF1', 'loss', 'parameters', 'bytes', 'seconds'] as const;

function written(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** All records as CSV, with a column for each setting. */
export function trialsCsv(records: readonly TrialRecord[], paths: readonly string[]): string {
  const cell = (value: unknown): string => {
    const text = value === null ? '' : written(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = records.map((record) => [...columns.map((name) => record[name]), ...paths.map((path) => record.settings[path])].map(cell).join(','));
  return `${[[...columns, ...paths].join(','), ...lines].join('\n')}\n`;
}

/** `units 64, dropout 0.3`, with names of sections only where they say more: `schedule oneCycle`. */
export function settingsText(settings: Readonly<Record<string, unknown>>): string {
  return Object.entries(settings).map(([path, value]) => `${path.replace(/\.(kind|name)$/, '').split('.').pop()} ${written(value)}`).join(', ');
}

/** How far a training went: whole, 1/3, 1/9. */
export function shareText(share: number): string {
  return share === 1 ? 'whole' : `1/${Math.round(1 / share)}`;
}

/** The best trials as people read them. */
export function trialTable(ranked: readonly TrialRecord[], colors: Colors): string {
  const rows = ranked.map(({ trial, share, outcome, accuracy, macroF1, loss, bytes, seconds, settings }) => [
    String(trial),
    outcome === 'trained' ? shareText(share) : outcome,
    accuracy === undefined ? '' : percent(accuracy),
    macroF1 === undefined ? '' : macroF1.toFixed(3),
    loss === undefined ? '' : loss.toFixed(4),
    bytes === undefined ? '' : `${count(bytes / 1e3)} kB`,
    seconds === undefined ? '' : duration(seconds),
    settingsText(settings),
  ]);
  return table(['trial', 'trained', 'accuracy', 'macro F1', 'loss', 'model', 'time', 'settings'], rows, colors, ['right', 'left', 'right', 'right', 'right', 'right', 'right', 'left']);
}
