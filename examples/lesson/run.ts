// Runs one step of the lesson from the repository's root: npm run lesson -- 2 --limit 2000
import { readdirSync } from 'node:fs';

const folder = new URL('.', import.meta.url);
const steps = readdirSync(folder).filter((name) => /^\d.*\.ts$/.test(name));
const [step] = process.argv.splice(2, 1);
const file = steps.find((name) => name.startsWith(`${step}-`));

if (file === undefined) {
  const list = steps.map((name) => `  ${name.replace('.ts', '').replaceAll('-', ' ')}`).join('\n');
  console.error(`Usage: npm run lesson -- STEP [--limit ROWS] [--epochs N] [--seed N] [--data DIR | --sample | --download]\n\n${list}`);
  process.exitCode = 2;
} else {
  try {
    await import(new URL(file, folder).href);
  } catch (error) {
    const { name, code = '', message } = error as Error & { code?: string };
    const isUsers = name === 'SekvensError' || code === 'ENOENT' || code.startsWith('ERR_PARSE_ARGS');
    if (!isUsers && code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.error(isUsers ? message : `${message}\nThe packages have to be built: run npm start or npm run build first.`);
    process.exitCode = 2;
  }
}
