/** Space for names beside an axis, in pixels; small screens have letters of 14; a wide character counts as two. */
export function labelMargin(names: readonly string[], fontSize = 14): number {
  const width = (name: string): number => Array.from(name).reduce((sum, character) => sum + (character.codePointAt(0)! > 0x10ff ? 1.7 : 1), 0);
  return Math.ceil(Math.max(3, ...names.map(width)) * fontSize * 0.56) + 12;
}
