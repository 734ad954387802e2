/** Who can use the page, and where. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeDemo } from './helpers/demo-site.js';
import { openTraining, trained } from './helpers/page-actions.js';

/** The page with everything on it: two trainings, an evaluation, an error, and all that can be opened. */
async function fill(page: Page): Promise<void> {
  await page.locator('#inside-title').scrollIntoViewIfNeeded();
  await page.locator('.layers').waitFor();
  await openTraining(page);
  for (const name of ['SimpleRNN with a mask', 'GRU with a mask']) await page.getByRole('button', { name, exact: true }).click();
  await trained(page, 'GRU with a mask');
  await page.getByLabel('Pasted rows').check();
  await page.locator('#rows').fill('text,label\na very long text that goes on and on without ever coming to an end of any kind whatsoever,x\nb,x');
  await page.getByRole('alert').waitFor();
  await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
  await page.locator('.chart svg').nth(1).waitFor();
}

describeDemo('the look of the page in Chromium', (site) => {
  test.each(['light', 'dark'] as const)("axe finds nothing in %s colours", async (colorScheme) => {
    const page = await site.open({ colorScheme });
    await fill(page);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] }));
    expect(violations.flatMap(({ id, impact, nodes }) => nodes.map(({ html, failureSummary }) => `${impact} ${id}: ${html.slice(0, 120)} ${failureSummary}`))).toEqual([]);
  });

  test('it fits a phone, and a wide window', async () => {
    for (const width of [390, 1440]) {
      const page = await site.open({ viewport: { width, height: 800 } });
      await fill(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      const wide = await page.evaluate(() =>
        Array.from(document.querySelectorAll('body *')).filter((one) => !one.closest('.scroll, .summary, svg') && one.getBoundingClientRect().right > innerWidth + 0.5).map((one) => one.outerHTML.slice(0, 80)),
      );
      expect(wide).toEqual([]);
    }
  });

  test('everything can be reached with the keyboard, the text first', async () => {
    const page = await site.open();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('text');
    await openTraining(page);
    const unreachable = await page.evaluate(() =>
      Array.from(document.querySelectorAll<HTMLElement>('button, input, select, summary, textarea, .scroll')).filter((one) => one.tabIndex < 0).map((one) => one.outerHTML.slice(0, 80)),
    );
    expect(unreachable).toEqual([]);
  });

  test('it is dark where the reader is', async () => {
    const colors = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await site.open({ colorScheme });
      colors.push(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor));
    }
    expect(colors).toEqual(['rgb(251, 250, 247)', 'rgb(22, 23, 26)']);
  });
});
