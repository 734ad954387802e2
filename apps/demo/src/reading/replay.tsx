import { useEffect, useState } from 'preact/hooks';
import type { Reading } from './text-reader.js';

const millisecondsAWord = 420;

/** Goes through the words one by one: by hand, or by itself. */
export function Replay({ reading, shown, show }: { reading: Reading; shown: number; show: (words: number | undefined) => void }) {
  const last = reading.words.length;
  const [playing, setPlaying] = useState(false);
  useEffect(() => setPlaying(false), [reading]);
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setTimeout(() => {
      if (shown < last) show(shown + 1);
      else setPlaying(false);
    }, millisecondsAWord);
    return () => clearTimeout(timer);
  }, [playing, shown, last]);
  const toggle = () => {
    if (!playing && shown >= last) show(0);
    setPlaying(!playing);
  };
  return (
    <div class="replay">
      <button type="button" onClick={toggle} disabled={last === 0}>{playing ? 'Stop' : 'Read it word by word'}</button>
      <input
        type="range" min={0} max={last} value={shown} aria-label="How many words the network has read" disabled={last === 0}
        aria-valuetext={shown === 0 ? 'before the first word' : `after ${reading.words[shown - 1]?.text ?? ''}`}
        onInput={(event) => {
          setPlaying(false);
          show(Number(event.currentTarget.value));
        }}
      />
      <output class="replay-place">{shown >= last ? `all ${last} words` : shown === 0 ? 'before the first word' : `after “${reading.words[shown - 1].text}”`}</output>
    </div>
  );
}
