import type { TextClassifier } from '@sekvens/engine';
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { describeError } from './page/describe-error.js';
import type { ShownError } from './page/describe-error.js';
import { ErrorNote } from './page/error-note.js';

type InsideView = ComponentType<{ classifier: TextClassifier; text: string }>;

/** The view of states and gates, a chunk of its own; none while that folder holds nothing. */
const views = import.meta.glob<{ InsideView: InsideView }>('./inside/inside-view.tsx');

/** What goes on in the network while it reads: its layers, and where there is one the view of its states. */
export function InsidePanel({ classifier, text }: { classifier: TextClassifier; text: string }) {
  const [view, setView] = useState<{ View: InsideView }>();
  const [error, setError] = useState<ShownError>();
  useEffect(() => {
    for (const load of Object.values(views)) load().then(({ InsideView }) => setView({ View: InsideView }), (reason: unknown) => setError(describeError(reason)));
  }, []);
  return (
    <>
      {error && <ErrorNote error={error} />}
      {view && <view.View classifier={classifier} text={text} />}
      <details class="layers" open={Object.keys(views).length === 0}>
        <summary>Its layers</summary>
        <pre class="summary" tabIndex={0} role="region" aria-label="The layers of the network">{classifier.model.summary()}</pre>
      </details>
    </>
  );
}
