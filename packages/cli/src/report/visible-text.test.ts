import { expect, it } from 'vitest';
import { escapeHtml } from './html.js';
import { shortText, visibleText } from './visible-text.js';

it('shows what HTML may not contain as U+FFFD, and keeps the rest', () => {
  expect(visibleText('a\u0000\u001b\u007f\u0085\ud800b\udfff\ufffe\u{1ffff}\r\n\tc\r😀')).toBe('a\ufffd\ufffd\ufffd\ufffd\ufffdb\ufffd\ufffd\ufffd\n\tc\n😀');
});

it('cuts between characters as people count them, and stays on one line', () => {
  expect(shortText('  one\n two\t\tthree ', 50)).toBe('one two three');
  expect(shortText('abcdef', 6)).toBe('abcdef');
  expect(shortText('abcdefg', 6)).toBe('abcde…');
  expect(shortText('👩‍👩‍👧‍👦👩‍👩‍👧‍👦e\u0301x', 3)).toBe('👩‍👩‍👧‍👦👩‍👩‍👧‍👦…');
  expect(shortText('x'.repeat(1e6), 4)).toBe('xxx…');
  expect(shortText(' \n', 9)).toBe('(empty)');
});

it('escapes for elements and quoted attributes', () => {
  expect(escapeHtml(`<a href="x" title='y'>&amp;</a>`)).toBe('&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;');
});
