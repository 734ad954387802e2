/** Training on the sample. */
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { headlinePairs } from '../src/reading/headlines.js';
import { describeDemo } from './helpers/demo-site.js';
import { best, fillSettings, openTraining, runRow, trained } from './helpers/page-actions.js';

describeDemo('training in Chromium', (site) => {
  test('a GRU learns the sample, shows where it is wrong, and reads', async () => {
    const page = await site.open();
    await openTraining(page);
    expect(await page.locator('.part-lead').last().textContent()).toMatch(/cross-origin isolated|one core/);
    await page.getByText('4,000 rows to train on, 1,000 held out').waitFor();
    await page.getByRole('button', { name: 'GRU with a mask' }).press('Enter');
    const row = await trained(page, 'GRU with a mask');
    expect(Number.parseFloat(await row.locator('td').first().innerText())).toBeGreaterThan(90);
    expect(await page.locator('.chart svg').count()).toBe(2);
    const cells = await page.locator('.confusion tbody td').allTextContents();
    expect(cells).toHaveLength(16);
    expect(cells.reduce((sum, cell) => sum + Number(cell), 0)).toBe(1000);
    expect(await page.locator('.mistakes li').count()).toBeGreaterThan(0);
    await row.getByRole('button', { name: 'Read with it' }).click();
    expect(await page.getByLabel('Read by').locator('option:checked').textContent()).toContain('GRU with a mask');
    await page.locator('#text').fill('Striker scores twice');
    await page.locator('.bar.best', { hasText: 'Sports' }).waitFor();
    expect(await page.locator('.summary').textContent()).toContain('gru (GRU)');
    await row.getByRole('button', { name: /^Remove/ }).click();
    expect(await page.getByLabel('Read by').locator('option').count()).toBe(1);
  });

  test('without recurrence the order of words means nothing', async () => {
    const page = await site.open();
    await openTraining(page);
    await page.getByRole('button', { name: 'No recurrence' }).click();
    await (await trained(page, 'No recurrence')).getByRole('button', { name: 'Read with it' }).click();
    expect(await page.getByText('The same to this network.').count()).toBe(headlinePairs.length);
    expect(await best(page)).not.toBeNull();
  });

  test('a training pauses, goes on, and is cancelled; the next one has waited', async () => {
    const page = await site.open();
    await openTraining(page);
    await fillSettings(page, { Cell: 'LSTM', Layers: '2', Units: '64', Epochs: '500', 'Both directions': true, 'Bucket by length': true });
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    const row = runRow(page, '2 × BiLSTM(64), bucketed');
    await page.getByRole('button', { name: 'GRU with a mask' }).click();
    await row.getByRole('button', { name: 'Pause' }).click();
    await row.getByText('paused').waitFor();
    const place = () => row.locator('progress').evaluate((one: HTMLProgressElement) => one.value);
    const paused = await place();
    await page.locator('#text').fill('The page answers meanwhile');
    await page.locator('.word', { hasText: 'meanwhile' }).waitFor();
    expect(await place()).toBe(paused);
    expect(await runRow(page, 'GRU with a mask').locator('.run-status').textContent()).toContain('waits for its turn');
    await row.getByRole('button', { name: 'Resume' }).click();
    await page.waitForFunction((before) => Number(document.querySelector<HTMLProgressElement>('.run-table progress')?.value) > before, paused);
    await row.getByText(/left/).waitFor();
    await row.getByRole('button', { name: 'Cancel' }).click();
    await row.getByText('cancelled').waitFor();
    await trained(page, 'GRU with a mask');
  });

  test('two threads, where there are two, train the same network as one', async ({ skip }) => {
    const page = await site.open();
    if (await page.evaluate(() => navigator.hardwareConcurrency) < 2) skip('this machine has one core');
    await openTraining(page);
    for (const threads of ['1', '2']) {
      await fillSettings(page, { Cell: 'GRU', Units: '24', Epochs: '1', 'Both directions': true, Threads: threads });
      await page.getByRole('button', { name: 'Train', exact: true }).click();
    }
    const rows = runRow(page, 'BiGRU(24)');
    await rows.nth(1).getByRole('button', { name: 'Read with it' }).waitFor();
    const figures = (row: Locator) => row.locator('td').evaluateAll((cells) => cells.slice(0, 2).map(({ textContent }) => textContent));
    expect(await figures(rows.nth(1))).toEqual(await figures(rows.nth(0)));
  });

  test('a worker that ends is noticed, and started again', async () => {
    const page = await site.open();
    await page.addInitScript(() => {
      const Whole = Worker;
      let started = 0;
      globalThis.Worker = class extends Whole {
        constructor(address: string | URL, options?: WorkerOptions) {
          const trains = String(address).includes('training-worker');
          if (trains) document.documentElement.dataset.started = String(++started);
          const broken = new Blob(['setTimeout(() => { throw new Error("no memory left") })'], { type: 'text/javascript' });
          super(trains && started === 1 ? URL.createObjectURL(broken) : address, options);
        }
      };
    });
    await page.reload();
    await openTraining(page);
    await page.getByRole('alert').filter({ hasText: 'The worker that trains has ended: Uncaught Error: no memory left' }).waitFor();
    await page.getByLabel('Pasted rows').check();
    await page.getByLabel('Built-in sample').check();
    await page.getByText('4,000 rows to train on').waitFor();
    expect(await page.locator('html').getAttribute('data-started')).toBe('2');
  });

  test('settings that the engine refuses say so, and the next training begins', async () => {
    const page = await site.open();
    await openTraining(page);
    await fillSettings(page, { 'Learning rate': '1e9', Epochs: '1', Cell: 'no recurrence', Threads: '1' });
    await page.locator('.settings form').evaluate((form: HTMLFormElement) => (form.noValidate = true));
    await fillSettings(page, { 'Batch size': '0' });
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    expect(await page.getByRole('alert').innerText()).toContain('positive integer');
    await page.getByRole('button', { name: 'GRU with a mask' }).click();
    await trained(page, 'GRU with a mask');
  });
});

describeDemo('a server without the headers for threads', (site) => {
  test('has a page that says so, and trains with one', async () => {
    const page = await site.open();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await openTraining(page);
    await page.getByText('One thread: this page is not cross-origin isolated').waitFor();
    await page.getByRole('button', { name: 'LSTM with a mask' }).click();
    await trained(page, 'LSTM with a mask');
  });
}, false);
