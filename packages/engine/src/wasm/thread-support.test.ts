import { afterEach, expect, test, vi } from 'vitest';
import { dense, network } from '@sekvens/layers';
import { chooseThreads } from '../model/choose-threads.js';
import { Heap } from './heap.js';
import { canShareMemory, threadObstacle } from './thread-support.js';

const wide = network([dense({ units: 1000 })], { inputShape: [1000] });

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('Node can share memory among threads', () => {
  expect([canShareMemory(), threadObstacle()]).toEqual([true, undefined]);
});

test('a page that is not isolated cannot', () => {
  vi.stubGlobal('crossOriginIsolated', false);
  expect(canShareMemory()).toBe(false);
  expect(chooseThreads(wide, 32, undefined, 'fit({ threads })')).toBe(1);
  expect(() => chooseThreads(wide, 32, 2, 'fit({ threads })')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fit({ threads }): expected a place where 2 threads can share their work, got memory that threads cannot share. Train in a Web Worker, with the page and its scripts served with Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, or leave threads out.]`);
  vi.stubGlobal('crossOriginIsolated', true);
  vi.stubGlobal('SharedArrayBuffer', undefined);
  expect(threadObstacle()?.obstacle).toBe('memory that threads cannot share');
});

test('a thread that may not wait, as the main thread of a page, has no others; one is all it may ask for', () => {
  vi.spyOn(Atomics, 'wait').mockImplementation(() => {
    throw new TypeError('Atomics.wait cannot be called in this context');
  });
  expect(chooseThreads(wide, 32, undefined, 'fit({ threads })')).toBe(1);
  expect(chooseThreads(wide, 32, 1, 'fit({ threads })')).toBe(1);
  expect(() => chooseThreads(wide, 32, 4, 'fit({ threads })')).toThrowErrorMatchingInlineSnapshot(`[SekvensError: fit({ threads }): expected a place where 4 threads can share their work, got the main thread of a page, which may not wait for others. Train in a Web Worker, or leave threads out.]`);
});

test('a place without workers has one', () => {
  vi.stubGlobal('process', undefined);
  const obstacle = threadObstacle();
  vi.unstubAllGlobals();
  expect(obstacle).toEqual({ obstacle: 'a place without workers', hint: 'Leave threads out.' });
});

test('a heap goes without sharing where the platform does not reserve that much shared memory', () => {
  const { Memory } = WebAssembly;
  vi.spyOn(WebAssembly, 'Memory').mockImplementation(function (descriptor: WebAssembly.MemoryDescriptor) {
    if (descriptor.shared) throw new RangeError('WebAssembly.Memory(): could not allocate memory');
    return new Memory(descriptor);
  });
  expect(new Heap(true).memory.buffer).not.toBeInstanceOf(SharedArrayBuffer);
});
