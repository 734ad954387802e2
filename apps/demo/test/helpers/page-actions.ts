import type { Locator, Page } from 'playwright-core';

/** The part of the page that trains, which comes when it is near. */
export async function openTraining(page: Page): Promise<void> {
  await page.locator('#train-title').scrollIntoViewIfNeeded();
  await page.getByRole('button', { name: /^Run all/ }).waitFor();
}

/** Opens the form of settings and fills in some, by their labels. */
export async function fillSettings(page: Page, settings: Readonly<Record<string, string | boolean>>): Promise<void> {
  if (await page.locator('details.settings[open]').count() === 0) await page.getByText('Your own settings').click();
  for (const [label, value] of Object.entries(settings)) {
    if (typeof value === 'boolean') {
      await page.locator('.settings').getByLabel(label).setChecked(value);
      continue;
    }
    const field = page.locator('.settings .field').filter({ has: page.getByText(label, { exact: true }) });
    if (label === 'Cell' || label === 'Threads') await field.locator('select').selectOption({ label: value });
    else await field.locator('input').fill(value);
  }
}

/** The row of a training. */
export function runRow(page: Page, name: string): Locator {
  return page.locator('.run-table tbody tr').filter({ hasText: name });
}

/** Waits until a training has ended and its model can be used. */
export async function trained(page: Page, name: string): Promise<Locator> {
  const row = runRow(page, name);
  await row.getByRole('button', { name: 'Read with it' }).waitFor();
  return row;
}

/** The probabilities shown, from 0 to 100, by label. */
export function bars(page: Page): Promise<Record<string, number>> {
  return page.locator('.bar').evaluateAll((all) => Object.fromEntries(all.map((bar) => [bar.querySelector('.bar-label')!.textContent, Number.parseFloat(bar.querySelector('.bar-share')!.textContent)])) as Record<string, number>);
}

/** The label that leads. */
export function best(page: Page): Promise<string | null> {
  return page.locator('.bar.best .bar-label').textContent();
}
