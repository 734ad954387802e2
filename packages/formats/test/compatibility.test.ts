/** docs/compatibility.md says what is true: it is found out anew and compared. `npx vitest run test/compatibility -u` writes it. */
import type { LayerKind } from '@sekvens/layers';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compatibilityPage } from './compatibility/compatibility-page.js';
import { layerVariants } from './compatibility/layer-variants.js';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

describe('docs/compatibility.md', () => {
  it('is what comes out when everything in it is tried', async () => {
    await expect(await compatibilityPage()).toMatchFileSnapshot('../../../docs/compatibility.md');
  });

  it.each(Object.keys(layerVariants) as LayerKind[])('has every option of %s', (kind) => {
    const { plain, variants, sizes } = layerVariants[kind];
    const text = (value: unknown): string => JSON.stringify(value);
    const config = plain.config as unknown as Record<string, unknown>;
    for (const option of Object.keys(config).filter((name) => !sizes.includes(name))) {
      expect(variants.some(({ definition }) => text((definition.config as unknown as Record<string, unknown>)[option]) !== text(config[option])), option).toBe(true);
    }
  });
});
