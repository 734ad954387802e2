import { SekvensError, show } from '@sekvens/core';
import { readFolder, writeFolder } from '../files/folder.js';
import type { Files } from '../files/folder.js';
import { ensembleFile, ensembleFromFiles, ensembleToFiles, isSameList } from './ensemble-files.js';
import { LabelSet } from './label-set.js';
import { TextClassifier } from './text-classifier.js';
import { TextModel } from './text-model.js';
import type { TextReader } from './text-model.js';
import { defaultThreshold } from './thresholds.js';

/**
 * Several classifiers that vote: the probability of each label is the mean of what the members say,
 * p(label) = (p₁(label) + … + pₙ(label)) / n, in float64 and in the order of the members, rounded to float32. Members differ in what they read
 * and how, as words and pairs of words, and have the same labels and task. Each reads every text, so that time and size are those of all.
 */
export class TextEnsemble extends TextModel {
  /** Frozen; a copy of what was given. */
  readonly members: readonly TextClassifier[];

  /**
   * Thresholds of a multi-label ensemble are its own, at first 0.5 for each label, whatever those of the members.
   * @throws code 'invalid-option' for fewer than two members, and for members of different tasks or labels, also in another order
   */
  constructor(members: readonly TextClassifier[]) {
    const where = 'new TextEnsemble(members)';
    assertMembers(members, where);
    const [{ labels, task }] = members;
    super('TextEnsemble', new LabelSet(labels, where, task), task, task === 'multiLabel' ? labels.map(() => defaultThreshold) : []);
    this.members = Object.freeze([...members]);
  }

  protected get readers(): readonly TextReader[] {
    return this.members;
  }

  /** Saves the ensemble as the folder `path`: whole, or not at all. */
  // eslint-disable-next-line @typescript-eslint/require-await -- a promise today, so that storage may become asynchronous
  async save(path: string): Promise<void> {
    writeFolder(path, this.toFiles());
  }

  /** Loads a folder that {@link save} wrote. `loadTextModel` loads that of a single classifier, too. */
  // eslint-disable-next-line @typescript-eslint/require-await -- see save
  static async load(path: string): Promise<TextEnsemble> {
    return TextEnsemble.fromFiles(readFolder(path, [ensembleFile], 'a saved text ensemble', { others: true }), path);
  }

  /** The ensemble as files by name, for places without a file system. */
  toFiles(): Files {
    return ensembleToFiles({ members: this.members, thresholds: this.thresholds });
  }

  static fromFiles(files: Files, place = 'files'): TextEnsemble {
    const { members, thresholds } = ensembleFromFiles(files, place);
    const ensemble = new TextEnsemble(members);
    if (ensemble.task === 'multiLabel') ensemble.setThresholds(thresholds);
    return ensemble;
  }
}

function assertMembers(members: unknown, where: string): asserts members is readonly TextClassifier[] {
  const refuse = (place: string, expected: string, got: string, hint?: string) => new SekvensError({ code: 'invalid-option', where: place, expected, got, hint });
  if (!Array.isArray(members)) throw refuse(where, 'a list of at least two text classifiers', show(members));
  if (members.length < 2) throw refuse(where, 'at least two text classifiers', members.length === 0 ? 'none' : 'one', 'A single classifier needs no ensemble.');
  const [first] = members as readonly TextClassifier[];
  (members as readonly unknown[]).forEach((member, i) => {
    const place = `${where}[${i}]`;
    if (!(member instanceof TextClassifier)) throw refuse(place, 'a TextClassifier', member instanceof TextEnsemble ? 'a TextEnsemble' : show(member), member instanceof TextEnsemble ? 'Give its members.' : undefined);
    if (member.task !== first.task) throw refuse(place, `the task of the first member, '${first.task}'`, `'${member.task}'`);
    if (!isSameList(member.labels, first.labels)) throw refuse(place, `the labels of the first member in their order, ${show(first.labels)}`, show(member.labels), 'Train all members with the same labels: TextClassifier.train(examples, { labels, … }).');
  });
}
