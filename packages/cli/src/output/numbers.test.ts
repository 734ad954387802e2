import { expect, it } from 'vitest';
import { count, counted, duration, listed, percent } from './numbers.js';

it('writes numbers as people read them', () => {
  expect([count(1_281_364), count(12.6), percent(0.87342), percent(0.25, 1)]).toEqual(['1,281,364', '13', '87.34 %', '25.0 %']);
  expect([counted(1, 'row'), counted(0, 'row'), counted(2, 'class', 'classes')]).toEqual(['1 row', '0 rows', '2 classes']);
  expect([duration(0.25), duration(4.25), duration(83.4), duration(3661)]).toEqual(['250ms', '4.2s', '1m 23s', '1h 1m 1s']);
  expect([listed(['a', 'b'], 2), listed(['a', 'b', 'c', 'd'], 2)]).toEqual(['a, b', 'a, b and 2 more']);
});
