/** Damaged files load, or are refused with a SekvensError, and never anything else. */
import { isSekvensError } from '@sekvens/core';
import type { Files } from '@sekvens/engine';
import { expect, it } from 'vitest';
import { modelFormats, readModelFile } from '../src/index.js';
import { classifierParts, featureParts, multiLabelParts } from './helpers/example-models.js';
import { mutate } from './helpers/mutate.js';

const cases = 1000;

for (const format of modelFormats) {
  if (!format.write || !format.read) continue;
  const { name, write, read } = format;

  it(`${name}: ${cases} damaged copies, read as ${name} and as whatever they look like`, { timeout: 0 }, async () => {
    const models = name === 'sekvens' ? [classifierParts, multiLabelParts] : [classifierParts, multiLabelParts, featureParts];
    const written: Files[] = [];
    for (const parts of models) written.push(await write(parts, 'model', { custom: format.customLayers !== undefined }));
    const all = written.flatMap((files) => Object.keys(files).map((file) => ({ files, file })));
    let refused = 0;
    let loaded = 0;
    for (const [i, { files, file }] of all.entries()) {
      for (const bytes of mutate(files[file], Math.ceil(cases / all.length), i + 1)) {
        const damaged = { ...files, [file]: bytes };
        for (const work of [() => read(damaged, 'here'), () => readModelFile(damaged, 'here')]) {
          try {
            const { network, weights } = await work();
            for (const { path, shape } of network.weights) expect(weights[path]).toHaveLength(shape.reduce((a, b) => a * b, 1));
            loaded++;
          } catch (error) {
            if (!isSekvensError(error)) throw error;
            expect(['invalid-file', 'unsupported']).toContain(error.code);
            expect(error.where).toContain('here');
            refused++;
          }
        }
      }
    }
    expect(refused).toBeGreaterThan(cases / 2);
    // fewer where checksums find nearly all damage
    expect(loaded).toBeGreaterThan(cases / 100);
  });
}
