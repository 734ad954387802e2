/** The view of the built page, as a visitor has it. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeDemo } from '../../test/helpers/demo-site.js';

async function openInside(page: Page): Promise<void> {
  await page.locator('#inside-title').scrollIntoViewIfNeeded();
  await page.locator('.inside-heat').waitFor();
}

/** What a screen reader is told of the chosen word and unit. */
const spoken = (page: Page) => page.locator('.inside [aria-live]').textContent();

describeDemo('the view into the network in Chromium', (site) => {
  test('arrow keys choose word and unit; the cell, the table and what is spoken follow', async () => {
    const page = await site.open();
    await page.locator('#text').fill('oil prices rise before the match');
    await openInside(page);
    await page.locator('.inside-chip').nth(5).waitFor();
    await page.locator('.inside-heat').focus();
    await page.keyboard.press('Home');
    expect(await spoken(page)).toMatch(/^oil, unit \d+: state from 0\.00 to /);
    await page.keyboard.press('ArrowRight');
    const before = await spoken(page);
    expect(before).toMatch(/^prices, unit /);
    await page.keyboard.press(/unit (\d+)/.exec(before!)![1] === '0' ? 'ArrowUp' : 'ArrowDown');
    const after = await spoken(page);
    const [, unit] = /^prices, unit (\d+): state from .* to (.*); /.exec(after!)!;
    expect(await page.locator('.inside-cell h4').textContent()).toBe(`Unit ${unit} reads “prices”`);
    const [h] = (await page.locator('.inside-arithmetic dd').textContent())!.split(' = ');
    expect(after).toContain(`to ${h};`);
    await page.locator('.inside-numbers summary').click();
    expect(await page.locator('.inside-numbers tbody tr').count()).toBe(6);
    expect(Number((await page.locator('.inside-numbers tbody tr').nth(1).locator('td').first().textContent())!.replace('−', '-'))).toBeCloseTo(Number(h.replace('−', '-')), 1);
  });

  test('the pointer looks at a unit, and choosing keeps it', async () => {
    const page = await site.open();
    await openInside(page);
    const map = page.locator('.inside-map');
    await map.hover({ position: { x: 5, y: 5 } });
    const looked = await page.locator('.inside-cell h4').textContent();
    await map.click({ position: { x: 5, y: 5 } });
    await page.mouse.move(0, 0);
    expect(await page.locator('.inside-cell h4').textContent()).toBe(looked);
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in %s colours, and nothing is wider than a phone', async (colorScheme) => {
    const page = await site.open({ colorScheme, viewport: { width: 390, height: 844 } });
    await openInside(page);
    await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run('.inside', { resultTypes: ['violations'] }));
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`))).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
