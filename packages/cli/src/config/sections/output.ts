import { interval } from '../../options/parsers.js';
import { optional, setting } from '../setting.js';
import type { SettingType } from '../setting.js';
import { asOnCommandLine, flag, path } from '../setting-types.js';

/** Where the run goes. */
export const outputSection = {
  folder: optional(path, { flags: '--out <folder>', description: 'a new folder for the run', defaultText: 'the next of runs/train-1, runs/train-2, …' }),
  checkpointEvery: setting(asOnCommandLine({ flags: '--checkpoint-every <t>', description: '', parse: interval }) as SettingType<string>, '60s', {
    flags: '--checkpoint-every <t>', description: 'save the state of the training that often, to go on from: 60s, 500steps, epoch, or never; it changes no bit of the model',
  }),
  saveBest: setting(flag, false, {
    flags: '--save-best',
    description: 'also keep the checkpoint of the epoch with the lowest loss on the validation data, which can be used as a model; the test result is still that of the last epoch',
  }),
};
