import type { Files } from '@sekvens/engine';
import { count } from '../output/numbers.js';

/** The bytes of all files together. */
export function bytesOfFiles(files: Files): number {
  return Object.values(files).reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** 12345 → 13 kB */
export function kilobytes(bytes: number): string {
  return `${count(Math.ceil(bytes / 1000))} kB`;
}
