import { expect, it } from '@jest/globals';
import { processTerminal, untilStopped } from '../../mock-server/cli/terminal.ts';

const listeners = (): number => process.listenerCount('SIGTERM') + process.listenerCount('SIGINT');

it.each(['SIGTERM', 'SIGINT'] as const)(
  '%s is heard once: a second signal ends the process at once, as if nobody listened',
  async (signal) => {
    const before = listeners();
    const stopped = untilStopped(processTerminal());
    expect(listeners()).toBe(before + 2);
    process.emit(signal, signal);
    expect(await stopped).toBe(signal);
    expect(listeners()).toBe(before);
  },
);
