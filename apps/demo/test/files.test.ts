/** Rows of one's own, and models as files. */
import { TextClassifier } from '@sekvens/engine';
import type { Files } from '@sekvens/engine';
import { detectFormat, readModelFile } from '@sekvens/formats';
import { unzipSync } from 'fflate';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { unzipModel } from '../src/model/unzip-model.js';
import { describeDemo } from './helpers/demo-site.js';
import { best, fillSettings, openTraining, trained } from './helpers/page-actions.js';

const openingModel = fileURLToPath(new URL('../src/model/opening-model.generated.zip', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sekvens-demo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const meals = Array.from({ length: 100 }, (_, i) => ({ class: i % 2 ? 'yes' : 'no', words: `the ${i % 2 ? 'good' : 'cold'}\n"soup", ${i}` }));
const csv = `class,words\n${meals.map((meal) => `${meal.class},"${meal.words.replaceAll('"', '""')}"`).join('\n')}\n`;
const file = (name: string, content: string | Buffer) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });

describeDemo('files in Chromium', (site) => {
  test('a CSV with line breaks in its quotes is read, trained on, and read with', async () => {
    const page = await site.open();
    await openTraining(page);
    await page.getByLabel('A file of yours').check();
    await page.locator('.data input[type=file]').setInputFiles(file('meals.csv', csv));
    await page.getByText('80 rows to train on, 20 held out: no 50, yes 50.').waitFor();
    expect(await page.locator('.preview td').nth(1).textContent()).toBe('the cold\n"soup", 0');
    await fillSettings(page, { Cell: 'GRU', Epochs: '30', 'Learning rate': '0.02', Units: '8', 'Embedding size': '8' });
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    const row = await trained(page, 'GRU(8)');
    expect(await row.locator('td').first().innerText()).toBe('100.0 %');
    await row.getByRole('button', { name: 'Read with it' }).click();
    await page.locator('#text').fill('good soup');
    await page.locator('.bar.best', { hasText: 'yes' }).waitFor();
    expect(await page.locator('.examples').count()).toBe(0);
  });

  test('pasted JSON Lines are read, by the columns that are chosen', async () => {
    const page = await site.open();
    await openTraining(page);
    await page.getByLabel('Pasted rows').check();
    await page.locator('#rows').fill(meals.map((meal) => JSON.stringify({ ...meal, constant: 'x' })).join('\n'));
    await page.getByText('80 rows to train on').waitFor();
    await page.locator('.columns').getByLabel('Label').selectOption({ label: 'constant' });
    expect(await page.getByRole('alert').innerText()).toContain('expected rows of at least two labels, got 100 of 1.');
    expect(await page.getByRole('button', { name: /^Run all/ }).isDisabled()).toBe(true);
    await page.locator('.columns').getByLabel('Label').selectOption({ label: 'class' });
    await page.getByText('80 rows to train on').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('a broken file is refused with its line and what to do', async () => {
    const page = await site.open();
    await openTraining(page);
    await page.getByLabel('A file of yours').check();
    await page.locator('.data input[type=file]').setInputFiles(file('broken.csv', 'label,text\ngood,fine\nbad,"never closed\ngood,fine\n'));
    expect(await page.getByRole('alert').innerText()).toMatch(/^broken\.csv:3: expected .*quote/);
    await page.locator('.data input[type=file]').setInputFiles(file('bytes.csv', Buffer.from([0x6c, 0x2c, 0x74, 0x0a, 0xff, 0xfe, 0x2c, 0x41])));
    expect(await page.getByRole('alert').filter({ hasText: 'bytes.csv' }).innerText()).toContain('UTF-8');
    await page.getByLabel('Built-in sample').check();
    await page.getByText('4,000 rows to train on').waitFor();
  });

  test('a model is exported for other frameworks', async () => {
    const page = await site.open();
    await page.getByText('Save or load').click();
    const exported = async (label: string): Promise<string> => {
      const downloading = page.waitForEvent('download');
      await page.getByRole('button', { name: `${label}: News GRU` }).click();
      const download = await downloading;
      const path = join(folder, download.suggestedFilename());
      await download.saveAs(path);
      return path;
    };
    const expected = TextClassifier.fromFiles(unzipModel(readFileSync(openingModel), openingModel));
    const same = async (files: Files, place: string) => {
      const { network, weights, vectorizer, labels } = await readModelFile(files, place);
      const back = TextClassifier.fromParts({ network, weights, vectorizer: vectorizer!, labels: labels! });
      expect(back.predict('Former goalkeeper becomes chief executive')).toEqual(expected.predict('Former goalkeeper becomes chief executive'));
    };
    const keras = await exported('Keras');
    await same({ 'news-gru.keras': new Uint8Array(readFileSync(keras)) }, keras);
    const tfjs = await exported('TensorFlow.js');
    expect(tfjs).toMatch(/news-gru\.zip$/);
    const inFolder = Object.fromEntries(Object.entries(unzipSync(new Uint8Array(readFileSync(tfjs)))).map(([name, bytes]) => [name.replace('news-gru/', ''), bytes]));
    await same(inFolder, tfjs);
    const onnx = readFileSync(await exported('ONNX'));
    expect(detectFormat(['news-gru.onnx'], () => onnx)).toBe('onnx');
    for (const part of ['probabilities', 'GRU', 'vectorizer']) expect(onnx.includes(part), part).toBe(true);
  });

  test('a model is saved as a zip that is a folder of the command, and loaded as both', async () => {
    const page = await site.open();
    const expected = await page.locator('.bar-share').allTextContents();
    await page.getByText('Save or load').click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as zip: News GRU' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('news-gru.zip');
    const zip = join(folder, 'news-gru.zip');
    await download.saveAs(zip);
    const files = unzipModel(readFileSync(zip), zip);
    const inNode = TextClassifier.fromFiles(files);
    await inNode.save(join(folder, 'news-gru'));
    expect((await TextClassifier.load(join(folder, 'news-gru'))).predict('Former goalkeeper becomes chief executive').label).toBe('Business');

    const input = page.locator('.model-files input[type=file]');
    await input.setInputFiles(zip);
    await page.getByText('Loaded from news-gru.zip.').waitFor();
    expect(await page.locator('.bar-share').allTextContents()).toEqual(expected);
    await input.setInputFiles(Object.keys(files).map((name) => join(folder, 'news-gru', name)));
    await page.getByText(/Loaded from .*weights\.safetensors/).waitFor();
    expect(await page.locator('.bar-share').allTextContents()).toEqual(expected);
  });

  test('a model is loaded where it is dropped', async () => {
    const page = await site.open();
    await page.getByText('Save or load').click();
    const bytes = [...readFileSync(new URL('../src/model/opening-model.generated.zip', import.meta.url))];
    const transfer = await page.evaluateHandle((content) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(content)], 'dropped.zip'));
      return data;
    }, bytes);
    await page.locator('.model-files .drop').dispatchEvent('drop', { dataTransfer: transfer });
    await page.getByText('Loaded from dropped.zip.').waitFor();
    expect(await page.getByLabel('Read by').locator('option:checked').textContent()).toBe('dropped');
  });

  test('a broken model is refused, and the one before goes on reading', async () => {
    const page = await site.open();
    await page.getByText('Save or load').click();
    const input = page.locator('.model-files input[type=file]');
    await input.setInputFiles(file('model.zip', 'no zip at all'));
    expect(await page.getByRole('alert').innerText()).toContain('model.zip: expected a zip file');
    await input.setInputFiles(file('model.json', '{}'));
    expect(await page.getByRole('alert').filter({ hasText: 'the files' }).innerText()).toContain('expected');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.locator('#text').fill('Striker scores twice');
    await page.locator('.bar.best', { hasText: 'Sports' }).waitFor();
    expect(await best(page)).toBe('Sports');
  });
});
