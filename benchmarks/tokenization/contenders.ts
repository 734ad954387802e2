import type { RaggedIds, TextVectorization } from '@sekvens/core';
import { loadPeer, peerVersion } from '../load-peer.js';

export interface Tokenizing {
  readonly about: string;
  encodeAll(texts: readonly string[]): RaggedIds | number[][];
  encode(text: string): ArrayLike<number>;
}

const PUNCTUATION = '[!"#$%&()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~\']';

/** Ours. */
export function sekvensTokenizing(vectorizer: TextVectorization): Tokenizing {
  return { about: 'TextVectorization.encodeAll', encodeAll: (texts) => vectorizer.encodeAll(texts), encode: (text) => vectorizer.encode(text) };
}

interface HuggingFace {
  readonly Tokenizer: new (tokenizer: object, config: object) => { encode(text: string): { readonly ids: number[] } };
}

/**
 * @huggingface/tokenizers, made to do the same: lower, strip ASCII punctuation, split on white space, look whole words up. Its own lower
 * case and white space are Unicode's, where Keras' and ours are ASCII's. It has no `WordLevel`; a vocabulary of no other type is one.
 */
export function huggingFaceTokenizing(vocabulary: readonly string[]): Tokenizing {
  const { Tokenizer } = loadPeer<HuggingFace>('@huggingface/tokenizers');
  const tokenizer = new Tokenizer(
    {
      version: '1.0', truncation: null, padding: null, added_tokens: [], post_processor: null, decoder: null,
      normalizer: { type: 'Sequence', normalizers: [{ type: 'Lowercase' }, { type: 'Replace', pattern: { Regex: PUNCTUATION }, content: '' }] },
      pre_tokenizer: { type: 'WhitespaceSplit' },
      model: { type: 'WordLevel', vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])), unk_token: '[UNK]' },
    },
    { unk_token: '[UNK]' },
  );
  const encode = (text: string) => tokenizer.encode(text).ids;
  return { about: `@huggingface/tokenizers ${peerVersion('@huggingface/tokenizers')}, Tokenizer.encode of every text`, encodeAll: (texts) => texts.map(encode), encode };
}

/** What one would write without a library. */
export function plainTokenizing(vocabulary: readonly string[]): Tokenizing {
  const punctuation = new RegExp(PUNCTUATION, 'g');
  const idOf = new Map(vocabulary.map((word, id) => [word, id]));
  const encode = (text: string) => {
    const ids: number[] = [];
    for (const word of text.toLowerCase().replace(punctuation, '').split(/\s+/)) if (word !== '') ids.push(idOf.get(word) ?? 1);
    return ids;
  };
  return { about: "toLowerCase, replace, split(/\\s+/), Map.get", encodeAll: (texts) => texts.map(encode), encode };
}

/** The 20,000 most frequent words, special tokens included, as one would count them without a library. */
export function plainVocabulary(texts: readonly string[]): string[] {
  const punctuation = new RegExp(PUNCTUATION, 'g');
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of text.toLowerCase().replace(punctuation, '').split(/\s+/)) if (word !== '') counts.set(word, (counts.get(word) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? 1 : -1));
  return ['', '[UNK]', ...sorted.slice(0, 19_998).map(([word]) => word)];
}
