import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { character, column, columns, everyOf, fraction, integerFrom, interval, labelColumns, oneOf, path, positiveInteger, positiveNumber, quoteCharacter, separator, thresholds } from './parsers.js';

describe('values', () => {
  it.each<[(text: string) => unknown, string, unknown]>([
    [positiveInteger, '20000', 20_000],
    [integerFrom(0), '0', 0],
    [positiveNumber, '1e-3', 0.001],
    [positiveNumber, '.5', 0.5],
    [fraction, '0.2', 0.2],
    [oneOf(['lstm', 'gru']), 'gru', 'gru'],
    [column, ' title ', 'title'],
    [column, '0', 0],
    [columns, 'title, 2', ['title', 2]],
    [character, ';', ';'],
    [character, 'tab', '\t'],
    [character, '\\t', '\t'],
    [quoteCharacter, 'none', false],
    [quoteCharacter, "'", "'"],
    [path, './a b', './a b'],
    [labelColumns, ' class ', 'class'],
    [labelColumns, '2', 2],
    [labelColumns, 'toxic, obscene,4', ['toxic', 'obscene', 4]],
    [separator, '|', '|'],
    [separator, ' ', ' '],
    [separator, '::', '::'],
    [thresholds, '0.4', 0.4],
    [thresholds, 'a=0.9, b=c =.25', { a: 0.9, 'b=c': 0.25 }],
    [interval, '60s', '60s'],
    [everyOf, '60s', { everySeconds: 60 }],
    [everyOf, '0.5', { everySeconds: 0.5 }],
    [everyOf, '500steps', { everySteps: 500 }],
    [everyOf, 'epoch', { everyEpoch: true }],
    [everyOf, 'never', { everyEpoch: false }],
    [everyOf, '0s', undefined],
    [everyOf, '1.5steps', undefined],
    [everyOf, '60 s', undefined],
  ])('%o reads %j as %j', (parse, text, value) => expect(parse(text)).toEqual(value));
});

describe('what is no value', () => {
  it.each<[(text: string) => unknown, string, string]>([
    [positiveInteger, '0', 'Expected a whole number from 1 up.'],
    [positiveInteger, '20_000', 'Expected a whole number from 1 up.'],
    [positiveInteger, '1.5', 'Expected a whole number from 1 up.'],
    [positiveInteger, '0x10', 'Expected a whole number from 1 up.'],
    [positiveInteger, '99999999999999999999', 'Expected a whole number from 1 up.'],
    [integerFrom(3), '2', 'Expected a whole number from 3 up.'],
    [positiveNumber, '-1', 'Expected a number above 0.'],
    [positiveNumber, 'Infinity', 'Expected a number above 0.'],
    [positiveNumber, '', 'Expected a number above 0.'],
    [fraction, '1', 'Expected a share above 0 and below 1, such as 0.2.'],
    [fraction, '20%', 'Expected a share above 0 and below 1, such as 0.2.'],
    [oneOf(['lstm', 'gru']), 'lstmm', 'Expected one of lstm, gru. Did you mean lstm?'],
    [oneOf(['lstm', 'gru']), 'transformer', 'Expected one of lstm, gru.'],
    [columns, 'title,', 'Expected the name of a column, or its position from 0.'],
    [character, '', 'Expected one character, or tab.'],
    [character, '::', 'Expected one character, or tab.'],
    [path, '', 'Expected a path.'],
    [labelColumns, 'toxic,', 'Expected the name of a column, or its position from 0.'],
    [separator, '', 'Expected one or more characters without line breaks.'],
    [separator, '\n', 'Expected one or more characters without line breaks.'],
    ...['0', '1', 'high', '', 'a=', 'a=2', '0.5,a=0.4', 'a=0.4,b'].map((text): [(text: string) => unknown, string, string] => [
      thresholds, text, 'Expected a probability above 0 and below 1, such as 0.4, or label=0.4 with commas between more of them.',
    ]),
    [interval, '1m', 'Expected seconds such as 60s, steps such as 500steps, epoch, or never.'],
  ])('%o refuses %j', (parse, text, message) => {
    expect(() => parse(text)).toThrow(new InvalidArgumentError(message));
  });
});
