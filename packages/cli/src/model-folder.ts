import { TextClassifier } from '@sekvens/engine';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The classifier saved at `path`: the model's own folder, or the run folder around it. */
export function loadModel(path: string): Promise<TextClassifier> {
  return TextClassifier.load(modelFolder(path));
}

function modelFolder(path: string): string {
  const inside = join(path, 'model');
  return existsSync(join(inside, 'model.json')) ? inside : path;
}
