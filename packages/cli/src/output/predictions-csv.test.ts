import { raggedFrom } from '@sekvens/core';
import { expect, it } from 'vitest';
import { predictionsCsv } from './predictions-csv.js';

const ids = raggedFrom([[2, 3], []]);

it('has a line a row, in the way of CSV', () => {
  const csv = predictionsCsv({ task: 'multiClass', labels: ['no', 'a,"b"'], texts: ['one "two",\nthree', ''], ids, probabilities: [0.75, 0.25, 0.5, 0.5], truth: [0, 1] });
  expect(csv).toBe('row,true,predicted,correct,tokens,p(no),"p(a,""b"")",text\n1,no,no,true,2,0.75,0.25,"one ""two"",\nthree"\n2,"a,""b""",no,false,0,0.5,0.5,\n');
});

it('has the labels of a row with | between them', () => {
  const csv = predictionsCsv({ task: 'multiLabel', labels: ['a', 'b'], texts: ['x', 'y'], ids, probabilities: [0.75, 0.5, 0.25, 0.125], truth: [1, 1, 1, 0] });
  expect(csv).toBe('row,true,predicted,correct,tokens,p(a),p(b),text\n1,a|b,a|b,true,2,0.75,0.5,x\n2,a,,false,0,0.25,0.125,y\n');
});
