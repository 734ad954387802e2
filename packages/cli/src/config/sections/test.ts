import { optional } from '../setting.js';
import { path, share } from '../setting-types.js';

/** What the finished model is tested on. */
export const testSection = {
  file: optional(path, { flags: '--test <file>', description: 'test data, read like the others', defaultText: 'none; a dataset has its own' }),
  split: optional(share, { flags: '--test-split <share>', description: 'split off a share of the rows at random, by --seed, each label in proportion' }),
};
