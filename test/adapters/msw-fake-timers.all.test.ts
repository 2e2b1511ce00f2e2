import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setupServer } from 'msw/node';
import { createHandlers } from '../../mock-server/adapters/msw.ts';
import { createMock } from '../../mock-server/index.ts';
import { clients } from '../support/clients.ts';
import { decode } from '../support/flows.ts';
import { ERROR_RESP } from '../support/refusals.ts';
import { sendByFetch } from '../support/send-by-fetch.ts';
import { createByLookUp, logInByLookUp } from '../support/walk.ts';

// As in a user's file: made once, before a test has touched the timers.
const mock = createMock();
const server = setupServer(...createHandlers(mock));
const NOON = Date.parse('2026-11-20T12:00:00Z');

beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
});
afterEach(() => {
  jest.useRealTimers();
  mock.reset();
});
afterAll(() => {
  server.close();
});

describe.each([
  { whose: 'Jest', doNotFake: [] },
  { whose: 'Vitest', doNotFake: ['nextTick', 'queueMicrotask'] as const },
])('Under what $whose fakes by default', ({ doNotFake }) => {
  const fakeTimers = (): void => {
    jest.useFakeTimers({ now: NOON, doNotFake: [...doNotFake] });
  };
  const create = async (headers: Record<string, string>): Promise<string | number> => {
    const { status, text } = await createByLookUp(sendByFetch, headers);
    return status === 200 ? status : text;
  };

  it.each(clients)('calls by %s are answered without a timer being moved', async (_, ask) => {
    fakeTimers();
    const answer = await createByLookUp(ask, await logInByLookUp(ask));
    expect(answer.status).toBe(200);
  });

  it('an AppJWT is issued at the time that the timers say', async () => {
    fakeTimers();
    const { authorization = '' } = await logInByLookUp(sendByFetch);
    expect(decode(authorization).claims).toMatchObject({ iat: NOON / 1000, exp: NOON / 1000 + 3600 });
  });

  it('an AppJWT is good until its last second', async () => {
    fakeTimers();
    const headers = await logInByLookUp(sendByFetch);
    jest.advanceTimersByTime(3_599_000);
    expect(await create(headers)).toBe(200);
  });

  it('an AppJWT ends when the timers have moved an hour', async () => {
    fakeTimers();
    const headers = await logInByLookUp(sendByFetch);
    jest.advanceTimersByTime(3_600_000);
    expect(await create(headers)).toBe(ERROR_RESP[40102]);
  });

  it("the mock's own clock moves on top of the timers, and reset takes back only that", async () => {
    fakeTimers();
    const headers = await logInByLookUp(sendByFetch);
    mock.clock.advance('61m');
    expect(await create(headers)).toBe(ERROR_RESP[40102]);
    mock.reset();
    expect(mock.clock.now()).toBe(NOON);
    expect(await create(headers)).toBe(200);
  });
});
