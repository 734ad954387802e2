import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CommandContext, CommandDefinition } from '../command-definition.js';
import { configGroups, sectionOptions } from '../config/config-options.js';
import { resolveConfig } from '../config/resolve-config.js';
import { writeConfig } from '../config/write-config.js';
import { platformError } from '../platform-error.js';
import type { GivenTrainOptions } from '../train/train-options.js';
import { usageError } from '../usage-error.js';
import { version } from '../version.js';

interface Options extends GivenTrainOptions {
  readonly force?: true;
}

const usualFile = 'config.yaml';

export const initCommand: CommandDefinition<readonly [string | undefined], Options> = {
  name: 'init',
  summary: 'write a configuration file for train',
  description: 'Writes every setting of train with a comment and its default, or the value that the options here give it, for sekvens train --config.',
  arguments: [{ name: '[file]', description: `the file, ${usualFile} by default; - prints it` }],
  groups: configGroups([...sectionOptions('output'), { flags: '--force', description: 'write over a file that exists' }]),
  examples: [
    { command: 'sekvens init', does: `all defaults, into ${usualFile}` },
    { command: 'sekvens init news.yaml --preset accurate --text title,description --label class', does: 'what a preset stands for, and the columns of the data' },
    { command: 'sekvens init - --config runs/train-1/config.yaml --epochs 9', does: 'a configuration with a change, on the terminal' },
  ],
  isComplete: true,
  run: init,
};

async function init([file = usualFile]: readonly [string | undefined], options: Options, { output, signal }: CommandContext): Promise<void> {
  const { values } = await resolveConfig([], options);
  const text = await writeConfig({ ...values, preset: null }, [
    `Settings of sekvens ${version}: sekvens train --config FILE [data...]. Options of the command line win over them.`,
    ...(values.preset === null ? [] : [`The preset ${values.preset} is written out.`]),
  ]);
  if (file === '-') return output.result(text.trimEnd(), signal);
  if (existsSync(file) && !options.force) throw usageError(`init ${file}`, 'a new file', 'one that exists', 'Use --force to write over it, or choose another name.');
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw platformError(error, `init ${file}`, 'a place that can be written to');
  }
  output.fact('written', file);
  output.fact('use it', `sekvens train ${/^[\w./\\:-]+$/.test(file) ? `--config ${file}` : `--config ${JSON.stringify(file)}`}${values.data.files === null && values.data.dataset === null ? ' DATA' : ''}`);
}
