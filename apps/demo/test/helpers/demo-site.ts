/** The built page, served and opened as a visitor would have it. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { preview } from 'vite';
import type { PreviewServer } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { findChromium, launchChromium } from './chromium.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const executable = findChromium();

export interface DemoSite {
  /** The page, when its first prediction is there. What it does wrong fails the test: a console message, an error, a request to elsewhere. */
  open(options?: BrowserContextOptions): Promise<Page>;
}

/** @param isolated whether the server sends the headers with which threads may share memory */
export function describeDemo(name: string, define: (site: DemoSite) => void, isolated = true): void {
  describe.skipIf(!executable)(`${name}${executable ? '' : ' (skipped: there is no Chromium in PATH, and SEKVENS_CHROMIUM does not name one)'}`, () => {
    const wrong: string[] = [];
    let browser: Browser;
    let server: PreviewServer;

    beforeAll(async () => {
      if (!existsSync(`${root}dist/index.html`)) throw new Error('apps/demo is not built: npm run build');
      const plain = isolated ? {} : { configFile: false as const, base: './' };
      server = await preview({ root, logLevel: 'silent', ...plain, preview: { host: '127.0.0.1', port: 0 } });
      browser = await launchChromium(executable!);
    });
    afterEach(async () => {
      for (const context of browser.contexts()) await context.close();
      expect(wrong.splice(0)).toEqual([]);
    });
    afterAll(async () => {
      await browser?.close();
      await server?.close();
    });

    define({
      async open(options) {
        const [url] = server.resolvedUrls!.local;
        const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
        context.setDefaultTimeout(0);
        context.on('request', (request) => void (isOwn(request.url(), url) || wrong.push(`request ${request.url()}`)));
        context.on('console', (message) => void wrong.push(`console ${message.type()}: ${message.text()}`));
        context.on('weberror', (error) => void wrong.push(`error ${error.error().message}`));
        const page = await context.newPage();
        await page.goto(url);
        await page.locator('.bars').waitFor();
        return page;
      },
    });
  });
}

function isOwn(address: string, url: string): boolean {
  return address.startsWith(url) || address.startsWith(`blob:${url}`) || address.startsWith('data:');
}
