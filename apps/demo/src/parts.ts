import core from '@sekvens/core/package.json';
import data from '@sekvens/data/package.json';
import engine from '@sekvens/engine/package.json';
import layers from '@sekvens/layers/package.json';

export interface Part {
  readonly name: string;
  readonly version: string;
  /** What the package contributes to this page. */
  readonly role: string;
}

/** The packages of the page, in the order in which a text passes through them. */
export const parts: readonly Part[] = [
  { name: data.name, version: data.version, role: 'reads the built-in sample of news, or a CSV file that is dropped here, and forms batches' },
  { name: core.name, version: core.version, role: 'turns every text into token ids with a vocabulary learned from the training texts' },
  { name: layers.name, version: layers.version, role: 'says what the network is: embedding, recurrent layer, classes' },
  { name: engine.name, version: engine.version, role: 'trains it in a Web Worker with WebAssembly and classifies what is typed' },
];
