import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Contender, Materials } from './contender.js';
import { medianOfCalls, timeOf } from './timing.js';

/** Ours, by its public calls: text in, labels with probabilities out, vectorizing included. */
export async function sekvensTasks({ classifier, texts, fortyTokens }: Materials, threads: number): Promise<Contender> {
  const { version } = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('@sekvens/engine/package.json'), 'utf8')) as { version: string };
  await classifier.model.joinTeam(threads);
  const batch = fortyTokens.slice(0, 32);
  return {
    about: `sekvens ${version}, model.joinTeam(${threads})`,
    tasks: {
      'one text': () => medianOfCalls(400, (i) => classifier.predict(fortyTokens[i % fortyTokens.length])),
      stream: () => timeOf(() => classifier.predict(texts)),
      '32 x 40': () => medianOfCalls(30, () => classifier.predict(batch)),
    },
    outputs: () => Promise.resolve(classifier.probabilities(classifier.vectorizer.encodeAll(texts))),
  };
}
