import { dataOptions } from '../../options/data-options.js';
import { optional, setting } from '../setting.js';
import type { SettingType } from '../setting.js';
import { asOnCommandLine, flag, oneOf, path, wholeNumber } from '../setting-types.js';
import type { Column } from '@sekvens/data/node';

const columns = asOnCommandLine(dataOptions('').options.find(({ flags }) => flags.startsWith('--text '))!) as SettingType<readonly Column[]>;

/** How texts become tokens, and tokens numbers. */
export const tokensSection = {
  maxTokens: setting(wholeNumber(3), 20_000, { flags: '--max-tokens <n>', description: 'size of the vocabulary: the most frequent tokens, padding and the unknown token included' }),
  maxLength: optional(wholeNumber(1), { flags: '--max-length <n>', description: 'cut texts to so many tokens', defaultText: 'no limit' }),
  characters: setting(flag, false, { flags: '--characters', description: 'tokens are characters instead of words' }),
  ngrams: optional(wholeNumber(1), { flags: '--ngrams <n>', description: 'tokens are also all sequences of up to so many tokens, behind the single ones', defaultText: 'single tokens' }),
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
