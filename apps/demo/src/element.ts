/** An element with text or children; text is set as text, never parsed as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(tag: K, ...children: readonly (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}
