/** One text through a network in float64, on the reference's layers. */
import type { EmbeddingDefinition, LayerDefinition } from '@sekvens/layers';
import type { Flow, LayerResult, Parameter } from '../reference/layer.js';
import { runLayer } from '../reference/run-layer.js';
import { withoutActivation } from '../reference/without-activation.js';
import type { InspectedText } from './inspected-model.js';

/**
 * What each layer gave, in their order, for the ids as a batch of one row.
 *
 * Of the embedding only the rows of the text's own ids are looked at: the ids are numbered anew, 0 remaining 0 for the mask, so that the
 * cost does not depend on the size of the vocabulary.
 * @param logits leave out the activation of the last layer; `where` names who asks
 */
export function runText({ network, weights, ids }: InspectedText, logits = false, where = ''): LayerResult[] {
  const numbers = new Map<number, number>([[0, 0]]);
  for (const id of ids) if (!numbers.has(id)) numbers.set(id, numbers.size);
  const results: LayerResult[] = [];
  let flow: Flow = { tensor: { data: Float64Array.from(ids, (id) => numbers.get(id)!), shape: [1, ids.length] }, mask: undefined };
  network.layers.forEach((layer, index) => {
    const isLast = index === network.layers.length - 1;
    let definition: LayerDefinition = logits && isLast ? withoutActivation(layer, where) : layer.definition;
    let parameter = (name: string) => parameterOf(Float64Array.from(weights[`${layer.name}/${name}`]));
    if (definition.kind === 'embedding') {
      const table = rowsOf(weights[`${layer.name}/embeddings`], definition.config.outputDim, numbers.keys());
      definition = withRows(definition, numbers.size);
      parameter = () => parameterOf(table);
    }
    const result = runLayer(definition, flow, { parameter, dropout: undefined, initialStates: undefined });
    results.push(result);
    flow = result.output;
  });
  return results;
}

function parameterOf(value: Float64Array): Parameter {
  return { value, gradient: new Float64Array(value.length), squares: new Float64Array(value.length) };
}

function rowsOf(table: Float32Array, width: number, ids: Iterable<number>): Float64Array {
  return Float64Array.from([...ids].flatMap((id) => [...table.subarray(id * width, (id + 1) * width)]));
}

function withRows(definition: EmbeddingDefinition, inputDim: number): EmbeddingDefinition {
  return { ...definition, config: { ...definition.config, inputDim } };
}
