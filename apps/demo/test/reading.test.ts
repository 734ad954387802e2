/** The text box and what is shown of every word. */
import { expect, test } from 'vitest';
import { headlinePairs, openingText } from '../src/reading/headlines.js';
import { describeDemo } from './helpers/demo-site.js';
import { bars, best } from './helpers/page-actions.js';

describeDemo('reading in Chromium', (site) => {
  test('the page opens with a prediction, and with what each word does to it', async () => {
    const page = await site.open();
    expect(await page.locator('#text').inputValue()).toBe(openingText);
    expect(await best(page)).toBe('Business');
    expect(Object.values(await bars(page)).reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0);
    expect(await page.locator('.word-text').allTextContents()).toEqual(openingText.split(' '));
    expect((await page.locator('.word-turn').allTextContents()).filter((label) => label !== '')).toEqual(['Sports', 'Business']);
  });

  test('probabilities follow every key', async () => {
    const page = await site.open();
    await page.locator('#text').fill('');
    const nothing = await bars(page);
    const seen = [nothing];
    for (const key of 'goalkeeper') {
      await page.locator('#text').press(key);
      seen.push(await bars(page));
    }
    expect(seen.at(-1)).not.toEqual(nothing);
    expect(await best(page)).toBe('Sports');
    expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBeGreaterThan(2);
    await page.locator('#text').press('Backspace');
    expect(await page.locator('.word.unknown').count()).toBe(1);
  });

  test('of a pair of headlines each is another topic', async () => {
    const page = await site.open();
    for (const { texts } of headlinePairs) {
      const labels: (string | null)[] = [];
      for (const text of texts) {
        await page.getByRole('button', { name: text, exact: true }).click();
        expect(await page.locator('#text').inputValue()).toBe(text);
        labels.push(await best(page));
      }
      expect(new Set(labels).size).toBe(2);
    }
  });

  test('the words can be gone through with the keyboard, and by themselves', async () => {
    const page = await site.open();
    const slider = page.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('Home');
    expect(await page.locator('.replay-place').textContent()).toBe('before the first word');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await slider.getAttribute('aria-valuetext')).toBe('after goalkeeper');
    expect(await best(page)).toBe('Sports');
    await page.keyboard.press('Home');
    await page.getByRole('button', { name: 'Read it word by word' }).press('Enter');
    await page.locator('.replay-place', { hasText: 'all 5 words' }).waitFor();
    expect(await best(page)).toBe('Business');
  });

  test('what changed is said for those who do not see it', async () => {
    const page = await site.open();
    await page.locator('#text').fill('Striker scores twice');
    await page.getByRole('status').filter({ hasText: /^Sports, \d+ %\./ }).waitFor({ state: 'attached' });
  });

  test('a text of hundreds of words is read to its end', async () => {
    const page = await site.open();
    await page.locator('#text').fill(`${'Parliament debates the budget '.repeat(60)} and the goalkeeper scores a penalty for the league champions`);
    await page.getByText(/words are shown one by one/).waitFor();
    expect(await page.locator('.word').count()).toBe(80);
  });
});
