import { describe, expect, it } from 'vitest';
import { main } from '../src/main.js';
import { fakeIo } from './fake-io.js';

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = fakeIo();
  const code = await main(argv, io);
  return { code, out: io.out(), err: io.err() };
}

describe('help', () => {
  it('without arguments is the overview of every command', async () => {
    const { code, out, err } = await run();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatchSnapshot();
    expect((await run('--help')).out).toBe(out);
  });

  it.each(['init', 'train', 'evaluate', 'predict', 'summary', 'data', 'tune', 'baseline', 'export', 'import', 'quantize', 'checks'])('of %s has every option with its default', async (command) => {
    const { code, out, err } = await run(command, '--help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatchSnapshot();
    expect((await run('help', command)).out).toBe(out);
  });

  it.each(['train', 'evaluate', 'predict', 'summary', 'data', 'baseline', 'export', 'import', 'quantize'])('of %s comes, as an error, where nothing is given', async (command) => {
    const { code, out, err } = await run(command);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe((await run(command, '--help')).out);
  });

  it('has no colours with NO_COLOR, and bold headings on a terminal', async () => {
    const terminal = fakeIo({ isTTY: true });
    await main(['train', '--help'], terminal);
    expect(terminal.out()).toContain('\u001b[1mUsage:');
    const plain = fakeIo({ isTTY: true, env: { NO_COLOR: '1' } });
    await main(['train', '--help'], plain);
    expect(plain.out()).not.toContain('\u001b[');
  });

  it('fits the terminal', async () => {
    const narrow = fakeIo({ columns: 70 });
    await main(['train', '--help'], narrow);
    const beforeExamples = narrow.out().split('Examples:')[0];
    expect(Math.max(...beforeExamples.split('\n').map((line) => line.length))).toBeLessThanOrEqual(70);
  });

  it('shows the version', async () => {
    expect(await run('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string });
  });
});

describe('what is not known', () => {
  it.each([
    [['trian'], "error: unknown command 'trian'\n(Did you mean train?)\n"],
    [['train', 'a.csv', '--epoch', '2'], "error: unknown option '--epoch'\n(Did you mean --epochs?)\n"],
    [['--verson'], "error: unknown option '--verson'\n(Did you mean --version?)\n"],
    [['predict', '--top', '2'], "error: missing required argument 'model'\n"],
    [['train', 'a.csv', '--epochs'], "error: option '--epochs <n>' argument missing\n"],
    [['summary', 'lstm', 'gru'], "error: too many arguments for 'summary'. Expected 1 argument but got 2.\n"],
  ])('%j is refused with what was probably meant', async (argv, message) => {
    expect(await run(...argv)).toEqual({ code: 2, out: '', err: message });
  });
});
