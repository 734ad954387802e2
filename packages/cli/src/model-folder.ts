import { checkpointExists, loadTextModel } from '@sekvens/engine';
import type { TextClassifier, TextEnsemble } from '@sekvens/engine';
import type { NewsColumn } from '@sekvens/data/node';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The classifier or ensemble saved at `path`: the model's own folder, or the run folder around it; of a run that has not ended its last checkpoint. */
export function loadModel(path: string): Promise<TextClassifier | TextEnsemble> {
  return loadTextModel(modelFolder(path));
}

/** The columns that the model's run read of a named dataset; undefined where there is no such record beside the model. */
export function trainedOn(path: string): readonly NewsColumn[] | undefined {
  try {
    const record = JSON.parse(readFileSync(join(dirname(modelFolder(path)), 'arguments.json'), 'utf8')) as { arguments?: { dataset?: unknown; text?: unknown } };
    const { dataset, text } = record.arguments ?? {};
    return typeof dataset === 'string' && Array.isArray(text) ? (text as NewsColumn[]) : undefined;
  } catch {
    // a model that was moved, or saved by a program, is as good as any other
    return undefined;
  }
}

function modelFolder(path: string): string {
  const inside = join(path, 'model');
  if (['model.json', 'ensemble.json'].some((name) => existsSync(join(inside, name)))) return inside;
  const last = join(path, 'checkpoint', 'last');
  return checkpointExists(last) ? last : path;
}
