/** The view into the network. */
import { createWasmExecutor, TextClassifier } from '@sekvens/engine';
import { network } from '@sekvens/layers';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { unzipModel } from '../src/model/unzip-model.js';
import { openingText } from '../src/reading/headlines.js';
import { describeDemo } from './helpers/demo-site.js';

const zip = fileURLToPath(new URL('../src/model/opening-model.generated.zip', import.meta.url));

/** The states of the recurrent layer after each word, [words, units], as the engine's executor computes them. */
function statesOf(text: string): { data: ArrayLike<number>; units: number } {
  const { vectorizer, model } = TextClassifier.fromFiles(unzipModel(readFileSync(zip), zip));
  const [words, recurrent] = model.network.layers.map(({ definition }) => definition);
  const shown = network([words, { ...recurrent, config: { ...recurrent.config, returnSequences: true } } as typeof recurrent]);
  const ids = vectorizer.encode(text);
  const weights = model.getWeights();
  const own = Object.fromEntries(shown.weights.map(({ path }) => [path, weights[path]]));
  const { data, shape } = createWasmExecutor(shown, own).forward({ ids: { values: ids, offsets: Int32Array.of(0, ids.length) } });
  return { data, units: shape[2] };
}

describeDemo('looking inside in Chromium', (site) => {
  test('the numbers of a unit are those of the engine, word by word, and follow the text', async () => {
    const page = await site.open();
    for (const text of [openingText, 'Oil prices soar as supply tightens']) {
      await page.locator('#text').fill(text);
      await page.locator('#inside-title').scrollIntoViewIfNeeded();
      const table = page.locator('.inside-numbers');
      await table.getByText('The numbers of unit').waitFor();
      const words = text.toLowerCase().split(' ');
      await page.waitForFunction((expected) => [...document.querySelectorAll('.inside-numbers tbody th')].map((cell) => cell.textContent).join(' ') === expected, words.join(' '));
      const unit = Number(/\d+/.exec((await table.locator('summary').textContent())!));
      const shown = await table.locator('tbody tr').evaluateAll((rows) => rows.map((row) => Number(row.querySelector('td')!.textContent.replace('−', '-'))));
      const { data, units } = statesOf(text);
      shown.forEach((value, t) => expect(Math.abs(value - data[t * units + unit])).toBeLessThanOrEqual(0.0005 + 1e-6));
      expect(shown).toHaveLength(words.length);
    }
  });
});
