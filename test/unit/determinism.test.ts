import { describe, expect, it } from '@jest/globals';
import { createMock } from '../../mock-server/index.ts';
import { post } from '../support/calls.ts';
import { runFlow, seededMock } from './seeded-flow.ts';

const UUID = /[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}/g;

describe('with a seed and a frozen clock', () => {
  it('the flow goes as it should, so that alike is not alike wrong', async () => {
    const statuses = (await runFlow(seededMock('run-7'))).map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200, 200, 201, 200, 200, 200, 200, 200, 200, 200, 400, 200, 401]);
  });

  it('two mocks of one process answer alike, also when their calls are mixed', async () => {
    const [one, two] = await Promise.all([runFlow(seededMock(7)), runFlow(seededMock('7'))]);
    expect(two).toEqual(one);
  });

  it('another seed gives other ids and otherwise the same', async () => {
    const [one, two] = [
      JSON.stringify(await runFlow(seededMock('run-7'))),
      JSON.stringify(await runFlow(seededMock('run-8'))),
    ];
    const ids = (text: string): Set<string> => new Set(text.match(UUID));
    const shared = [...ids(one)].filter((id) => ids(two).has(id));
    // What stays is configured, not drawn: the client of the fixtures and the kid of Sentinel's V2 key.
    expect(shared.sort()).toEqual(['6a1b3c52-7d0e-4f7b-9c2e-0f4f5a8a9b10']);
    expect(one.length).toBe(two.length);
  });

  it("what happens at one account moves nothing of another's", async () => {
    const [quiet, busy] = [seededMock('run-7'), seededMock('run-7')];
    await runFlow(busy, '555');
    busy.clock.freeze('2026-11-20T12:00:00Z');
    expect(await runFlow(busy, '12345678')).toEqual(await runFlow(quiet, '12345678'));
  });

  it('a reset starts the ids anew', async () => {
    const mock = seededMock('run-7');
    const first = await runFlow(mock);
    mock.reset();
    mock.clock.freeze('2026-11-20T12:00:00Z');
    expect(await runFlow(mock)).toEqual(first);
  });
});

it('without a seed no two mocks give the same ids', async () => {
  const consumer = async (): Promise<string> =>
    (await post(createMock({ clock: { now: () => 0 } }), '/api/account/1/signup')).body;
  expect(await consumer()).not.toBe(await consumer());
});

it('a clock that is handed in is the only time there is', async () => {
  const clock = {
    nowMs: 1_700_000_000_000,
    now() {
      return this.nowMs;
    },
  };
  const mock = createMock({ seed: 1, clock });
  const before = await mock.mint.appJwt();
  expect(await mock.mint.appJwt()).toBe(before);
  clock.nowMs += 3_600_000;
  expect((await mock.inspect(before)).reason?.slug).toBe('app-jwt-expired');
});
