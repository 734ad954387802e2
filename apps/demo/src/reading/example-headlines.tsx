import type { TextClassifier } from '@sekvens/engine';
import { useMemo } from 'preact/hooks';
import { labelColor } from '../page/label-color.js';
import { headlinePairs } from './headlines.js';

interface Props {
  readonly classifier: TextClassifier | undefined;
  readonly current: string;
  readonly choose: (text: string) => void;
}

/** Pairs of headlines of the same words in another order, with what the network that reads says of each. */
export function ExampleHeadlines({ classifier, current, choose }: Props) {
  const said = useMemo(() => new Map(classifier && headlinePairs.flatMap(({ texts }) => texts).map((text) => [text, classifier.predict(text).label])), [classifier]);
  return (
    <div class="examples">
      <h2 class="small">Same words, other order</h2>
      <ul>
        {headlinePairs.map(({ texts, because }) => (
          <li key={because}>
            <span class="because">{said.get(texts[0]) === said.get(texts[1]) && classifier ? 'The same to this network.' : because}</span>
            {texts.map((text) => (
              <div key={text} class="example-line">
                <button type="button" class="example" aria-pressed={text === current} onClick={() => choose(text)}>{text}</button>
                <Verdict label={said.get(text)} index={classifier?.labels.indexOf(said.get(text) ?? '') ?? 0} />
              </div>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Verdict({ label, index }: { label: string | undefined; index: number }) {
  return <span class="verdict" style={{ '--color': labelColor(index) }}>{label !== undefined && <span class="swatch" />}{label ?? ''}</span>;
}
