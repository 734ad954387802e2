import { dense } from '@sekvens/layers';
import { expect, test } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { sequential } from '../model/sequential.js';
import { chooseNumerics, loadFastNumerics } from './numerics.js';

test('a name it does not know is refused', async () => {
  expect(await errorOf(() => sequential([dense({ units: 1 })], { inputShape: [2], numerics: 'quick' as 'fast' }))).toBe(
    `invalid-option: the option numerics: expected 'exact' or 'fast', got "quick".`,
  );
});

test('fast numerics have to be loaded first', async () => {
  expect(await errorOf(() => chooseNumerics('fast'))).toBe(
    "unsupported: the option numerics: expected the kernels for numerics 'fast', got kernels that have not been loaded. Call `await loadFastNumerics()` first.",
  );
  const isSupported = await loadFastNumerics();
  expect(chooseNumerics('fast')).toBe(isSupported ? 'fast' : 'exact');
  expect(chooseNumerics('exact')).toBe('exact');
});
