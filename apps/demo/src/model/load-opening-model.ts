import { SekvensError } from '@sekvens/core';
import { TextClassifier } from '@sekvens/engine';
import address from './opening-model.generated.zip?url';
import { unzipModel } from './unzip-model.js';

/** The network that the page opens with; scripts/train-opening-model.ts trained it when the page was built. */
export async function loadOpeningModel(): Promise<TextClassifier> {
  const response = await fetch(address);
  if (!response.ok) {
    throw new SekvensError({ code: 'io', where: 'the network of this page', expected: 'its file from the server', got: `${response.status} ${response.statusText}`, hint: 'Load the page again.' });
  }
  return TextClassifier.fromFiles(unzipModel(new Uint8Array(await response.arrayBuffer()), 'the network of this page'));
}
