/** The layers for TensorFlow.js on the GPU of a browser, and on the kernels there, against `cpu` in Node. Needs a Chromium, as browser.test.ts. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectTensors } from '../conformance/compare.js';
import { bundle } from '../helpers/bundle.js';
import { findChromium, launchChromium } from '../helpers/chromium.js';
import { layersOn } from './layers-on-backend.js';

const executable = findChromium();
type Ask = { readonly layersOn: typeof layersOn };

describe.skipIf(!executable)(`in Chromium${executable ? '' : ' (skipped: there is none in PATH, and SEKVENS_CHROMIUM does not name one)'}`, () => {
  let browser: Browser;
  let script: string;
  beforeAll(async () => {
    script = await bundle("import { layersOn } from './tfjs/layers-on-backend.js'; globalThis.sekvens = { layersOn };", 'iife');
    browser = await launchChromium(executable!, { gpu: true });
  });
  afterAll(() => browser.close());

  const inBrowser = async (backend: string, kernels: boolean) => {
    const page = await browser.newPage();
    await page.addScriptTag({ content: script });
    return page.evaluate(([name, on]) => (globalThis as unknown as { sekvens: Ask }).sekvens.layersOn(name, on), [backend, kernels] as const);
  };

  it('webgl gives what cpu gives, relative error < 1e-4', async ({ skip }) => {
    const actual = await inBrowser('webgl', false);
    if (!actual) return skip('this Chromium has no WebGL');
    expectTensors(actual, (await layersOn('cpu', false))!, 1e-4);
  });

  it('the kernels give what they give in Node, relative error < 1e-6', async () => {
    const actual = await inBrowser('cpu', true);
    expect(Object.keys(actual!)).toHaveLength(26);
    expectTensors(actual!, (await layersOn('cpu', true))!, 1e-6);
  });
});
