import { expect, test } from 'vitest';
import { outputDifference } from './output-difference.mjs';

test.for([
  ['a\nb', 'a\nb\n'],
  ['a  \nb', 'a\r\nb'],
  ['loss 0.5 (… s)', 'loss 0.5 (12.3 s)'],
  ['a\n…\nz', 'a\nb\nc\nz'],
  ['a\n…\nz', 'a\nz'],
  ['{ x: [1.5] } (?)', '{ x: [1.5] } (?)'],
])('%j agrees with %j', ([stated, printed]) => {
  expect(outputDifference(stated, printed)).toBeUndefined();
});

test.for([
  ['a', 'b'],
  ['a', 'a\nb'],
  ['a\nb', 'a'],
  ['1.5', '175'],
  ['a …', 'a\nb'],
  ['', 'a'],
])('%j does not agree with %j', ([stated, printed]) => {
  expect(outputDifference(stated, printed)).toMatch(/^Stated:\n[^]*\nPrinted:\n/);
});
