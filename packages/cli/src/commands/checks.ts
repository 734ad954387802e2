import type { Check } from '../checks/check.js';
import { engineChecks } from '../checks/engine-checks.js';
import { formatChecks } from '../checks/format-checks.js';
import { machineChecks } from '../checks/machine-checks.js';
import { tfjsChecks } from '../checks/tfjs-checks.js';
import type { CommandContext, CommandDefinition } from '../command-definition.js';
import type { OutputOptions } from '../options/output-options.js';

export const checksCommand: CommandDefinition<readonly [], OutputOptions> = {
  name: 'checks',
  summary: 'say what works on this machine, and why other things do not',
  description: 'Versions, processor and memory; the engine, its threads and fast numerics, each by training a small network; formats of models; backends of TensorFlow.js, if they are installed.',
  arguments: [],
  groups: [{ heading: 'Output:', options: [{ flags: '--json', description: 'one JSON object on stdout instead of the list' }] }],
  examples: [{ command: 'sekvens checks', does: 'before asking for help' }],
  isComplete: true,
  run: check,
};

async function check(_: readonly [], _options: OutputOptions, { output }: CommandContext): Promise<void> {
  const checks = [...machineChecks(), ...(await engineChecks()), ...(await formatChecks()), ...(await tfjsChecks())];
  const width = Math.max(...checks.map(({ name }) => name.length)) + 2;
  for (const { name, works, detail, hint } of checks) {
    const { green, red, dim } = output.colors;
    const sign = works === undefined ? ' ' : works ? green('✓') : red('✗');
    output.text(`${sign} ${name.padEnd(width)}${detail}${works === false && hint !== undefined ? `\n  ${' '.repeat(width)}${dim(hint)}` : ''}`);
  }
  output.json({ checks } satisfies { checks: readonly Check[] });
}
