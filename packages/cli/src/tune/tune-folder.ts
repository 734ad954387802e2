import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SekvensError, show } from '@sekvens/core';
import { platformError } from '../platform-error.js';
import { usageError } from '../usage-error.js';
import { metrics } from './trial-record.js';
import type { Metric } from './trial-record.js';

/** What a search has to know again when it goes on; its settings are in config.yaml. */
export interface TuneRecord {
  readonly metric: Metric;
  readonly maxModelSize: string | null;
}

const parent = 'runs';

/** A folder that a search writes into as it goes: what is done stays, however it ends. */
export class TuneFolder {
  private constructor(readonly path: string) {}

  /** @param out a new or empty folder; without one it is the next of runs/tune-1, runs/tune-2, … */
  static create(out: string | undefined): TuneFolder {
    try {
      if (out !== undefined && existsSync(out) && readdirSync(out).length > 0) {
        throw usageError(`--out ${out}`, 'a new folder', `one with ${readdirSync(out).sort()[0]} in it`, `Choose another name; --resume ${out} goes on with a search.`);
      }
      mkdirSync(out ?? parent, { recursive: true });
      if (out !== undefined) return new TuneFolder(out);
      const numbers = readdirSync(parent).map((name) => Number(/^tune-(\d+)$/.exec(name)?.[1] ?? 0));
      const path = join(parent, `tune-${Math.max(0, ...numbers) + 1}`);
      mkdirSync(path);
      return new TuneFolder(path);
    } catch (error) {
      throw platformError(error, `--out ${out ?? parent}`, 'a place that can be written to');
    }
  }

  /** The folder of a search that is to go on, with what it has to know. */
  static open(path: string): { folder: TuneFolder; record: TuneRecord } {
    const file = join(path, 'tune.json');
    if (!existsSync(file)) throw new SekvensError({ code: 'not-found', where: `--resume ${path}`, expected: 'the folder of a search', got: existsSync(path) ? 'one without tune.json' : 'nothing there' });
    try {
      const record = JSON.parse(readFileSync(file, 'utf8')) as TuneRecord;
      if (metrics.includes(record.metric)) return { folder: new TuneFolder(path), record };
      throw new Error(`the metric ${show(record.metric)}`);
    } catch (error) {
      throw new SekvensError({ code: 'invalid-file', where: file, expected: 'the record of a search', got: (error as Error).message, cause: error });
    }
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** Whole, or not at all. */
  write(name: string, content: string): void {
    try {
      writeFileSync(this.file(`.${name}`), content);
      renameSync(this.file(`.${name}`), this.file(name));
    } catch (error) {
      throw platformError(error, this.file(name), 'a place that can be written to');
    }
  }
}
