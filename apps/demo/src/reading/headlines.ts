/** Two headlines of the same words, of which the network that the page opens with thinks differently. */
export interface HeadlinePair {
  readonly texts: readonly [string, string];
  /** What decides, for readers. */
  readonly because: string;
}

/** What the headlines are about: networks of other labels have nothing to say of them. */
export const headlineLabels: readonly string[] = ['World', 'Sports', 'Business', 'Sci/Tech'];

/** A test asks the network about each of them. */
export const headlinePairs: readonly HeadlinePair[] = [
  {
    texts: ['Former goalkeeper becomes chief executive', 'Former chief executive becomes goalkeeper'],
    because: 'What someone was, and what they become',
  },
  {
    texts: ['Forget the election: Stellamar waits for the spacewalk', 'Forget the spacewalk: Stellamar waits for the election'],
    because: 'What is forgotten, and what is waited for',
  },
  {
    texts: ['Refugee crisis overshadows satellite launch', 'Satellite launch overshadows refugee crisis'],
    because: 'Who overshadows whom',
  },
  {
    texts: ['Not parliament but tennis is what Oakvane dreams of', 'Not tennis but parliament is what Oakvane dreams of'],
    because: 'What “not” stands before',
  },
];

/** In it the network changes its mind twice. */
export const openingText = headlinePairs[0].texts[0];
