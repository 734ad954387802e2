import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { describeError } from './page/describe-error.js';
import type { ShownError } from './page/describe-error.js';
import { ErrorNote } from './page/error-note.js';

/** The part of the page that trains: a chunk of its own, which brings the charts. */
export function TrainingPanel() {
  const [view, setView] = useState<{ View: ComponentType }>();
  const [error, setError] = useState<ShownError>();
  useEffect(() => {
    import('./training/train-view.js').then(({ TrainView }) => setView({ View: TrainView }), (reason: unknown) => setError(describeError(reason)));
  }, []);
  if (error) return <ErrorNote error={error} />;
  return view ? <view.View /> : <p class="wait">On its way…</p>;
}
