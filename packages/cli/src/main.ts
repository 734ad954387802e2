import { CommanderError } from 'commander';
import { buildProgram } from './build-program.js';
import type { CommandDefinition } from './command-definition.js';
import { baselineCommand } from './commands/baseline.js';
import { dataCommand } from './commands/data.js';
import { checksCommand } from './commands/checks.js';
import { evaluateCommand } from './commands/evaluate.js';
import { exportCommand } from './commands/export.js';
import { importCommand } from './commands/import.js';
import { initCommand } from './commands/init.js';
import { predictCommand } from './commands/predict.js';
import { quantizeCommand } from './commands/quantize.js';
import { summaryCommand } from './commands/summary.js';
import { trainCommand } from './commands/train.js';
import { tuneCommand } from './commands/tune.js';
import { Interruption } from './interruption.js';
import type { Io } from './io.js';
import type { OutputOptions } from './options/output-options.js';
import { Output } from './output/output.js';
import { exitCodes, reportError } from './report-error.js';

const commands = [initCommand, trainCommand, evaluateCommand, predictCommand, summaryCommand, dataCommand, tuneCommand, baselineCommand, exportCommand, importCommand, quantizeCommand, checksCommand] as unknown as readonly CommandDefinition<readonly unknown[], unknown>[];

/**
 * Runs the command line `argv`, which does not include the program's name, and resolves to the exit code:
 * 0 done, 1 a defect of ours, 2 something the user can mend, 130 interrupted.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const interruption = new Interruption(io);
  const { signal, cleanups } = interruption;
  const debug = argv.includes('--debug');
  let interrupted: string | undefined;
  const program = buildProgram(commands, io, async (command, args, options, given) => {
    ({ interrupted } = command);
    if (command.interrupted !== undefined) interruption.listen();
    await command.run(args, options, {
      io, output: new Output(io, options as OutputOptions), signal, cleanups, given, sayInterrupted: (text) => void (interrupted = text),
    });
  });
  let code: number = exitCodes.ok;
  try {
    const [name] = argv;
    const alone = argv.length === 1 ? program.commands.find((command) => command.name() === name) : undefined;
    if (argv.length === 0) program.outputHelp();
    else if (alone && name !== 'help' && !commands.some((command) => command.name === name && command.isComplete)) {
      // every command needs to be told something
      alone.outputHelp({ error: true });
      code = exitCodes.usage;
    } else await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) code = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    else if (!signal.aborted) code = reportError(error, io, debug);
    else {
      code = interruption.exitCode;
      if (code !== exitCodes.ok && interrupted !== undefined) io.stderr.write(`${interrupted}\n`);
    }
  } finally {
    await interruption.end();
  }
  if (interruption.error) return reportError(interruption.error, io, debug);
  return code;
}
