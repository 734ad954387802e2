/** Headlines in which one word tells the class; every row is another. */
const words: Readonly<Record<string, readonly string[]>> = {
  Sports: ['goal', 'match', 'coach', 'league'],
  Business: ['profit', 'market', 'bank', 'shares'],
  Science: ['planet', 'genome', 'rocket', 'fossil'],
};
const others = ['today', 'again', 'report', 'city', 'week', 'first'];

/** A CSV with the columns class, title, description; rows of the classes take turns. `from` makes other rows. */
export function newsCsv(rows: number, from = 0): string {
  const labels = Object.keys(words);
  const lines = Array.from({ length: rows }, (_, i) => {
    const n = from + i;
    const label = labels[n % labels.length];
    const pick = (list: readonly string[], by: number): string => list[by % list.length];
    const title = `${pick(others, n)} ${pick(words[label], Math.floor(n / 3))} ${n}`;
    return `${label},"${title}","${pick(others, n + 1)}, ${pick(words[label], n)}"`;
  });
  return `class,title,description\n${lines.join('\n')}\n`;
}
