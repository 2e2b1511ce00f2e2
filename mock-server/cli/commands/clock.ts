import type { RemoteMock } from '../../client/client.ts';
import type { ClockState } from '../../clock.ts';
import { isoSeconds } from '../../instant.ts';
import { describeSpan } from '../../span.ts';
import type { Snapshot } from '../../control/state/snapshot-data.ts';
import { defineCommand, UsageError } from '../command.ts';
import { runningMockFlags, withRunningMock } from '../running-mock.ts';

/** Shows or moves the time of a running mock. */
export const clock = defineCommand({
  usage: 'clock [action] [value]',
  summary: 'show or move the time of a running mock',
  words: {
    action: { choices: ['advance', 'freeze', 'set', 'reset'], describe: 'what to do; without it, show the time' },
    value: {
      type: 'string',
      describe: 'advance: how far, such as 61m; freeze, set: when, such as 2026-11-20T12:00:00Z',
    },
  },
  flags: runningMockFlags,
  examples: [
    ['clock advance 61m', 'every AppJWT issued so far has expired'],
    ['clock freeze', 'stop the time'],
    ['clock reset', 'back to the time of this machine'],
  ],
  run: async (typed, terminal) =>
    withRunningMock(typed, terminal, async ({ controls }) => {
      await move(controls.clock, typed.action, typed.value);
      terminal.print(isoSeconds(await controls.clock.nowSeconds()));
      terminal.complain(`lp-auth-mock: ${describeState(stateIn(await controls.snapshot(), typed.account))}`);
      return 0;
    }),
});

function stateIn({ mock, accounts }: Snapshot, accountId: string | undefined): ClockState | undefined {
  return accountId === undefined ? mock?.clock : accounts[accountId]?.clock;
}

/** Whether the clock was moved or stopped; nobody sees it by the time alone. */
function describeState(state: ClockState | undefined): string {
  if (state === undefined) return 'the clock cannot be seen';
  if (state.frozenAtMs !== null) return 'the clock is frozen';
  const seconds = Math.round(state.offsetMs / 1000);
  if (seconds === 0) return 'the clock runs, and was not moved';
  return `the clock runs, moved ${describeSpan(Math.abs(seconds))} ${seconds > 0 ? 'on' : 'back'}`;
}

/** @throws UsageError when a word is missing, or one too many. */
async function move(
  mockClock: RemoteMock['clock'],
  action: 'advance' | 'freeze' | 'set' | 'reset' | undefined,
  value: string | undefined,
): Promise<void> {
  switch (action) {
    case 'advance':
      return mockClock.advance(required(value, 'clock advance <how far>'));
    case 'set':
      return mockClock.set(required(value, 'clock set <when>'));
    case 'freeze':
      return mockClock.freeze(value === undefined ? undefined : numberOrText(value));
    case 'reset':
      if (value !== undefined) throw new UsageError(`clock reset does not take the word ${value}`);
      return mockClock.reset();
    case undefined:
      return;
  }
}

function required(value: string | undefined, usage: string): number | string {
  if (value === undefined) throw new UsageError(`a word is missing: ${usage}`);
  return numberOrText(value);
}

/** Seconds when it is a plain number, as in process. */
function numberOrText(value: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}
