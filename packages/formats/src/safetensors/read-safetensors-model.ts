import { assertKnownOptions, SekvensError } from '@sekvens/core';
import { readSafetensors, readSafetensorsMetadata } from '@sekvens/engine';
import type { Files } from '@sekvens/engine';
import type { Network } from '@sekvens/layers';
import { inFile } from '../in-file.js';
import type { ModelParts } from '../model-parts.js';
import { onlyFile } from '../only-file.js';
import { isModelMetadata, readModelMetadata } from './model-metadata.js';
import { vectorizerFits } from './vectorizer-fits.js';
import { weightsOfNetwork } from './weights-of-network.js';

export interface ReadSafetensorsModelOptions {
  /** Whose weights a file has that says nothing of its network. */
  readonly network?: Network;
}

/**
 * The model in a safetensors file: with everything, where `safetensorsFormat` wrote it. Of another file, as Python writes it, the weights of
 * `options.network`, whose paths its tensors are called by; halves and doubles become float32.
 * @param place the file or the folder around it, named in errors
 * @throws code 'invalid-file' for what is damaged, does not belong together, or does not say what network it is of
 * @throws code 'invalid-option' for a network where the file has its own
 */
export function readSafetensorsModel(files: Files, place: string, options: ReadSafetensorsModelOptions = {}): ModelParts {
  assertKnownOptions(options, ['network'], 'readSafetensorsModel(files, place, options)');
  const { bytes } = onlyFile(files, ['.safetensors'], 'a safetensors file', place);
  const metadata = readSafetensorsMetadata(bytes, place);
  const { network } = options;
  if (!isModelMetadata(metadata)) {
    if (network === undefined) {
      throw new SekvensError({
        code: 'invalid-file', where: place, expected: 'the network in the metadata, as sekvens writes it', got: 'weights alone',
        hint: 'Give the network they are of: readSafetensorsModel(files, place, { network }).',
      });
    }
    return { network, weights: weightsOfNetwork(network, readSafetensors(bytes, place), place) };
  }
  if (network !== undefined) {
    throw new SekvensError({ code: 'invalid-option', where: 'readSafetensorsModel({ network })', expected: `nothing for ${place}, which has its network`, got: `network ${network.name}`, hint: 'Leave it out.' });
  }
  const description = readModelMetadata(metadata, place);
  const { vectorizer } = description;
  if (vectorizer) inFile(place, () => vectorizerFits(vectorizer, description.network));
  return { ...description, weights: weightsOfNetwork(description.network, readSafetensors(bytes, place), place) };
}
