import type { TextClassifier } from '@sekvens/engine';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShownError } from '../page/describe-error.js';
import type { Insight } from './insight.js';
import type { FromInsightWorker, ToInsightWorker } from './insight-messages.js';

/** Keystrokes that follow each other faster are one text. */
const patience = 120;

/** What goes on in the classifier while it reads the text; that of the text before until it is known. One worker a classifier, ended with the view. */
export function useInsight(classifier: TextClassifier, text: string): { readonly insight: Insight | undefined; readonly error: ShownError | undefined } {
  const [insight, setInsight] = useState<Insight>();
  const [error, setError] = useState<ShownError>();
  const worker = useRef<Worker | undefined>(undefined);
  const asked = useRef(0);

  useEffect(() => {
    const started = new Worker(new URL('./insight-worker.ts', import.meta.url), { type: 'module' });
    worker.current = started;
    tell(started, { kind: 'classifier', files: classifier.toFiles() });
    started.addEventListener('message', ({ data }: MessageEvent<FromInsightWorker>) => {
      // an answer to a text that is no longer there
      if (data.request !== asked.current) return;
      if ('insight' in data) setInsight(data.insight);
      setError('error' in data ? data.error : undefined);
    });
    started.addEventListener('error', (event) => {
      event.preventDefault();
      setError({ message: `The worker that looks into the network has ended: ${event.message || 'it could not be started'}.`, hint: 'Load the page again.' });
    });
    return () => {
      started.terminate();
      setInsight(undefined);
    };
  }, [classifier]);

  useEffect(() => {
    const ask = () => worker.current && tell(worker.current, { kind: 'text', request: ++asked.current, text });
    // the first text has nothing to wait for
    if (asked.current === 0) {
      ask();
      return undefined;
    }
    const timer = setTimeout(ask, patience);
    return () => clearTimeout(timer);
  }, [classifier, text]);

  return { insight, error };
}

function tell(worker: Worker, message: ToInsightWorker): void {
  worker.postMessage(message);
}
