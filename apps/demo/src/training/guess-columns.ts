import type { TablePreview } from './table-preview.js';

const labelNames = ['label', 'labels', 'class', 'category', 'target', 'topic', 'sentiment', 'y'];
const textNames = ['text', 'title', 'description', 'content', 'body', 'sentence', 'review', 'headline', 'message'];

/** Positions of the columns that look like text and label: by their names, else the longest and the shortest cells. */
export function guessColumns({ columns, rows }: Pick<TablePreview, 'columns' | 'rows'>): { readonly text: readonly number[]; readonly label: number } {
  const named = (names: readonly string[]) => columns.flatMap((column, i) => (names.includes(column.trim().toLowerCase()) ? [i] : []));
  const lengths = columns.map((_, i) => rows.reduce((sum, row) => sum + (row[i] ?? '').length, 0));
  const byLength = columns.map((_, i) => i).sort((a, b) => lengths[b] - lengths[a]);
  const [label = byLength.at(-1) ?? 0] = named(labelNames);
  const text = named(textNames).filter((i) => i !== label);
  const longest = byLength.find((i) => i !== label);
  return { label, text: text.length > 0 ? text : longest === undefined ? [] : [longest] };
}
