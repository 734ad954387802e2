import { describe, expect, it } from 'vitest';
import { oovShare } from './oov-share.js';
import { TextVectorization } from './text-vectorization.js';

describe('oovShare', () => {
  it('counts unknown tokens, and leaves padding out', () => {
    const vectorizer = new TextVectorization({ vocabulary: ['a', 'b'] });
    const texts = ['a b c', '', 'd'];
    const expected = { tokens: 4, unknown: 2, share: 0.5 };
    expect(oovShare(vectorizer.encodeAll(texts))).toEqual(expected);
    expect(oovShare(vectorizer.call(texts).data)).toEqual(expected);
    expect(oovShare([0, 0])).toEqual({ tokens: 0, unknown: 0, share: 0 });
  });
});
