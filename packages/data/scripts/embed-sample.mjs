// Writes the built-in sample into a module, so that Node and browsers get it without reading a file.
// usage: node scripts/embed-sample.mjs [folder with train.csv and test.csv] [module to write]
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [folder = here('../sample'), target = here('../src/sample-rows.generated.ts')] = process.argv.slice(2);

function csv(name) {
  // Line ends may differ between checkouts; the module must not.
  const text = readFileSync(`${folder}/${name}`, 'utf8').replace(/\r\n/g, '\n');
  if (!text.startsWith('label,title,description\n')) throw new Error(`${folder}/${name} does not begin with the header label,title,description`);
  // Written as ASCII, so that no editor or bundler can change a character.
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const module = `// Written by scripts/embed-sample.mjs from sample/*.csv; do not edit.
export const TRAIN_CSV: string = ${csv('train.csv')};
export const TEST_CSV: string = ${csv('test.csv')};
`;
// Several tasks may run this at once: a reader must never see half a module.
const partial = `${target}.${process.pid}`;
writeFileSync(partial, module);
renameSync(partial, target);
