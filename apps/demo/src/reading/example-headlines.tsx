import { headlinePairs } from './headlines.js';

/** Pairs of headlines to try, of the same words in another order. */
export function ExampleHeadlines({ current, choose }: { current: string; choose: (text: string) => void }) {
  return (
    <div class="examples">
      <h3>Same words, other order</h3>
      <ul>
        {headlinePairs.map(({ texts, because }) => (
          <li key={because}>
            {texts.map((text) => (
              <button key={text} type="button" class="example" aria-pressed={text === current} onClick={() => choose(text)}>{text}</button>
            ))}
            <span class="because">{because}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
