import { dataOptions } from '../../options/data-options.js';
import type { Section, Setting } from '../setting.js';
import { optional, setting } from '../setting.js';
import { asOnCommandLine, flag, paths } from '../setting-types.js';

const given = dataOptions('what the model reads in the lesson: title for simple-rnn, title,description for the others').options;
const negation = (flags: string) => given.find((option) => option.flags === flags.replace(/^--/, '--no-'));

/** What is read and how: the options that all commands on data share, and the files. */
export const dataSection: Section = {
  files: optional(paths, { description: 'files (CSV, TSV, JSONL, Parquet, fastText; also gzipped), folders, URLs, or - for stdin; what is named on the command line replaces them' }),
  ...Object.fromEntries(
    given
      .filter(({ flags }) => !flags.startsWith('--no-'))
      .map((option): [string, Setting] => {
        const { flags, description, defaultText } = option;
        const texts = { flags, description, ...(defaultText !== undefined && { defaultText }) };
        const off = negation(flags);
        const name = flags.replace(/^--(\S+).*/, '$1').replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
        if (flags.includes('<')) return [name, optional(asOnCommandLine(option), texts)];
        return [name, off ? optional(flag, { ...texts, negation: off }) : setting(flag, false, texts)];
      }),
  ),
};
