/** An ensemble as files in one flat folder: what it is (ensemble.json), and the files of each member, whose names begin with member-1. and so on. */
import { SekvensError, show } from '@sekvens/core';
import type { Files } from '../files/folder.js';
import { classifierFileNames } from './classifier-files.js';
import type { ClassifierTask } from './classifier-task.js';
import { damaged, inFile, isObject, jsonFile, parseJson } from './model-files.js';
import { LabelSet } from './label-set.js';
import { TextClassifier } from './text-classifier.js';
import { resolveThresholds } from './thresholds.js';

export const ensembleFile = 'ensemble.json';

const format = 'sekvens-text-ensemble';
const version = 1;

export interface EnsembleParts {
  readonly members: readonly TextClassifier[];
  /** Of a multi-label ensemble, one a label; else none. */
  readonly thresholds: readonly number[];
}

/** @throws code 'diverged' for weights that are not finite, which could not be loaded again */
export function ensembleToFiles({ members, thresholds }: EnsembleParts): Files {
  const [{ task, labels }] = members;
  const files: Record<string, Uint8Array> = {
    [ensembleFile]: jsonFile({ format, version, task, labels, members: members.length, ...(task === 'multiLabel' && { thresholds }) }),
  };
  members.forEach((member, i) => {
    for (const [name, bytes] of Object.entries(member.toFiles())) files[`${prefix(i)}${name}`] = bytes;
  });
  return files;
}

/**
 * Reads what {@link ensembleToFiles} wrote. The files may come from anywhere: everything is checked before it is used, and what does not
 * belong to the ensemble is refused, since it may be of a member that has been forgotten.
 * @param place the folder or archive, named in errors
 * @throws code 'invalid-file'; 'unsupported' for layers this version does not know
 */
export function ensembleFromFiles(files: Files, place: string): EnsembleParts {
  if (!has(files, ensembleFile)) throw new SekvensError({ code: 'invalid-file', where: place, expected: `the files of a saved text ensemble, ${ensembleFile} among them`, got: 'none of this name' });
  const file = `${place}/${ensembleFile}`;
  const json = parseJson(files[ensembleFile], file);
  const get = (name: string): unknown => (isObject(json) && Object.hasOwn(json, name) ? json[name] : undefined);
  if (get('format') !== format || get('version') !== version) {
    throw new SekvensError({
      code: 'invalid-file', where: file, expected: `format ${show(format)}, version ${version}`, got: `format ${show(get('format'))}, version ${show(get('version'))}`,
      hint: 'Load it with the version of sekvens that saved it.',
    });
  }
  const task = get('task') as ClassifierTask;
  if (task !== 'multiClass' && task !== 'multiLabel') throw damaged(file, "task 'multiClass' or 'multiLabel'", show(task));
  const labels = inFile(file, () => new LabelSet(get('labels') as readonly string[], 'labels', task));
  const thresholds = readThresholds(get('thresholds'), task, labels, file);
  const count = get('members') as number;
  if (!Number.isInteger(count) || count < 2) throw damaged(file, 'the number of members, at least 2', show(count));
  const names = namesOf(files, count, place);
  const stranger = Object.keys(files).find((name) => !names.has(name));
  if (stranger !== undefined) throw damaged(place, `${ensembleFile} and the files of ${count} members, and no others`, stranger);
  const members = Array.from({ length: count }, (_, i) => {
    const member = TextClassifier.fromFiles(files, place, prefix(i));
    const memberFile = `${place}/${prefix(i)}model.json`;
    if (member.task !== task) throw damaged(memberFile, `the task of ${ensembleFile}, '${task}'`, `'${member.task}'`);
    if (!isSameList(member.labels, labels.labels)) throw damaged(memberFile, `the labels of ${ensembleFile} in their order, ${show(labels.labels)}`, show(member.labels));
    return member;
  });
  return { members, thresholds };
}

export function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

function readThresholds(thresholds: unknown, task: ClassifierTask, labels: LabelSet, file: string): readonly number[] {
  if (task === 'multiClass') {
    if (thresholds !== undefined) throw damaged(file, "no thresholds of the task 'multiClass'", show(thresholds));
    return [];
  }
  if (!Array.isArray(thresholds)) throw damaged(file, 'thresholds as a list of numbers', show(thresholds));
  return inFile(file, () => resolveThresholds(thresholds as readonly number[], labels, [], 'thresholds'));
}

/** The names of all files; ends at the first that is missing, however many members there should be. */
function namesOf(files: Files, count: number, place: string): ReadonlySet<string> {
  const names = new Set<string>([ensembleFile]);
  for (let i = 0; i < count; i++) {
    for (const name of classifierFileNames.map((last) => `${prefix(i)}${last}`)) {
      if (!has(files, name)) throw damaged(place, `the files of ${count} members`, `none named ${name}`);
      names.add(name);
    }
  }
  return names;
}

function has(files: unknown, name: string): boolean {
  return isObject(files) && Object.hasOwn(files, name) && files[name] instanceof Uint8Array;
}

/** Members are counted from 1. */
function prefix(index: number): string {
  return `member-${index + 1}.`;
}
