import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../lesson/run.ts', import.meta.url));
const run = (...args: string[]) => spawnSync(process.execPath, ['--import', import.meta.resolve('tsx'), program, ...args], { encoding: 'utf8' });

describe('npm run lesson', () => {
  it('runs the step of a number', () => {
    const { status, stdout } = run('1', '--sample', '--limit', '20');
    expect(status).toBe(0);
    expect(stdout).toContain('20 training rows');
  });

  it('lists the steps where there is none of that number', () => {
    const { status, stderr } = run('9');
    expect(status).toBe(2);
    expect(stderr).toContain('Usage: npm run lesson -- STEP');
    expect(stderr.match(/^ {2}[1-8] [a-z ]+$/gm)).toHaveLength(8);
  });

  it('says what is wrong with an option, without a stack', () => {
    const { status, stderr } = run('2', '--limit', 'all');
    expect(status).toBe(2);
    expect(stderr).toBe('--limit: expected an integer of at least 1, got "all".\n');
    const { stderr: missing } = run('7', '--sample', '--limit', '20', '--vectors', 'nowhere.txt');
    expect(missing).toContain("ENOENT: no such file or directory, open 'nowhere.txt'\n");
  });
});
