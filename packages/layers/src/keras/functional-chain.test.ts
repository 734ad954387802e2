import { describe, expect, it } from 'vitest';
import { fromKerasConfig } from '../index.js';

const tensor = (layer: string) => ({ class_name: '__keras_tensor__', config: { keras_history: [layer, 0, 0] } });
const call = (layer: string, kwargs: object = {}, ...more: unknown[]) => [{ args: [tensor(layer), ...more], kwargs }];
const input = { class_name: 'InputLayer', name: 'input', config: { batch_shape: [null, null], dtype: 'int32', name: 'input' }, inbound_nodes: [] as unknown[] };
const layer = (className: string, name: string, config: object, inbound: unknown) => ({ module: 'keras.layers', class_name: className, name, config: { name, ...config }, inbound_nodes: inbound });
const words = layer('Embedding', 'words', { input_dim: 9, output_dim: 4, mask_zero: true }, call('input'));
const mask = layer('NotEqual', 'not_equal', {}, call('input', {}, 0));
const lstm = layer('LSTM', 'lstm', { units: 3 }, call('words', { training: false, mask: tensor('not_equal') }));
const dense = layer('Dense', 'dense', { units: 2 }, call('lstm'));
const model = (layers: readonly unknown[], output: unknown = ['dense', 0, 0]) => ({ class_name: 'Functional', config: { name: 'chain', layers, input_layers: ['input', 0, 0], output_layers: output } });

describe('functional models', () => {
  it('are read as chains, in whatever order their layers are listed, masks left out', () => {
    const network = fromKerasConfig(model([dense, mask, lstm, words, input]));
    expect(network.name).toBe('chain');
    expect(network.layers.map(({ name }) => name)).toEqual(['words', 'lstm', 'dense']);
    expect(network.layers[1].receivesMask).toBe(true);
  });

  it("are read as Keras 2 writes them, with one output in a list of its own", () => {
    const old = (name: string) => [[[name, 0, 0, {}]]];
    const layers = [input, { ...words, inbound_nodes: old('input') }, { ...lstm, inbound_nodes: old('words') }, { ...dense, inbound_nodes: old('lstm') }];
    expect(fromKerasConfig({ ...model(layers, [['dense', 0, 0]]), class_name: 'Model' }).layers).toHaveLength(3);
  });

  it('are refused where they are no chain, with everything else that does not exist here', () => {
    const second = layer('Dense', 'second', { units: 2 }, call('lstm'));
    const sum = layer('Add', 'add', {}, [{ args: [[tensor('dense'), tensor('second')]], kwargs: {} }]);
    expect(() => fromKerasConfig(model([input, words, mask, lstm, dense, second, sum], ['add', 0, 0]))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config): expected layers and options that exist here, got second: reads the output of lstm, as dense does; networks are chains here; add: called 1 times, or with several inputs; networks are chains here; add (Add): no such layer here.]`);
  });

  it('are refused where a layer is shared, dropout is always on, a state is given, or a layer hangs loose', () => {
    const shared = { ...dense, inbound_nodes: [...call('lstm'), ...call('lstm')] };
    expect(() => fromKerasConfig(model([input, words, mask, lstm, shared]))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config): expected layers and options that exist here, got dense: called 2 times, or with several inputs; networks are chains here.]`);
    const training = { ...lstm, inbound_nodes: call('words', { training: true, mask: tensor('words'), initial_state: 3 }) };
    expect(() => fromKerasConfig(model([input, words, mask, training, dense]))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config): expected layers and options that exist here, got lstm: called with training = true; lstm: called with mask = "the output of words"; lstm: called with initial_state = 3.]`);
    const loose = { ...dense, inbound_nodes: call('elsewhere') };
    expect(() => fromKerasConfig(model([input, words, mask, lstm, loose]))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config): expected layers and options that exist here, got the model: layers that do not follow from its input; the model: its output is that of dense, where the last layer is lstm.]`);
    expect(() => fromKerasConfig(model([input, { ...input, name: 'other' }, words, mask, lstm, dense], [['dense', 0, 0], ['lstm', 0, 0]]))).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fromKerasConfig(config): expected layers and options that exist here, got the model: 2 inputs; networks have one here; input (InputLayer): an input that is not the first layer.]`);
  });
});
