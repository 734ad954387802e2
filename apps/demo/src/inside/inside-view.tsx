import type { TextClassifier } from '@sekvens/engine';
import { useState } from 'preact/hooks';
import { ErrorNote } from '../page/error-note.js';
import './inside.css';
import { LayerView } from './layer-view.js';
import { TokenContributions } from './token-contributions.js';
import { useInsight } from './use-insight.js';
import { useTheme } from './use-theme.js';

/** What goes on in a classifier's network while it reads a text: what each word does for the labels, and every unit of every recurrent layer at each word. */
export function InsideView({ classifier, text }: { classifier: TextClassifier; text: string }) {
  const { insight, error } = useInsight(classifier, text);
  const theme = useTheme();
  const [wantedToken, setToken] = useState<number>();
  const [wantedDirection, setDirection] = useState(0);
  if (error) return <ErrorNote error={error} />;
  if (!insight) return <p class="wait">Looking into it…</p>;
  const { tokens, directions, unread } = insight;
  if (tokens.length === 0) return <p class="wait">Type something, and see here what the network makes of it.</p>;
  const token = Math.min(wantedToken ?? tokens.length - 1, tokens.length - 1);
  const direction = directions.length > 0 ? directions[Math.min(wantedDirection, directions.length - 1)] : undefined;
  return (
    <div class="inside">
      {unread > 0 && <p class="note">The first {tokens.length} of {tokens.length + unread} words, as if the text ended there.</p>}
      <section aria-labelledby="inside-words">
        <h3 id="inside-words">What each word does</h3>
        <TokenContributions insight={insight} token={token} choose={setToken} theme={theme} />
      </section>
      {direction && (
        <section aria-labelledby="inside-layers">
          <h3 id="inside-layers">What it keeps in mind</h3>
          {directions.length > 1 && (
            <div class="inside-group" role="group" aria-label="Layer and direction">
              {directions.map(({ name }, d) => <button key={name} type="button" aria-pressed={directions[d] === direction} onClick={() => setDirection(d)}>{name}</button>)}
            </div>
          )}
          <LayerView key={direction.trace.kind} insight={insight} direction={direction} token={token} chooseToken={setToken} theme={theme} />
        </section>
      )}
      {!direction && <p class="note">This network has no recurrent layer to look into.</p>}
    </div>
  );
}
