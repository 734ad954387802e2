import { closest, SekvensError } from '@sekvens/core';
import { lessonModels, TextEnsemble } from '@sekvens/engine';
import type { LessonModelName, TextClassifier } from '@sekvens/engine';
import { countParameters, network as buildNetwork, summary as networkSummary } from '@sekvens/layers';
import type { Network } from '@sekvens/layers';
import { existsSync } from 'node:fs';
import type { CommandContext, CommandDefinition } from '../command-definition.js';
import { loadModel } from '../model-folder.js';
import type { OutputOptions } from '../options/output-options.js';
import { integerFrom } from '../options/parsers.js';
import { count, counted, listed } from '../output/numbers.js';
import { usageError } from '../usage-error.js';

interface Options extends OutputOptions {
  readonly vocabulary?: number;
  readonly classes?: number;
}

const presetNames = Object.keys(lessonModels) as readonly LessonModelName[];

export const summaryCommand: CommandDefinition<readonly [string], Options> = {
  name: 'summary',
  summary: 'show the layers and parameters of a model or preset',
  description: `The layers with their output shapes and parameters. Presets: ${presetNames.join(', ')}.`,
  arguments: [{ name: '<model>', description: 'folder of a run or of its model, or the name of a preset (for a folder of that name write ./name)' }],
  groups: [
    {
      heading: 'Preset:',
      options: [
        { flags: '--vocabulary <n>', description: 'size of the vocabulary, padding and the unknown token included', defaultText: '20000', parse: integerFrom(3) },
        { flags: '--classes <n>', description: 'number of classes', defaultText: '4', parse: integerFrom(2) },
      ],
    },
    { heading: 'Output:', options: [{ flags: '--json', description: 'one JSON object on stdout instead of the table' }] },
  ],
  examples: [
    { command: 'sekvens summary simple-rnn', does: "the lesson's SimpleRNN: 1,281,364 parameters" },
    { command: 'sekvens summary runs/train-1', does: 'a trained model' },
  ],
  run: summarize,
};

async function summarize([model]: readonly [string], options: Options, { output, signal }: CommandContext): Promise<void> {
  const preset = presetNames.find((name) => name === model);
  if (preset !== undefined) {
    const { vocabulary = 20_000, classes = 4 } = options;
    const { description, reads, layers } = lessonModels[preset];
    const network = buildNetwork(layers({ vocabularySize: vocabulary, classes }), { name: preset });
    if (output.isJson) return output.json({ preset, description, reads, vocabularySize: vocabulary, classes, ...networkJson(network) });
    return output.result(`${description}; in the lesson it reads ${reads}\n\n${networkSummary(network)}`, signal);
  }
  if (!existsSync(model)) throw notFound(model);
  for (const name of ['vocabulary', 'classes'] as const) {
    if (options[name] !== undefined) throw usageError(`--${name}`, 'it with a preset only', `the saved model ${model}`, 'A saved model has its own.');
  }
  const loaded = await loadModel(model);
  const { labels, task } = loaded;
  const labelsText = `${counted(labels.length, 'label')}${task === 'multiLabel' ? ', any number of them a text' : ''}: ${listed(labels, 20)}`;
  if (loaded instanceof TextEnsemble) {
    const { members } = loaded;
    const parameters = members.reduce((sum, member) => sum + countParameters(member.model.network), 0);
    if (output.isJson) return output.json({ task, labels, parameters, members: members.map(memberJson) });
    const parts = members.map((member, i) => `Member ${i + 1} of ${members.length}\n${networkSummary(member.model.network)}\n\n${vocabularyText(member)}`);
    return output.result(`${parts.join('\n\n')}\n\n${members.length} members, whose probabilities are averaged; ${count(parameters)} parameters\n${labelsText}`, signal);
  }
  if (output.isJson) return output.json({ task, labels, ...memberJson(loaded) });
  return output.result(`${networkSummary(loaded.model.network)}\n\n${labelsText}\n${vocabularyText(loaded)}`, signal);
}

function vocabularyText({ vectorizer }: TextClassifier): string {
  return `vocabulary of ${count(vectorizer.vocabularySize())} entries`;
}

function memberJson({ vectorizer, model }: TextClassifier): object {
  return { vocabularySize: vectorizer.vocabularySize(), vectorizer: vectorizer.config, ...networkJson(model.network) };
}

function networkJson(network: Network): object {
  return {
    parameters: countParameters(network),
    layers: network.layers.map(({ name, definition, outputShape, weights }) => ({ name, kind: definition.kind, outputShape, parameters: countParameters({ ...network, weights }) })),
  };
}

function notFound(model: string): SekvensError {
  const meant = closest(model, presetNames);
  return new SekvensError({
    code: 'not-found',
    where: 'summary',
    expected: `the folder of a model, or a preset (${presetNames.join(', ')})`,
    got: JSON.stringify(model),
    hint: meant === undefined ? 'Check the path.' : `Did you mean ${meant}?`,
  });
}
