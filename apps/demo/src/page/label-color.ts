const colors = 8;

/** The colour of a label by its index: page.css has them for light and dark. More labels than colours begin anew. */
export function labelColor(index: number): string {
  return `var(--label-${index % colors})`;
}

/** The colour of a run by its number. */
export function runColor(index: number): string {
  return `var(--run-${index % colors})`;
}
