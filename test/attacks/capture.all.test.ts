import { expect, it } from '@jest/globals';
import { createMock } from '../../mock-server/index.ts';
import { NOON } from '../corpus/scenario.ts';
import { callOf } from '../support/calls.ts';
import { openSocket } from '../support/sockets.ts';
import { secretsIn, secretsOf } from '../support/watch/secrets.ts';
import { FUZZED_CALLS, LONGEST_MS, SCENARIO_STEP, SEED } from './amount.ts';
import { createDice } from './dice.ts';
import { mutateCall } from './mutations.ts';
import { seedCalls } from './seed-calls.ts';

/** All that is kept of an exchange, as it was said. */
function textsOf(exchange: string): string {
  const texts: string[] = [];
  JSON.parse(exchange, (_, value: unknown) => {
    if (typeof value === 'string') texts.push(value);
    return value;
  });
  return texts.join('\n');
}

/** What stands behind an empty value is no secret. */
function isWord(secret: string): boolean {
  return !/^[[\]{}]+$/.test(secret);
}

it(
  'What is kept of any call has none of its secrets and signatures',
  async () => {
    const seeds = await seedCalls(SCENARIO_STEP);
    const mock = createMock({ seed: 'corpus', capture: true, clock: { now: () => Date.parse(NOON) } });
    const leaks: string[] = [];
    for (let index = 0; index < Math.ceil(FUZZED_CALLS / 8); index += 1) {
      const dice = createDice(SEED, index);
      const call =
        index < seeds.length ? (seeds[index] ?? callOf({})) : mutateCall(dice.pick(seeds), dice.pick(seeds), dice);
      const reply = await mock.handle(call);
      const id = mock.journal.find().at(-1)?.id ?? 0;
      const target = `/__admin/exchanges/${String(id)}`;
      const kept = await mock.admin(callOf({ target, headers: { host: 'localhost' }, peer: 'in-process' }));
      const said = [...secretsOf(call), ...('body' in reply ? secretsIn(reply.body) : [])];
      for (const secret of said.filter((each) => isWord(each) && 'body' in kept && textsOf(kept.body).includes(each)))
        leaks.push(
          `call ${String(index)} of the seed ${String(SEED)}: ${secret.slice(0, 40)} ${call.method} ${call.body.slice(0, 200)}`,
        );
      if (index % 500 === 0) mock.reset();
    }
    expect(leaks.slice(0, 5)).toEqual([]);
  },
  LONGEST_MS,
);

it(
  'What is kept of any frame has none of its secrets and signatures',
  async () => {
    const seeds = await seedCalls(SCENARIO_STEP);
    const mock = createMock({ seed: 'corpus', capture: true, clock: { now: () => Date.parse(NOON) } });
    const leaks: string[] = [];
    for (let index = 0; index < Math.ceil(FUZZED_CALLS / 20); index += 1) {
      const dice = createDice(SEED, index);
      const { body, headers } = mutateCall(dice.pick(seeds), dice.pick(seeds), dice);
      const headersOfFrame = [{ type: '.ams.headers.ConsumerAuthentication', jwt: headers['authorization'] ?? '' }];
      const frame = { kind: 'req', id: '1', type: dice.pick(TYPES), headers: headersOfFrame, body };
      const text = dice.pick([body, JSON.stringify(frame), JSON.stringify({ ...frame, body: { note: body } })]);
      const socket = await openSocket(mock);
      socket.session.receive(text);
      await mock.settled();
      for (const { id } of mock.journal.find((entry) => entry.frame !== undefined)) {
        const target = `/__admin/exchanges/${String(id)}`;
        const kept = await mock.admin(callOf({ target, headers: { host: 'localhost' }, peer: 'in-process' }));
        const said = secretsIn(text).filter(
          (each) => isWord(each) && 'body' in kept && textsOf(kept.body).includes(each),
        );
        for (const secret of said)
          leaks.push(
            `frame ${String(index)} of the seed ${String(SEED)}: ${secret.slice(0, 40)} ${text.slice(0, 200)}`,
          );
      }
      mock.reset();
    }
    expect(leaks.slice(0, 5)).toEqual([]);
  },
  LONGEST_MS,
);

const TYPES = ['InitConnection', 'GetClock', 'cm.ConsumerRequestConversation', 'ms.PublishEvent'];
