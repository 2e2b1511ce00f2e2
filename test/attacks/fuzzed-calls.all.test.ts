import { beforeAll, expect, it } from '@jest/globals';
import type { Call, Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { NOON } from '../corpus/scenario.ts';
import { flowFaults, indecencies } from '../properties/refusal-shape.ts';
import { FUZZED_CALLS, LONGEST_MS, SCENARIO_STEP, SEED } from './amount.ts';
import { createDice } from './dice.ts';
import { strangeEnvelope } from './envelopes.ts';
import { mutateCall } from './mutations.ts';
import { callsOfScenario, seedCalls } from './seed-calls.ts';

const MOCKS: readonly (readonly [name: string, share: number, options: MockOptions])[] = [
  ['an open mock', 0.5, {}],
  ['a strict and closed mock', 0.25, { strict: true, closed: true }],
  [
    'a mock with other options',
    0.25,
    {
      idp: { errorStatus: 'all500', lpJwtLifetimeSeconds: 60, refreshWindowAnchor: 'lastIssue' },
      sendApi: { strictBatch: false, errorRespReqId: true, requiredScope: null },
      sentinel: { acceptBasicAuth: true },
      csds: { baseUri: { idp: 'idp.example.test' }, extraServices: ['own'] },
      tokens: { clockToleranceSeconds: 60 },
    },
  ],
];

/** After so many calls all is as at the start but for the time: the same tokens are good, old, and not valid yet. */
const CALLS_FROM_THE_START = 50;
const MOVES = ['0m', '0m', '0m', '0m', '1m', '59m', '61m', '30d', '-1h', '-30d'];

let seeds: readonly Call[];
beforeAll(async () => {
  seeds = await seedCalls(SCENARIO_STEP);
}, LONGEST_MS);

/** What is wrong with what a call came to. */
async function faultsOf(mock: Mock, call: Call): Promise<string[]> {
  try {
    const reply = await mock.handle(call);
    if ('abort' in reply) return [`aborted: ${reply.abort}`];
    const faults = indecencies(reply);
    return faults.length > 0 ? faults : [strangeEnvelope(reply)].filter((fault) => fault !== undefined);
  } catch (error) {
    return [`rejected: ${String(error)}`];
  }
}

/** With the seed of the corpus it has the id that the corpus's calls name. Mutated calls soon close it. */
async function openConversation(mock: Mock): Promise<void> {
  const [create] = await callsOfScenario('send-api/publish/metadata');
  const reply = await mock.handle(create);
  const [, opened] = JSON.parse('body' in reply ? reply.body : '') as [unknown, { body: { conversationId: string } }];
  expect(seeds.filter(({ body }) => body.includes(opened.body.conversationId)).length).toBeGreaterThan(10);
}

/** So many calls are under way at a time. */
const AT_A_TIME = 25;

async function makeCall(mock: Mock, index: number): Promise<void> {
  const dice = createDice(SEED, index);
  const call = mutateCall(dice.pick(seeds), dice.pick(seeds), dice);
  const faults = await faultsOf(mock, call);
  if (faults.length > 0)
    throw new Error(`call ${String(index)} of the seed ${String(SEED)}: ${faults.join('; ')}\n${shown(call)}`);
}

it.each(MOCKS)(
  '%s answers whatever it is asked, and goes on',
  async (_, share, options) => {
    const count = Math.ceil(FUZZED_CALLS * share);
    const mock = createMock({ seed: 'corpus', clock: { now: () => Date.parse(NOON) }, ...options });
    await openConversation(mock);
    const start = mock.snapshot();
    for (let first = 0; first < count; first += AT_A_TIME) {
      const indexes = Array.from({ length: Math.min(AT_A_TIME, count - first) }, (__, offset) => first + offset);
      await Promise.all(indexes.map((index) => makeCall(mock, index)));
      if (first % CALLS_FROM_THE_START === 0) {
        mock.restore(start);
        mock.clock.advance(createDice(SEED, first).pick(MOVES));
      }
    }
    mock.restore(start);
    expect(await flowFaults(mock)).toEqual([]);
  },
  LONGEST_MS,
);

/** Without signatures: the call can be made anew from its number. */
function shown(call: Call): string {
  const text = JSON.stringify({ ...call, query: call.query.toString() });
  return text.replace(/(eyJ[\w-]+\.[\w-]+\.)[\w-]+/g, '$1~').slice(0, 3000);
}
