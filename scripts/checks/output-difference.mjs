/**
 * Compares what a README states with what a program printed. In the README `…` stands for anything within a line,
 * and a line of `…` alone for any number of lines; spaces at the ends of lines do not count.
 * @param {string} stated
 * @param {string} printed
 * @returns {string | undefined} undefined where they agree
 */
export function outputDifference(stated, printed) {
  const [expected, actual] = [stated, printed].map((text) => text.replaceAll('\r\n', '\n').trimEnd().split('\n').map((line) => line.trimEnd()));
  const pattern = expected.map((line) => (line.trim() === '…' ? '(?:.*\n)*' : `${line.split('…').map(escape).join('.*')}\n`)).join('');
  if (new RegExp(`^${pattern}$`).test(`${actual.join('\n')}\n`)) return undefined;
  return `Stated:\n${indent(expected)}\nPrinted:\n${indent(actual)}`;
}

/** @param {string} text */
function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** @param {readonly string[]} lines */
function indent(lines) {
  return lines.map((line) => `  ${line}`).join('\n');
}
