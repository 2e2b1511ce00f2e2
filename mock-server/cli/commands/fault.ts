import type { FaultSpec } from '../../control/faults/spec.ts';
import type { FaultState } from '../../control/faults/store.ts';
import { columns } from '../columns.ts';
import { defineCommand, UsageError } from '../command.ts';
import { jsonOrText } from '../mock-options.ts';
import { runningMockFlags, withRunningMock } from '../running-mock.ts';
import type { Terminal } from '../terminal.ts';

/** Flags that become members of the fault, by name. */
const MEMBERS = {
  endpoint: 'endpoint',
  frame: 'frame',
  times: 'times',
  every: 'every',
  after: 'after',
  'delay-ms': 'delayMs',
} as const;

/** Arms a fault in a running mock, or shows those that are armed. */
export const fault = defineCommand({
  usage: 'fault [error]',
  summary: 'make a running mock fail, or show what is armed',
  words: {
    error: {
      type: 'string',
      describe:
        'an error by its name (40102, 9007, invalid_client ...), reset, timeout, or {"status":503}; of a socket also ' +
        '{"close":4401}, {"code":500}, duplicate or reorder; without it, show what is armed',
    },
  },
  flags: {
    endpoint: { type: 'string', describe: 'only this row of the endpoint table, such as send-api.send' },
    frame: {
      type: 'string',
      describe:
        'only frames of sockets: a type such as ms.PublishEvent, or request, answer, notification or any; the other ' +
        'options then count and delay frames',
    },
    times: { type: 'string', describe: 'how many times it fires (default: until it is removed)' },
    every: { type: 'string', describe: 'fire at every nth matching call (default: 1)' },
    after: { type: 'string', describe: 'let this many matching calls through first (default: 0)' },
    'delay-ms': {
      type: 'string',
      describe: 'delay the call first, in milliseconds; without an error, only delay it (default: 0)',
    },
    clear: { type: 'boolean', describe: 'remove every fault' },
    ...runningMockFlags,
  },
  examples: [
    ['fault 40102 --times 1', 'the next Send API call is told that its AppJWT is invalid'],
    ['fault TOO_MANY_REQUESTS --endpoint send-api.send --times 2', '429 with Retry-After, twice'],
    ['fault --delay-ms 2000', 'every call takes two seconds'],
    ['fault \'{"close":4401}\' --frame ms.PublishEvent --times 1', 'the next message closes its socket with 4401'],
    ['fault --clear', 'no faults any more'],
  ],
  run: async (typed, terminal) =>
    withRunningMock(typed, terminal, async ({ controls: { faults } }) => {
      const members = Object.entries(MEMBERS).flatMap(([flag, member]) => {
        const value = typed[flag as keyof typeof MEMBERS];
        return value === undefined ? [] : [[member, jsonOrText(value)] as const];
      });
      if (typed.clear === true) {
        refuseBesideClear(typed.error, members.length > 0);
        await faults.clear();
      }
      const effect =
        typed.error === undefined ? {} : { error: typed.error.startsWith('{') ? jsonOrText(typed.error) : typed.error };
      if (typed.error !== undefined || members.length > 0) {
        const handle = await faults.add({ ...Object.fromEntries(members), ...effect } as FaultSpec);
        show(
          (await faults.list()).filter(({ id }) => id === handle.id),
          terminal,
        );
        return 0;
      }
      const armed = await faults.list();
      if (armed.length === 0) terminal.print('no fault is armed');
      show(armed, terminal);
      return 0;
    }),
});

/** It would remove all and then arm that one: whoever types both means to remove that one alone. */
function refuseBesideClear(error: string | undefined, hasMembers: boolean): void {
  if (error === undefined && !hasMembers) return;
  const given = error === undefined ? 'the options of one' : `the error ${error}`;
  throw new UsageError(`fault --clear removes every fault, and does not take ${given}; type fault --clear alone`);
}

function show(faults: readonly FaultState[], terminal: Terminal): void {
  for (const line of columns(faults.map(({ id, description, explanation }) => [id, description, explanation])))
    terminal.print(line);
}
