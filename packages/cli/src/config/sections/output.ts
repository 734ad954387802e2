import { optional } from '../setting.js';
import { path } from '../setting-types.js';

/** Where the run goes. */
export const outputSection = {
  folder: optional(path, { flags: '--out <folder>', description: 'a new folder for the run', defaultText: 'the next of runs/train-1, runs/train-2, …' }),
};
