import { optional } from '../setting.js';
import { path, share } from '../setting-types.js';

/** What is looked at after every epoch. */
export const validationSection = {
  file: optional(path, { flags: '--validation <file>', description: 'data to measure the model on after every epoch, read like the others', defaultText: 'the test data, if any' }),
  split: optional(share, { flags: '--validation-split <share>', description: 'split them off from the rows to train on instead, as --test-split does' }),
};
