/** Text of users for places where everything has to be seen and nothing may act. */

/** Control characters, halves of surrogate pairs and noncharacters, none of which HTML may contain; tabs and line ends are allowed. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]|\p{Cs}|[\u{1fffe}\u{1ffff}\u{2fffe}\u{2ffff}\u{3fffe}\u{3ffff}\u{10fffe}\u{10ffff}]/gu;

/** Without characters that HTML may not contain: U+FFFD stands for each. */
export function visibleText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(impossible, '\ufffd');
}

/** What stands for a name that has no letters. */
export const emptyName = '(empty)';

/** On one line, and of at most `most` characters as people count them; an ellipsis for what is left out. */
export function shortText(text: string, most: number): string {
  const line = visibleText(text).replace(/\s+/g, ' ').trim() || emptyName;
  // a character takes few code units, which spares a long text
  const characters = Array.from(new Intl.Segmenter('en').segment(line.slice(0, most * 16)), ({ segment }) => segment);
  return characters.length <= most && line.length <= most * 16 ? line : `${characters.slice(0, most - 1).join('')}…`;
}
