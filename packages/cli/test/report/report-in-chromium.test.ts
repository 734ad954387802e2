/** The report where it is read. Needs a Chromium: SEKVENS_CHROMIUM names one, or it is found in PATH. */
import axe from 'axe-core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { reportHtml } from '../../src/report/report-html.js';
import { findChromium, launchChromium } from '../chromium.js';
import { inputs } from './evaluations.js';

const executable = findChromium();
const reports = Object.keys(inputs);

describe.skipIf(!executable)(`the report in Chromium${executable ? '' : ' (skipped: there is none in PATH, and SEKVENS_CHROMIUM does not name one)'}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'sekvens-report-'));
  const heard: string[] = [];
  let browser: Browser;

  beforeAll(async () => {
    for (const [name, input] of Object.entries(inputs)) writeFileSync(join(folder, `${reports.indexOf(name)}.html`), await reportHtml(input));
    browser = await launchChromium(executable!);
  });
  afterEach(async () => {
    heard.length = 0;
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(name: string, width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    page.setDefaultTimeout(0);
    const url = pathToFileURL(join(folder, `${reports.indexOf(name)}.html`)).href;
    page.on('request', (request) => void (request.url() === url || heard.push(`request ${request.url()}`)));
    page.on('console', (message) => void heard.push(`console ${message.text()}`));
    page.on('pageerror', (error) => void heard.push(`error ${error.message}`));
    await page.goto(url);
    return page;
  }

  it.each(reports)('of %s loads nothing, says nothing in the console, and fits 390 and 1440 pixels', async (name) => {
    for (const width of [390, 1440]) {
      const page = await open(name, width);
      // closed parts as well
      await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      const wide = await page.evaluate(() => Array.from(document.querySelectorAll('body *')).filter((one) => !one.closest('.scroll, svg') && one.getBoundingClientRect().right > innerWidth + 0.5).map((one) => one.outerHTML.slice(0, 80)));
      expect(wide).toEqual([]);
    }
    expect(heard).toEqual([]);
  });

  it.each(reports)('of %s keeps the letters of its charts within the page', async (name) => {
    const page = await open(name, 390);
    const outside = await page.evaluate(() =>
      Array.from(document.querySelectorAll('figure > svg text')).filter((text) => {
        const { left, right, width } = text.getBoundingClientRect();
        return width > 0 && (left < 0 || right > innerWidth);
      }).map((text) => `${text.closest('svg')!.querySelector('title')!.textContent}: ${text.textContent}`),
    );
    expect(outside).toEqual([]);
  });

  for (const scheme of ['light', 'dark'] as const) {
    it.each(reports)(`of %s passes axe's checks, contrast included, in ${scheme} colours`, async (name) => {
      const page = await open(name, 1440, scheme);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] }));
      expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${failureSummary}`))).toEqual([]);
    });
  }

  it('is dark where the reader is, and light on paper', async () => {
    const page = await open('four classes', 1440, 'dark');
    const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await background()).toBe('rgb(17, 22, 29)');
    await page.emulateMedia({ media: 'print' });
    expect(await background()).toBe('rgb(255, 255, 255)');
  });

  it('never acts on what labels and texts say', async () => {
    const page = await open('hostile labels and texts', 1440);
    expect(await page.title()).toContain('<script>document.title = "taken"</script>');
    expect(await page.evaluate(() => document.querySelectorAll('script, img, #taken').length)).toBe(0);
  });
});
