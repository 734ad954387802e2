import { isSekvensError, SekvensError } from '@sekvens/core';
import { textNetwork } from '@sekvens/engine';
import { layerFromJSON } from '@sekvens/layers';
import type { ClassifierTask } from '@sekvens/engine';
import type { LayerDefinition } from '@sekvens/layers';
import { lessonModel, networkSettings, present } from './effective-value.js';
import type { MergedConfig } from './merge-layers.js';

export type Layers = (sizes: { readonly vocabularySize: number; readonly classes: number; readonly task?: ClassifierTask }) => readonly LayerDefinition[];

/** What builds the layers of a configuration: a model, its settings changed, or the list of layers. */
export function networkLayers({ values, placeOf }: MergedConfig): Layers {
  const { model, definition, ...settings } = values.network;
  if (definition !== null) return ({ vocabularySize, classes }) => definition.map((layer, i) => listedLayer(inserted(layer, { vocabularySize, classes }), placeOf('network.definition', [i]), i === 0));
  const lesson = lessonModel(model);
  return lesson && Object.keys(present(settings)).length === 0 ? lesson.layers : textNetwork(networkSettings(values));
}

/** A layer's own errors name the layer's function; here they say which of the list it is as well. */
function listedLayer(json: unknown, place: string, isFirst: boolean): LayerDefinition {
  try {
    const layer = layerFromJSON(json, place);
    if (isFirst && layer.kind !== 'embedding') {
      throw new SekvensError({ code: 'invalid-option', where: place, expected: 'an embedding as the first layer, since texts come as the numbers of their tokens', got: layer.kind });
    }
    return layer;
  } catch (error) {
    if (!isSekvensError(error) || error.where.startsWith(place)) throw error;
    const { code, where, expected, got, hint } = error;
    throw new SekvensError({ code, where: `${place}: ${where}`, expected, got, hint, cause: error });
  }
}

/** The numbers in place of their names. */
function inserted(value: unknown, sizes: Readonly<Record<string, number>>): unknown {
  if (typeof value === 'string') return Object.hasOwn(sizes, value) ? sizes[value] : value;
  if (Array.isArray(value)) return value.map((item) => inserted(item, sizes));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inserted(item, sizes)]));
}
