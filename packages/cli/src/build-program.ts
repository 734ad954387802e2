import { Command, Option } from 'commander';
import type { CommandDefinition, OptionDefinition } from './command-definition.js';
import type { Io } from './io.js';
import { debugOption } from './options/output-options.js';
import { colorsFor, hasColors } from './output/output.js';
import { withSuggestedSetting } from './config/unknown-setting.js';
import { version } from './version.js';

type AnyCommand = CommandDefinition<readonly unknown[], unknown>;

const widestHelp = 110;

/** Runs a command; `given` are the names of the options that stand on the command line. */
type Run = (command: AnyCommand, args: readonly unknown[], options: unknown, given: ReadonlySet<string>) => Promise<void>;

/** Commander's program for the commands; it throws a CommanderError instead of ending the process. */
export function buildProgram(commands: readonly AnyCommand[], io: Io, run: Run): Command {
  const program = withHelp(new Command('sekvens'), io)
    .description('Train, evaluate and use recurrent text models.')
    .version(version, '--version', 'show the version')
    .helpCommand('help [command]', 'show the help of a command')
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `\n${examples(
        [
          { command: 'sekvens train news.csv --text title,description --label class --test-split 0.1', does: 'train, and test on a tenth of the rows' },
          { command: 'sekvens predict runs/train-1/model "Oil prices soar as supply tightens"', does: 'use what was trained' },
        ],
        io,
      )}\n\nOptions and defaults of a command: sekvens <command> --help`,
    );
  for (const definition of commands) program.addCommand(withHelp(buildCommand(definition, io, run), io));
  return program;
}

function buildCommand(definition: AnyCommand, io: Io, run: Run): Command {
  const command = new Command(definition.name).summary(definition.summary).description(definition.description);
  for (const { name, description } of definition.arguments) command.argument(name, description);
  for (const { heading, options } of definition.groups) for (const option of options) command.addOption(toOption(option).helpGroup(heading));
  command.addOption(toOption(debugOption).helpGroup('Output:'));
  command.addHelpText('after', `\n${examples(definition.examples, io)}`);
  return command.action(async (...given: unknown[]) => {
    const options = command.opts<Record<string, unknown>>();
    const onCommandLine = Object.keys(options).filter((name) => command.getOptionValueSource(name) === 'cli');
    await run(definition, given.slice(0, definition.arguments.length), options, new Set(onCommandLine));
  });
}

function withHelp(command: Command, io: Io): Command {
  const bold = colorsFor(io.stdout, io.env).bold;
  return command
    .helpOption('-h, --help', 'show this help')
    .configureHelp({ styleTitle: bold, sortOptions: false, showGlobalOptions: false, minWidthToWrap: 24 })
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      getOutHelpWidth: () => Math.min(io.stdout.columns ?? 100, widestHelp),
      getErrHelpWidth: () => Math.min(io.stderr.columns ?? 100, widestHelp),
      outputError: (text, write) => write(withSuggestedSetting(text)),
      getOutHasColors: () => hasColors(io.stdout, io.env),
      getErrHasColors: () => hasColors(io.stderr, io.env),
    })
    .exitOverride();
}

function toOption({ flags, description, default: value, defaultText, parse, hidden = false }: OptionDefinition): Option {
  const option = new Option(flags, value === undefined && defaultText !== undefined ? `${description} (default: ${defaultText})` : description);
  if (value !== undefined) option.default(value, defaultText);
  option.hideHelp(hidden);
  return parse === undefined ? option : option.argParser(parse);
}

function examples(list: AnyCommand['examples'], io: Io): string {
  const { bold, dim } = colorsFor(io.stdout, io.env);
  return [bold('Examples:'), ...list.map(({ command, does }) => `  ${dim(`# ${does}`)}\n  ${command}`)].join('\n');
}
