import type { TextClassifier } from '@sekvens/engine';

/** So many words are shown one by one; of a longer text the rest counts in the last probabilities only. */
export const mostWords = 80;
/** Texts that are read before others have their turn: large networks take milliseconds for each. */
const textsAtOnce = 10;
/** Beginnings of texts that are remembered. */
const mostRemembered = 2000;

/** What a classifier thinks of a text, word by word. */
export interface Reading {
  readonly text: string;
  readonly labels: readonly string[];
  /** Before the first word: what the network says of an empty text. */
  readonly before: readonly number[];
  readonly words: readonly ReadWord[];
  /** Of the whole text, in the order of the labels. */
  readonly after: readonly number[];
  /** Words beyond {@link mostWords}. */
  readonly unread: number;
}

export interface ReadWord {
  /** As it was typed. */
  readonly text: string;
  /** False where the vocabulary has none of it. */
  readonly isKnown: boolean;
  /** Of the text up to and including this word, in the order of the labels. */
  readonly probabilities: readonly number[];
}

/** The words of a text as a reader parts them: by spaces. */
export function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/**
 * Reads texts and every beginning of them. For any classifier: beginnings are texts like others, whatever its vectorizer makes of them.
 * Beginnings it has read are remembered, so that a keystroke costs one or two texts.
 */
export class TextReader {
  private readonly remembered = new Map<string, readonly number[]>();

  constructor(private readonly classifier: TextClassifier) {}

  /** @param isCurrent whether the reading is still wanted; undefined comes back once it is not */
  async read(text: string, isCurrent: () => boolean = () => true): Promise<Reading | undefined> {
    const all = wordsOf(text);
    const words = all.slice(0, mostWords);
    const beginnings = words.map((_, i) => words.slice(0, i + 1).join(' '));
    if (this.remembered.size > mostRemembered) this.remembered.clear();
    const missing = [...new Set(['', ...beginnings, text])].filter((beginning) => !this.remembered.has(beginning));
    for (let first = 0; first < missing.length; first += textsAtOnce) {
      if (first > 0) await new Promise((resolve) => setTimeout(resolve));
      if (!isCurrent()) return undefined;
      this.remember(missing.slice(first, first + textsAtOnce));
    }
    const probabilitiesOf = (beginning: string) => this.remembered.get(beginning)!;
    return {
      text,
      labels: this.classifier.labels,
      before: probabilitiesOf(''),
      words: words.map((word, i) => ({ text: word, isKnown: this.isKnown(word), probabilities: probabilitiesOf(beginnings[i]) })),
      after: probabilitiesOf(text),
      unread: all.length - words.length,
    };
  }

  private remember(texts: readonly string[]): void {
    const { labels, vectorizer } = this.classifier;
    const probabilities = this.classifier.probabilities(vectorizer.encodeAll(texts));
    texts.forEach((text, row) => this.remembered.set(text, Array.from(probabilities.subarray(row * labels.length, (row + 1) * labels.length))));
  }

  /** A word of punctuation alone gives no token, and is nothing that a vocabulary could lack. */
  private isKnown(word: string): boolean {
    const { values } = this.classifier.vectorizer.encodeAll([word]);
    return values.length === 0 || !values.every((id) => id === 1);
  }
}
