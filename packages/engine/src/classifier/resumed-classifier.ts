import { SekvensError, show, TextVectorization } from '@sekvens/core';
import type { TextVectorizationOptions } from '@sekvens/core';
import { readCheckpoint } from '../checkpoints/read-checkpoint.js';
import type { ClassifierTask } from './classifier-task.js';
import type { Files } from '../files/folder.js';
import { classifierFromFiles } from './classifier-files.js';
import type { LabelSet } from './label-set.js';

/** What of a classifier's training a checkpoint says by itself. */
export interface ResumedClassifier {
  readonly files: Files;
  /** How they are called in errors. */
  readonly place: string;
  readonly vectorizer: TextVectorization;
  readonly labels: LabelSet;
}

/**
 * Vocabulary and labels of the checkpoint of a classifier.
 * @throws code 'invalid-option' where labels or a vectorizer are given and are others, 'invalid-file' where it is no classifier's
 */
export function resumedClassifier(resumeFrom: string | Files, given: { readonly task: ClassifierTask; readonly labels?: readonly string[]; readonly vectorizer?: TextVectorization | TextVectorizationOptions }): ResumedClassifier {
  const place = typeof resumeFrom === 'string' ? resumeFrom : 'resumeFrom';
  const files = typeof resumeFrom === 'string' ? readCheckpoint(resumeFrom) : resumeFrom;
  const { vectorizer, labels, task } = classifierFromFiles(files, place);
  const where = 'TextClassifier.train({ resumeFrom })';
  const refuse = (expected: string, got: string) => new SekvensError({ code: 'invalid-option', where, expected, got, hint: 'Go on with what the training was begun with, or leave it out.' });
  if (given.task !== task) throw refuse(`the task of ${place}, '${task}'`, show(given.task));
  if (given.labels && given.labels.join('\n') !== labels.labels.join('\n')) throw refuse(`the labels of ${place}, ${show(labels.labels)}`, show(given.labels));
  if (given.vectorizer && !isSame(vectorizer, given.vectorizer)) throw refuse(`the vectorizer of ${place}, or its options`, 'another one');
  return { files, place, vectorizer, labels };
}

function isSame(saved: TextVectorization, given: TextVectorization | TextVectorizationOptions): boolean {
  const other = given instanceof TextVectorization ? given : new TextVectorization(given);
  // one that has yet to be adapted would have the vocabulary of the same texts
  const isAdapted = other.vocabularySize() > 2;
  return isAdapted ? JSON.stringify(other.toJSON()) === JSON.stringify(saved.toJSON()) : JSON.stringify(other.config) === JSON.stringify(saved.config);
}
