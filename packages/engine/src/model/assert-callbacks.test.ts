import { expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { assertCallbacks } from './assert-callbacks.js';

const onEpochEnd = () => undefined;
const [getState, setState] = [() => ({ values: {} }), () => undefined];

it.each([
  [[{ onEpochEnd, getState, setState }], 'fit({ callbacks })[0].name: expected a name for its state in checkpoints, got undefined.'],
  [[{ onEpochEnd, getState, setState, name: '' }], 'fit({ callbacks })[0].name: expected a name for its state in checkpoints, got "".'],
  [[{ onEpochEnd }, { onEpochEnd, getState, name: 'a' }], 'fit({ callbacks })[1]: expected getState and setState, or neither, got getState alone.'],
  [[{ onEpochEnd, setState, name: 'a' }], 'fit({ callbacks })[0]: expected getState and setState, or neither, got setState alone.'],
  [[{ onEpochEnd, getState: 1, setState, name: 'a' }], 'fit({ callbacks })[0].getState: expected a function, got 1.'],
  [[{ onEpochEnd, getState, setState, name: 'a' }, { onEpochEnd, name: 'a' }, { onEpochEnd, getState, setState, name: 'a' }], 'fit({ callbacks })[2].name: expected a name of its own among the callbacks with a state, got "a".'],
])('%#: states that a checkpoint could not tell apart', async (callbacks, message) => {
  expect(await errorOf(() => assertCallbacks(callbacks as never))).toBe(`invalid-option: ${message}`);
});

it('callbacks without a state need no name, or may share one', () => {
  expect(() => assertCallbacks([{ onEpochEnd }, { onEpochEnd, name: 'a' }, { onEpochEnd, name: 'a' }, { onEpochEnd, name: 'a', getState, setState }])).not.toThrow();
});
