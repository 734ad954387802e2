import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markdownFiles, markedBlocks, readText } from '../lib/markdown.mjs';
import { runNode } from '../lib/run.mjs';
import { readmeProgramFiles } from './doc-code.mjs';
import { outputDifference } from './output-difference.mjs';

/**
 * Runs each program of examples/readme in an empty folder and compares what it prints with the blocks below `<!-- output: path -->`.
 * @param {string} folder the repository
 * @returns {Promise<string[]>} problems
 */
export async function readmePrograms(folder) {
  const stated = markdownFiles(folder).flatMap((markdown) =>
    markedBlocks(readText(folder, markdown)).flatMap(({ mark, target, line, code }) => (mark === 'output' && code !== undefined ? [{ target, place: `${markdown}:${line}`, code }] : [])),
  );
  const programs = readmeProgramFiles(folder);
  const problems = stated.filter(({ target }) => !programs.includes(target)).map(({ place, target }) => `${place}: ${target} is not in examples/readme, so its output is not checked.`);
  for (const program of programs) {
    const outputs = stated.filter(({ target }) => target === program);
    if (outputs.length === 0) problems.push(`${program}: no README states what it prints. Add a block below <!-- output: ${program} -->.`);
    const { code, stdout, output } = await runInEmptyFolder(join(folder, program));
    if (code !== 0) {
      problems.push(`${program} ended with exit code ${code}:\n${output.trimEnd()}`);
      continue;
    }
    for (const { place, code: expected } of outputs) {
      const difference = outputDifference(expected, stdout);
      if (difference) problems.push(`${place}: ${program} prints something else. ${difference}`);
    }
  }
  return problems;
}

/** @param {string} program */
async function runInEmptyFolder(program) {
  const cwd = mkdtempSync(join(tmpdir(), 'sekvens-readme-'));
  try {
    return await runNode(['--import', import.meta.resolve('tsx'), program], { cwd });
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
