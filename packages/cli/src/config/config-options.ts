/** The options of the command line that the settings are. */
import type { OptionDefinition, OptionGroup } from '../command-definition.js';
import { path } from '../options/parsers.js';
import { sections, settings } from './schema.js';
import { defaultTextOf } from './setting.js';
import type { Setting } from './setting.js';
import { flag, parserOf } from './setting-types.js';

/**
 * All of them under their headings, for commands that train.
 *
 * @param output options of the last group
 * @param training further options of training
 */
export function configGroups(output: readonly OptionDefinition[], training: readonly OptionDefinition[] = []): OptionGroup[] {
  return [
    {
      heading: 'Configuration:',
      options: [
        {
          flags: '--config <file>',
          description: 'settings from a file, YAML or JSON, as sekvens init writes it; options win over it. A setting without an option goes as --section.name value: --optimizer.beta1 0.95',
          parse: path,
        },
        ...sectionOptions(''),
      ],
    },
    { heading: 'Data:', options: sectionOptions('data') },
    { heading: 'Test data:', options: [...sectionOptions('test'), ...sectionOptions('validation')] },
    { heading: 'Tokens:', options: sectionOptions('tokens') },
    { heading: 'Network:', options: sectionOptions('network') },
    { heading: 'Training:', options: [...sectionOptions('training'), ...sectionOptions('optimizer'), ...sectionOptions('schedule'), ...training] },
    { heading: 'Output:', options: [...output, ...dottedOptions()] },
  ];
}

/** Those of a section, in its order. */
export function sectionOptions(section: string): OptionDefinition[] {
  return Object.values(sections[section]).flatMap(optionsOf);
}

/** `--section.name <value>` for every setting; they are so many that the help leaves them to `sekvens init -`. */
function dottedOptions(): OptionDefinition[] {
  return [...settings].filter(([path]) => path.includes('.')).map(([path, { description }]) => ({ flags: `--${path} <value>`, description, hidden: true }));
}

function optionsOf(setting: Setting): OptionDefinition[] {
  const { type, flags, description, negation } = setting;
  if (flags === undefined) return [];
  // a default that stood in the parsed options could not be told from one that was given
  const text = defaultTextOf(setting);
  const option: OptionDefinition = { flags, description, ...(text !== undefined && { defaultText: text }), ...((type as unknown) !== flag && { parse: parserOf(type) }) };
  return negation ? [option, negation] : [option];
}
