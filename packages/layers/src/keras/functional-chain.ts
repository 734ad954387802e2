import { show } from '@sekvens/core';
import { asRecord } from './layer-from-keras.js';

type Fields = Readonly<Record<string, unknown>>;

/** What Keras 3 notes as layers of their own where a mask is computed from an embedding's ids or a masking layer's input. */
const MASKS = ['NotEqual', 'Any'];

/** Arguments of a call that change nothing here: masks follow from the layers before, and nothing is dropped outside of training. */
function argumentProblem(name: string, value: unknown, masks: ReadonlySet<string>): string | undefined {
  if (value === null || value === undefined || (name === 'training' && value === false)) return undefined;
  const source = sourceOf(value);
  if (name === 'mask' && source !== undefined && masks.has(source)) return undefined;
  return `called with ${name} = ${show(source === undefined ? value : `the output of ${source}`)}`;
}

/**
 * The layers of a functional model that is a plain chain, in the order in which data pass through them. Each layer has to be called
 * once, with the output of one other. What is no chain is added to `problems`.
 */
export function functionalChain(config: Fields, problems: string[]): unknown[] {
  const layers = (Array.isArray(config.layers) ? config.layers : []).map(asRecord);
  const masks = new Set(layers.filter(({ class_name: name }) => MASKS.includes(name as string)).map(nameOf));
  const followers = new Map<string, Fields>();
  const first: Fields[] = [];
  for (const layer of layers) {
    const name = nameOf(layer);
    if (layer.class_name === 'InputLayer') {
      first.push(layer);
      continue;
    }
    const calls = Array.isArray(layer.inbound_nodes) ? (layer.inbound_nodes as unknown[]) : [];
    const call = calls.length === 1 ? readCall(calls[0]) : undefined;
    if (call === undefined) {
      problems.push(`${name}: called ${calls.length} times, or with several inputs; networks are chains here`);
      continue;
    }
    if (masks.has(name)) continue;
    for (const [argument, value] of Object.entries(call.arguments)) {
      const problem = argumentProblem(argument, value, masks);
      if (problem !== undefined) problems.push(`${name}: ${problem}`);
    }
    const other = followers.get(call.source);
    if (other !== undefined) problems.push(`${name}: reads the output of ${call.source}, as ${nameOf(other)} does; networks are chains here`);
    else followers.set(call.source, layer);
  }
  if (first.length !== 1) problems.push(`the model: ${first.length} inputs; networks have one here`);
  if (problems.length > 0) return layers.filter((layer) => !masks.has(nameOf(layer)));
  const chain = [first[0]];
  for (let next = followers.get(nameOf(first[0])); next !== undefined && chain.length < layers.length; next = followers.get(nameOf(next))) chain.push(next);
  if (chain.length !== layers.length - masks.size) problems.push(`the model: layers that do not follow from its input`);
  const output = outputName(config.output_layers);
  const last = nameOf(chain[chain.length - 1]);
  if (output !== last) problems.push(`the model: its output is ${output === undefined ? show(config.output_layers) : `that of ${output}`}, where the last layer is ${last}`);
  return chain;
}

function nameOf(layer: Fields): string {
  return String(layer.name ?? asRecord(layer.config).name);
}

/** `["dense", 0, 0]` or a list of one such. */
function outputName(outputs: unknown): string | undefined {
  const list = Array.isArray(outputs) ? (outputs as unknown[]) : [];
  const one = Array.isArray(list[0]) && list.length === 1 ? (list[0] as unknown[]) : list;
  return typeof one[0] === 'string' ? one[0] : undefined;
}

/** The layer whose output a tensor of Keras 3 is. */
function sourceOf(value: unknown): string | undefined {
  const { class_name: className, config } = asRecord(value);
  const history = asRecord(config).keras_history;
  return className === '__keras_tensor__' && Array.isArray(history) ? String(history[0]) : undefined;
}

/** Keras 3: { args: [tensor], kwargs }; Keras 2: [["embedding", 0, 0, { … }]]. A mask's NotEqual has a number behind the tensor. */
function readCall(call: unknown): { readonly source: string; readonly arguments: Fields } | undefined {
  if (Array.isArray(call)) {
    const input: unknown = call.length === 1 ? call[0] : undefined;
    if (!Array.isArray(input) || typeof input[0] !== 'string') return undefined;
    return { source: input[0], arguments: asRecord(input[3]) };
  }
  const { args, kwargs } = asRecord(call);
  const list = Array.isArray(args) ? (args as unknown[]) : [];
  const source = sourceOf(list[0]);
  const others = list.slice(1).some((argument) => typeof argument !== 'number');
  return source === undefined || others ? undefined : { source, arguments: asRecord(kwargs) };
}
