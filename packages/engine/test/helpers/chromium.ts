import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The file of a Chromium: SEKVENS_CHROMIUM, or the first one in PATH; undefined where there is none. */
export function findChromium(): string | undefined {
  const { SEKVENS_CHROMIUM, PATH = '' } = process.env;
  if (SEKVENS_CHROMIUM) return SEKVENS_CHROMIUM;
  return PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

/** Starts it without a window and without a network of its own; `gpu` computes what a GPU does on the processor. */
export function launchChromium(executablePath: string, { gpu = false } = {}): Promise<Browser> {
  return chromium.launch({
    executablePath, timeout: 0,
    args: ['--no-sandbox', ...(gpu ? ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'] : ['--disable-gpu']), '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
