import { Dataset } from './dataset.js';

/** Pass 0 of a dataset, so that looking at it does not change what its next `for await` gives; anything else as it is. */
export function firstPass<T>(items: Iterable<T> | AsyncIterable<T>): Iterable<T> | AsyncIterable<T> {
  return items instanceof Dataset ? (items as Dataset<T>).epoch(0) : items;
}
