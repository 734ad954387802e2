import { z } from 'zod/mini';
import { dataOptions } from '../../options/data-options.js';
import { optional, setting } from '../setting.js';
import type { SettingType } from '../setting.js';
import { asOnCommandLine, flag, oneOf, path, wholeNumber } from '../setting-types.js';
import type { Column } from '@sekvens/data/node';

const columns = asOnCommandLine(dataOptions('').options.find(({ flags }) => flags.startsWith('--text '))!) as SettingType<readonly Column[]>;

const order = wholeNumber(1);
const orders = 'a whole number from 1 up, or a list of them such as [3]';

const ngrams: SettingType<number | readonly number[]> = {
  schema: z.union([order.schema, z.array(order.schema).check(z.minLength(1))], { error: orders }),
  fromText: (text) => (/^\[.*\]$/.test(text) ? text.slice(1, -1).split(',').map((one) => order.fromText(one.trim())) : order.fromText(text)),
};

/** How texts become tokens, and tokens numbers. */
export const tokensSection = {
  maxTokens: setting(wholeNumber(3), 20_000, { flags: '--max-tokens <n>', description: 'size of the vocabulary: the most frequent tokens, padding and the unknown token included' }),
  maxLength: optional(wholeNumber(1), { flags: '--max-length <n>', description: 'cut texts to so many tokens', defaultText: 'no limit' }),
  characters: setting(flag, false, { flags: '--characters', description: 'tokens are characters instead of words' }),
  ngrams: optional(ngrams, { flags: '--ngrams <n>', description: 'tokens are all sequences of 1 to n tokens, the longer ones behind the shorter; a list, as [3] or [1,3], has sequences of these lengths alone', defaultText: 'single tokens' }),
  standardize: setting(oneOf(['lowerAndStripPunctuation', 'lower', 'stripPunctuation', 'none'] as const), 'lowerAndStripPunctuation', {
    description: 'what is done to a text first: lowerAndStripPunctuation, lower, stripPunctuation or none',
  }),
  adaptRows: optional(wholeNumber(1), { flags: '--adapt-rows <n>', description: 'learn the vocabulary from so many rows, the first ones', defaultText: 'all' }),
  adaptText: optional(columns, { flags: '--adapt-text <columns>', description: 'learn the vocabulary from these columns', defaultText: 'those of --text' }),
  vectors: optional(path, {
    flags: '--vectors <file>',
    description: 'pretrained word vectors (GloVe, fastText, word2vec; also gzipped) as the beginning of the embedding, which takes their width',
  }),
};
