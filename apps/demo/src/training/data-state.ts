/** Which rows the next training takes, and what is known of them. */
import { batch, signal } from '@preact/signals';
import type { ShownError } from '../page/describe-error.js';
import type { DataChoice } from './data-choice.js';
import type { RowsSummary } from './messages.js';
import { onDataMessage, onWorkerLost, tell } from './training-channel.js';

export const chosenData = signal<DataChoice | undefined>({ kind: 'sample', reads: 'title and description' });
/** Of the chosen data; undefined while it is not known. */
export const rowsSummary = signal<RowsSummary | undefined>(undefined);
export const dataError = signal<ShownError | undefined>(undefined);

let requests = 0;

/** Has this page hear of the rows it asks for. */
export function listenToData(): void {
  onDataMessage((message) => {
    if (message.request !== requests) return;
    if (message.kind === 'read') rowsSummary.value = message.rows;
    else dataError.value = message.error;
  });
  onWorkerLost((error) => {
    if (chosenData.value && !rowsSummary.value) dataError.value = error;
  });
}

/** Takes other rows, or none as long as they are being chosen, and has them read. */
export function chooseData(choice: DataChoice | undefined): void {
  batch(() => {
    chosenData.value = choice;
    rowsSummary.value = undefined;
    dataError.value = undefined;
  });
  requests += 1;
  if (choice) tell({ kind: 'read', request: requests, data: choice });
}
