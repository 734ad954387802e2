import type { ComponentChildren } from 'preact';
import { InsidePanel } from '../inside-panel.js';
import { activeModel } from '../model/active-model.js';
import { ModelBar } from '../model/model-bar.js';
import { ReadingView } from '../reading/reading-view.js';
import { text } from '../reading/reading-state.js';
import { TrainingPanel } from '../training-panel.js';
import { describeThreads } from '../training/usable-threads.js';
import type { ShownError } from './describe-error.js';
import { ErrorNote } from './error-note.js';
import { WhenNear } from './when-near.js';

/** The whole page, from what it is to how to train one's own. */
export function Page({ openingError }: { openingError: ShownError | undefined }) {
  const active = activeModel.value;
  return (
    <>
      <header>
        <p class="name">sekvens</p>
        <h1>A network that reads as you type</h1>
        <p class="lead">A recurrent network reads a headline word by word and says what it is about. See where it changes its mind, look into it, train your own. All of it happens in this page; nothing you type leaves it.</p>
      </header>
      <main>
        {openingError && <ErrorNote error={openingError} />}
        <ReadingView />
        <ModelBar />
        <Part id="inside" title="Look inside" lead="The network that reads above, while it does.">
          <WhenNear placeholder={<p class="wait">On its way…</p>}>{() => active && <InsidePanel key={active.id} classifier={active.classifier} text={text.value} />}</WhenNear>
        </Part>
        <Part id="train" title="Train here" lead={`A worker of this page trains, at the speed of WebAssembly. ${describeThreads()}`}>
          <WhenNear placeholder={<p class="wait">On its way…</p>}>{() => <TrainingPanel />}</WhenNear>
        </Part>
      </main>
      <footer>
        <p>Everything here is done by the packages <code>@sekvens/core</code>, <code>@sekvens/layers</code>, <code>@sekvens/engine</code> and <code>@sekvens/data</code>. The network that the page opens with was trained on invented news when the page was built; it knows no others.</p>
      </footer>
    </>
  );
}

function Part({ id, title, lead, children }: { id: string; title: string; lead: string; children: ComponentChildren }) {
  return (
    <section class="part" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <p class="part-lead">{lead}</p>
      {children}
    </section>
  );
}
