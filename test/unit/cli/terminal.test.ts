import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { processTerminal, untilStopped } from '../../../mock-server/cli/terminal.ts';

const { stdout, stderr } = process;
/** The listeners of whoever runs the tests. */
const others = new Map<NodeJS.WriteStream, Set<unknown>>(
  [stdout, stderr].map((stream) => [stream, new Set(stream.listeners('error'))]),
);
const ownListeners = (stream: NodeJS.WriteStream): ((error: Error) => void)[] =>
  (stream.listeners('error') as ((error: Error) => void)[]).filter((each) => others.get(stream)?.has(each) !== true);
afterEach(() => {
  jest.restoreAllMocks();
  for (const stream of [stdout, stderr]) for (const each of ownListeners(stream)) stream.off('error', each);
});

/** Has stdout say something else of itself. */
function pretend(name: 'columns' | 'errored', value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(stdout, name);
  Object.defineProperty(stdout, name, { configurable: true, writable: true, value });
  return () => {
    Reflect.deleteProperty(stdout, name);
    if (before !== undefined) Object.defineProperty(stdout, name, before);
  };
}

it('what is printed and what is complained of are lines of their own streams', () => {
  const terminal = processTerminal();
  const written: [string, unknown][] = [];
  for (const [name, stream] of Object.entries({ stdout, stderr }))
    jest.spyOn(stream, 'write').mockImplementation((text) => written.push([name, text]) > 0);
  terminal.print('a');
  terminal.complain('b');
  jest.restoreAllMocks();
  expect(written).toEqual([
    ['stdout', 'a\n'],
    ['stderr', 'b\n'],
  ]);
});

it('what is read is UTF-8, wherever it was cut', async () => {
  const bytes = Buffer.from('äö');
  jest.spyOn(process.stdin, 'toArray').mockResolvedValue([bytes.subarray(0, 1), bytes.subarray(1)]);
  expect(await processTerminal().readInput()).toBe('äö');
});

it.each([
  [80, 80],
  [200, 120],
  [0, 100],
  [undefined, 100],
])('of %s columns %i are used', (columns, width) => {
  const restore = pretend('columns', columns);
  const terminal = processTerminal();
  restore();
  expect(terminal.width).toBe(width);
});

it('a stream that nobody reads any more is no reason to end in an error', () => {
  processTerminal();
  expect([stdout, stderr].map((stream) => ownListeners(stream).length)).toEqual([1, 1]);
});

describe('a command that waits', () => {
  const counts = (): number[] => [
    process.listenerCount('SIGINT'),
    process.listenerCount('SIGTERM'),
    ownListeners(stdout).length,
  ];

  it.each(['SIGINT', 'SIGTERM', 'SIGPIPE'] as const)('hears the first %s, and nothing after it', async (signal) => {
    const terminal = processTerminal();
    const before = counts();
    const heard: string[] = [];
    terminal.onSignal((each) => heard.push(each));
    const stopped = untilStopped(terminal);
    expect(counts()).toEqual(before.map((number) => number + 2));
    if (signal === 'SIGPIPE') for (const each of ownListeners(stdout)) each(new Error('EPIPE'));
    else process.emit(signal, signal);
    expect([await stopped, heard, counts()]).toEqual([signal, [signal], before]);
  });

  it('hears that nobody read what was printed before, once it has gone on', async () => {
    const heard: string[] = [];
    const terminal = processTerminal();
    const restore = pretend('errored', new Error('EPIPE'));
    terminal.onSignal((each) => heard.push(each));
    restore();
    expect(heard).toEqual([]);
    await new Promise((resolve) => {
      process.nextTick(resolve);
    });
    expect(heard).toEqual(['SIGPIPE']);
  });

  it('hears nothing where everything was read', async () => {
    const heard: string[] = [];
    processTerminal().onSignal((each) => heard.push(each));
    await new Promise((resolve) => {
      process.nextTick(resolve);
    });
    expect(heard).toEqual([]);
    process.emit('SIGTERM', 'SIGTERM');
  });
});
