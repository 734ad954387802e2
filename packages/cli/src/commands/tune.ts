import type { CommandDefinition } from '../command-definition.js';
import { configGroups } from '../config/config-options.js';
import { durationType } from '../config/duration-type.js';
import { parserOf } from '../config/setting-types.js';
import { sizeType } from '../config/size-type.js';
import { oneOf, path, positiveInteger } from '../options/parsers.js';
import { metrics } from '../tune/trial-record.js';
import { tune } from '../tune/tune.js';
import type { TuneOptions } from '../tune/tune.js';

const ownTime = '--max-time <duration>';

export const tuneCommand: CommandDefinition<readonly [string[]], TuneOptions> = {
  name: 'tune',
  summary: 'look for settings that suit the data',
  description:
    'Trains with settings drawn at random, nine trials for a ninth of the steps, the best three for a third, the best one for all, then the next nine. They are measured on rows split off from those to train on, never on test rows. The seed decides what is drawn: with --trials the result is always the same.',
  arguments: [{ name: '[data...]', description: 'files (CSV, TSV, JSONL, Parquet, fastText; also gzipped), folders, URLs, or - for stdin' }],
  groups: [
    {
      heading: 'Search:',
      options: [
        { flags: '--trials <n>', description: 'how many settings are tried', defaultText: '27; without limit with --max-time', parse: positiveInteger },
        { flags: ownTime, description: 'end within 30s, 10m, 2h, …; a training that is not done by then does not count', defaultText: 'no limit', parse: parserOf(durationType) },
        { flags: '--max-model-size <size>', description: 'do not train models that would be larger when saved: 500kB, 2MB, …', defaultText: 'no limit', parse: parserOf(sizeType) },
        { flags: '--metric <name>', description: `what the best is best at: ${metrics.join(', ')}`, defaultText: 'accuracy', parse: oneOf(metrics) },
        { flags: '--resume <folder>', description: 'go on with the search of that folder; what is done there is not done again', parse: path },
      ],
    },
    ...configGroups([
      { flags: '--out <folder>', description: 'a new folder for the search', defaultText: 'the next of runs/tune-1, runs/tune-2, …', parse: path },
      { flags: '--json', description: 'a JSON object a line on stdout (trial, result); text for people goes to stderr' },
      { flags: '--quiet', description: 'print the file of the best settings at the end and nothing else' },
    ]).map(({ heading, options }) => ({ heading, options: options.filter(({ flags }) => flags !== ownTime) })),
  ],
  examples: [
    { command: 'sekvens tune news.csv --text title,description --label class --max-time 20m', does: 'twenty minutes, then the best settings' },
    { command: 'sekvens tune --config news.yaml --trials 18 --max-model-size 2MB', does: 'what news.yaml lists under search:, for models of two megabytes at most' },
    { command: 'sekvens tune --resume runs/tune-1 --trials 54', does: 'more trials' },
  ],
  interrupted: 'Stopped. What is done is kept: sekvens tune --resume FOLDER goes on.',
  run: tune,
};
