import { useEffect, useState } from 'preact/hooks';
import { activeModel } from '../model/active-model.js';
import { ErrorNote } from '../page/error-note.js';
import { describeReading } from './describe-reading.js';
import { ExampleHeadlines } from './example-headlines.js';
import { headlineLabels } from './headlines.js';
import { ProbabilityBars } from './probability-bars.js';
import { reading, readingError, text, type, wordsShown } from './reading-state.js';
import { Replay } from './replay.js';
import type { Reading } from './text-reader.js';
import { mostWords } from './text-reader.js';
import { WordTrail } from './word-trail.js';

/** The text box, and what the network thinks of what is in it. */
export function ReadingView() {
  const read = reading.value;
  const classifier = activeModel.value?.classifier;
  const isNews = !classifier || headlineLabels.every((label) => classifier.labels.includes(label));
  return (
    <section class="reading" aria-label="Read">
      <label class="field-label" for="text">Type a {isNews ? 'headline' : 'text'}</label>
      <textarea id="text" class="text" rows={1} spellcheck={false} autocomplete="off" value={text.value} onInput={(event) => type(event.currentTarget.value)} />
      {readingError.value && <ErrorNote error={readingError.value} />}
      {read ? <Read read={read} /> : <p class="wait">{classifier ? '' : 'The network is on its way…'}</p>}
      {isNews && <ExampleHeadlines classifier={classifier} current={text.value} choose={type} />}
    </section>
  );
}

function Read({ read }: { read: Reading }) {
  const last = read.words.length;
  const shown = Math.min(wordsShown.value ?? last, last);
  const probabilities = shown === last ? read.after : shown === 0 ? read.before : read.words[shown - 1].probabilities;
  const show = (words: number | undefined) => {
    wordsShown.value = words;
  };
  return (
    <>
      <div onMouseLeave={() => show(undefined)}>
        <WordTrail reading={read} shown={shown} show={show} />
      </div>
      <p class="note legend">A word’s colour: what it speaks for. The bar below: what the network thinks by then. Dotted: a word it never saw.</p>
      {read.unread > 0 && <p class="note">The first {mostWords} words are shown one by one; {read.unread} more count below.</p>}
      <ProbabilityBars labels={read.labels} probabilities={probabilities} />
      <Replay reading={read} shown={shown} show={show} />
      <Spoken read={read} />
    </>
  );
}

/** Says what changed once typing pauses, not at every key. */
function Spoken({ read }: { read: Reading }) {
  const [said, say] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => say(describeReading(read)), 700);
    return () => clearTimeout(timer);
  }, [read]);
  return <p class="visually-hidden" role="status">{said}</p>;
}
