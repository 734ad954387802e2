/** Takes docs/demo.png and docs/demo-inside.png of the built page; needs a Chromium. */
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';
import { findChromium, launchChromium } from '../test/helpers/chromium.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const executable = findChromium();
if (!executable) throw new Error('There is no Chromium in PATH, and SEKVENS_CHROMIUM names none.');
const server = await preview({ root: path('..'), logLevel: 'silent', preview: { host: '127.0.0.1', port: 0 } });
const browser = await launchChromium(executable);
const page = await browser.newPage({ viewport: { width: 1120, height: 1000 }, colorScheme: 'light' });
await page.goto(server.resolvedUrls!.local[0]);
await page.locator('.bars').waitFor();
// Bars grow to their lengths.
await page.waitForTimeout(1000);
await page.screenshot({ path: path('../../../docs/demo.png') });
await page.locator('#inside-title').scrollIntoViewIfNeeded();
await page.locator('.inside-arithmetic').waitFor();
await page.waitForTimeout(1000);
await page.locator('#inside-title').evaluate((title) => window.scrollTo(0, title.getBoundingClientRect().top + window.scrollY - 24));
await page.screenshot({ path: path('../../../docs/demo-inside.png') });
await browser.close();
await server.close();
