/**
 * Renders the results files as tables into the marked regions of the READMEs, or checks that they are there as rendered.
 *
 *   tsx report.ts [--check] [--folder REPOSITORY]
 *
 * A region is what stands between `<!-- results: NAME -->` and `<!-- end -->` in README.md, benchmarks/README.md and examples/README.md; report/tables.ts says
 * which results file it shows. With --check nothing is written: every region that differs is named, and the exit code is 1.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { regionContent, regionsOf, updateRegions } from './report/regions.js';
import { renderTable } from './report/tables.js';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, folder: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) } } });
const render = (name: string) => renderTable(join(values.folder, 'benchmarks/results'), name);

for (const file of ['README.md', 'benchmarks/README.md', 'examples/README.md']) {
  const path = join(values.folder, file);
  if (!existsSync(path)) continue;
  try {
    const markdown = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
    if (!values.check) {
      writeFileSync(path, updateRegions(markdown, render));
      continue;
    }
    for (const { name, line, from, to } of regionsOf(markdown)) {
      if (markdown.slice(from, to) === regionContent(render(name))) continue;
      console.log(`${file}:${line}: the table ${name} is not what the results files say. Run npm run report in benchmarks.`);
      process.exitCode = 1;
    }
  } catch (error) {
    console.log(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
