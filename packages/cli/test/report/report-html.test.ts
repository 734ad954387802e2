import { HtmlValidate } from 'html-validate';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { reportHtml } from '../../src/report/report-html.js';
import { hostile, inputs } from './evaluations.js';

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:standard'],
  // titles are as long as users make them
  rules: { 'long-title': 'off' },
});

describe.each(Object.entries(inputs))('a report of %s', (_, input) => {
  it('is valid HTML', async () => {
    const { results } = await validator.validateString(await reportHtml(input));
    expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message, line, column }) => `${line}:${column} ${ruleId}: ${message}`))).toEqual([]);
  });

  it('has nothing that loads or runs anything', async () => {
    const html = await reportHtml(input);
    const { document } = parseHTML(html);
    const names = new Set(Array.from(document.querySelectorAll('*'), ({ localName }) => localName));
    for (const name of ['script', 'link', 'img', 'iframe', 'object', 'embed', 'image', 'use', 'base', 'form', 'foreignObject']) expect(names).not.toContain(name);
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of Array.from(element.attributes)) {
        expect(name).not.toMatch(/^(on.*|src|srcset|style|xlink:href|action|data)$/);
        if (name === 'href') expect(value).toMatch(/^#[a-z]+$/);
      }
    }
    expect(document.querySelectorAll('style')).toHaveLength(1);
    expect(document.querySelector('style')!.textContent).not.toMatch(/url\(|@import|@font-face/);
    expect(document.querySelector('#taken')).toBeNull();
  });

  it('has a title, a description and a role for every chart', async () => {
    const { document } = parseHTML(await reportHtml(input));
    const charts = [...document.querySelectorAll('figure > svg')];
    for (const chart of charts) {
      expect(chart.getAttribute('role')).toBe('img');
      const [title, description] = chart.getAttribute('aria-labelledby')!.split(' ').map((id) => document.getElementById(id)!.textContent);
      expect(title.length).toBeGreaterThan(2);
      expect(description.length).toBeGreaterThan(20);
      expect(chart.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
    }
    const ids = Array.from(document.querySelectorAll('[id]'), ({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is the same bytes for the same input', async () => {
    expect(await reportHtml(input)).toBe(await reportHtml(structuredClone(input)));
  });
});

it('shows labels and texts as they are, but for characters that HTML cannot have', async () => {
  const { document } = parseHTML(await reportHtml(inputs['hostile labels and texts']));
  const shown = Array.from(document.querySelectorAll('tbody th bdi'), ({ textContent }) => textContent);
  for (const label of hostile.slice(0, 5)) expect(shown).toContain(label);
  expect(shown).toContain(`long${'er'.repeat(57)}e…`);
  expect(shown).toContain('(empty)');
  expect(shown).toContain('control \ufffd\ufffd\ufffd[31m\ufffd\ufffd characters\ufffd');
});

it('has the charts that the input gives reason for', async () => {
  const chartsOf = async (name: string): Promise<string[]> => {
    const { document } = parseHTML(await reportHtml(inputs[name]));
    return Array.from(document.querySelectorAll('figure > svg > title'), ({ id }) => id.replace(/^chart-|-title$/g, ''));
  };
  const evaluated = ['length', 'lengths', 'unknown', 'group', 'reliability', 'confidence', 'roc', 'pr'];
  expect(await chartsOf('four classes')).toEqual(['classes', 'confusion', ...evaluated, 'loss', 'accuracy']);
  expect(await chartsOf('many labels a row')).toEqual(['classes', ...evaluated, 'loss', 'accuracy']);
  expect(await chartsOf('a hundred classes')).toEqual(['classes', ...evaluated, 'loss', 'accuracy']);
  expect(await chartsOf('one class in the test, empty texts')).toEqual(['classes', 'confusion', 'length', 'lengths', 'group', 'reliability', 'confidence', 'pr', 'loss', 'accuracy']);
  expect(await chartsOf('one epoch, not tested')).toEqual([]);
  expect(await chartsOf('one epoch')).toEqual(['loss']);
});

it('is small', async () => {
  expect((await reportHtml(inputs['four classes'])).length).toBeLessThan(100_000);
  expect((await reportHtml(inputs['a hundred classes'])).length).toBeLessThan(150_000);
});
