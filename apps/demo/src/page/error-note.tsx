import type { ShownError } from './describe-error.js';

/** An error where it happened, until it is dismissed or what led to it is done again. */
export function ErrorNote({ error, dismiss }: { error: ShownError; dismiss?: () => void }) {
  return (
    <div class="error" role="alert">
      <p>{error.message}</p>
      {error.hint && <p class="error-hint">{error.hint}</p>}
      {dismiss && <button type="button" class="quiet" onClick={dismiss}>Dismiss</button>}
    </div>
  );
}
