/** AG News as the lesson uses it: a vectorizer adapted on the first 2,000 titles, rows as ids. */
import { TextVectorization } from '@sekvens/core';
import type { RaggedIds } from '@sekvens/core';
import { readExamples } from '@sekvens/data/node';
import { lessonModels } from '@sekvens/engine';
import type { LessonModelName } from '@sekvens/engine';

export interface LessonRows {
  readonly x: RaggedIds;
  readonly y: Int32Array;
}

export interface LessonData {
  readonly train: LessonRows;
  readonly test: LessonRows;
}

const format = { format: 'csv', header: false, label: 0 } as const;

async function read(path: string, text: readonly number[]): Promise<{ texts: string[]; y: Int32Array }> {
  const rows = await readExamples(path, { ...format, text: [...text] }).toArray();
  return { texts: rows.map((row) => row.text), y: Int32Array.from(rows, (row) => Number(row.label) - 1) };
}

/** Reads train.csv and test.csv of `folder` for one of the lesson's models. */
export async function readLessonData(folder: string, model: LessonModelName): Promise<LessonData> {
  const columns = lessonModels[model].reads === 'title' ? [1] : [1, 2];
  const titles = await read(`${folder}/train.csv`, [1]);
  const vectorizer = new TextVectorization({ maxTokens: 20_000 });
  await vectorizer.adapt(titles.texts.slice(0, 2000));
  const rowsOf = async (name: string) => {
    const { texts, y } = await read(`${folder}/${name}`, columns);
    return { x: vectorizer.encodeAll(texts), y };
  };
  return { train: await rowsOf('train.csv'), test: await rowsOf('test.csv') };
}
