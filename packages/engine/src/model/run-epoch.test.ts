import { raggedFrom } from '@sekvens/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import type { ModelBatch } from './model-data.js';
import { runEpoch } from './run-epoch.js';

const batch: ModelBatch = { input: { ids: raggedFrom([[1]]) }, targets: Int32Array.of(0), sampleWeights: undefined, rows: 1, tokens: 1 };
const busy = (milliseconds: number) => {
  for (const end = performance.now() + milliseconds; performance.now() < end; );
};

function* forever(onEnd: () => void = () => undefined): Generator<ModelBatch> {
  try {
    for (;;) yield batch;
  } finally {
    onEnd();
  }
}

describe('runEpoch', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('visits every batch of either kind of source, one after the other', async () => {
    async function* slow() {
      for (let i = 0; i < 3; i++) yield await Promise.resolve(batch);
    }
    for (const source of [[batch, batch, batch], slow()]) {
      const order: string[] = [];
      let index = 0;
      await runEpoch(source, undefined, 'fit', async () => {
        const i = index++;
        order.push(`begin ${i}`);
        await new Promise((resolve) => setTimeout(resolve, 1));
        order.push(`end ${i}`);
      });
      expect(order).toEqual(['begin 0', 'end 0', 'begin 1', 'end 1', 'begin 2', 'end 2']);
    }
  });

  it('ends where visit returns false, now or later, and ends the source', async () => {
    for (const answer of [(goOn: boolean) => goOn, (goOn: boolean) => Promise.resolve(goOn)]) {
      let [visits, ended] = [0, false];
      await runEpoch(forever(() => (ended = true)), undefined, 'fit', () => answer(++visits < 4));
      expect([visits, ended]).toEqual([4, true]);
    }
  });

  for (const withoutImmediate of [false, true]) {
    it(`lets timers through while batches come at once, ${withoutImmediate ? 'also without setImmediate, as in browsers' : 'in Node'}`, async () => {
      if (withoutImmediate) vi.stubGlobal('setImmediate', undefined);
      let fired = 0;
      const timer = setInterval(() => fired++, 1);
      let visits = 0;
      await runEpoch(forever(), undefined, 'fit', () => {
        busy(10);
        return ++visits < 20;
      });
      clearInterval(timer);
      expect(fired).toBeGreaterThanOrEqual(3);
    });
  }

  it('ends the source and passes the error on where visit fails', async () => {
    let ended = false;
    await expect(runEpoch(forever(() => (ended = true)), undefined, 'fit', () => { throw new TypeError('x'); })).rejects.toThrow(new TypeError('x'));
    expect(ended).toBe(true);
  });

  it('is aborted before the first batch, between two, and after the last', async () => {
    let visits = 0;
    expect(await errorOf(() => runEpoch([batch], AbortSignal.abort(), 'here', () => void visits++))).toBe('aborted: here: expected to run to its end, got an abort signal.');
    expect(visits).toBe(0);
    for (const count of [1, 2]) {
      const controller = new AbortController();
      let ended = 0;
      expect(await errorOf(() => runEpoch(Array.from({ length: count }, () => batch), controller.signal, 'here', () => {
        controller.abort();
        ended++;
      }))).toMatch(/^aborted: here/);
      expect(ended).toBe(1);
    }
  });
});
