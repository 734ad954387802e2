/** Looks into a network in a worker, so that the page stays what it is meanwhile. */
import { TextClassifier } from '@sekvens/engine';
import type { NetworkWeights } from '@sekvens/layers';
import { describeError } from '../page/describe-error.js';
import { insightOf } from './insight.js';
import type { FromInsightWorker, ToInsightWorker } from './insight-messages.js';

let classifier: TextClassifier | undefined;
let weights: NetworkWeights | undefined;

addEventListener('message', ({ data: message }: MessageEvent<ToInsightWorker>) => {
  if (message.kind === 'classifier') {
    classifier = TextClassifier.fromFiles(message.files);
    weights = classifier.model.getWeights();
    return;
  }
  const { request, text } = message;
  try {
    say({ request, insight: insightOf(classifier!, weights!, text) });
  } catch (error) {
    say({ request, error: describeError(error) });
  }
});

function say(message: FromInsightWorker): void {
  postMessage(message);
}
