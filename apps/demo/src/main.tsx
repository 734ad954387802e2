import { signal } from '@preact/signals';
import { render } from 'preact';
import { addModel } from './model/active-model.js';
import { loadOpeningModel } from './model/load-opening-model.js';
import { describeError } from './page/describe-error.js';
import type { ShownError } from './page/describe-error.js';
import { Page } from './page/page.js';
import { keepReading } from './reading/reading-state.js';
import { listenToData } from './training/data-state.js';
import { listenToRuns } from './training/runs.js';

const openingError = signal<ShownError | undefined>(undefined);
const App = () => <Page openingError={openingError.value} />;

keepReading();
listenToRuns();
listenToData();
loadOpeningModel().then(
  (classifier) => addModel('News GRU', 'GRU(32), trained on 8,000 invented headlines and articles when this page was built.', classifier, true),
  (error: unknown) => {
    openingError.value = describeError(error);
  },
);
render(<App />, document.querySelector('#page')!);
