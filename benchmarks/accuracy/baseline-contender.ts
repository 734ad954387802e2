import { NgramClassifier } from '@sekvens/engine';
import type { Contender } from './contender.js';
import { figuresOf } from './contender.js';

/** NgramClassifier with its defaults, and with `majority` who calls everything by the most frequent label. */
export function baselineContender(characters: boolean, majority: boolean): Contender {
  return {
    description: majority ? 'always the most frequent label of training' : `linear support vector machine over n-grams, 1 to ${characters ? '4 characters' : '2 words'}`,
    versions: [],
    async run({ train, test }, _files, seed) {
      const began = performance.now();
      const classifier = await NgramClassifier.train(train, { characters, seed });
      const seconds = (performance.now() - began) / 1000;
      const report = await classifier.evaluate(test);
      if (majority) return { ...figuresOf(report.majority), seconds: 0, bytes: 0 };
      return { ...figuresOf(report), seconds, bytes: classifier.weightBytes };
    },
  };
}
