import { describe, expect, it } from '@jest/globals';
import { ACCOUNT } from '../support/through-every-adapter.ts';
import type { Received } from './webhook-setup.ts';
import {
  CHANGE,
  CONTENT,
  ENDPOINT,
  inShort,
  openConversation,
  receiveInto,
  textsOf,
  webhookMock,
} from './webhook-setup.ts';

const down = (): number => 503;

describe('Webhooks whose retries are counted', () => {
  it('are tried again every 30 s, as often as the endpoint says, and then dropped', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT, max_retries: 3 } });
    receiveInto(mock, down);
    await (await openConversation(mock)).say('hello');
    await mock.clock.advanceAsync('1h');
    const attempts = mock.webhooks.list();
    expect(inShort(attempts)).toEqual([
      '1 retrying at 0 s',
      '2 retrying at 30 s',
      '3 retrying at 60 s',
      '4 dropped at 90 s',
    ]);
    expect(new Set(attempts.map(({ deliveryId, body }) => `${deliveryId} ${body}`)).size).toBe(1);
    expect(attempts[0]?.nextAtMs).toBe(attempts[1]?.atMs);
    expect(attempts[3]?.nextAtMs).toBeUndefined();
  });

  it.each([{}, { max_retries: 0 }])('are dropped at once with %j', async (retries) => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT, ...retries } });
    receiveInto(mock, down);
    await (await openConversation(mock)).say('hello');
    await mock.clock.advanceAsync('1h');
    expect(inShort(mock.webhooks.list())).toEqual(['1 dropped at 0 s']);
  });

  it('do not hold up what comes behind them', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT, max_retries: 1 } });
    const heard = receiveInto(mock, (count) => (count === 1 ? 503 : 200));
    const jane = await openConversation(mock);
    await jane.say('first');
    await jane.say('second');
    await mock.settled();
    expect(textsOf(heard)).toEqual(['first', 'second']);
    await mock.clock.advanceAsync('29s');
    expect(heard).toHaveLength(2);
    await mock.clock.advanceAsync('1s');
    expect(textsOf(heard)).toEqual(['first', 'second', 'first']);
  });

  it('wait for the end of a pause when they fall due meanwhile', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT, max_retries: 5 } });
    receiveInto(mock, (count) => (count === 1 ? 503 : 200));
    await (await openConversation(mock)).say('hello');
    await mock.settled();
    mock.webhooks.pause();
    await mock.clock.advanceAsync('10m');
    mock.webhooks.resume();
    await mock.settled();
    expect(inShort(mock.webhooks.list())).toEqual(['1 retrying at 0 s', '2 delivered at 600 s']);
  });

  it('end with the account', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT, max_retries: 5 } });
    const heard = receiveInto(mock, down);
    await (await openConversation(mock)).say('hello');
    await mock.settled();
    mock.account(ACCOUNT).reset();
    await mock.clock.advanceAsync('1h');
    expect(heard).toHaveLength(1);
  });
});

const RETAINED = { retry: { retention_time: 259_200 } };

describe('Webhooks that are retained for a time', () => {
  it('are tried after 2, 4, 8 s and so on, at most 5 minutes apart, for 72 hours', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT, max_retries: 2 }, ...RETAINED });
    const heard = receiveInto(mock, down);
    await (await openConversation(mock)).say('hello');
    await mock.clock.advanceAsync('73h');
    const attempts = mock.webhooks.list();
    const gaps = attempts.slice(1).map(({ atMs }, index) => (atMs - (attempts[index]?.atMs ?? 0)) / 1000);
    expect(gaps.slice(0, 9)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300]);
    expect(new Set(gaps.slice(8))).toEqual(new Set([300]));
    expect(heard).toHaveLength(1 + 8 + Math.floor((259_200 - 510) / 300));
    expect(attempts.at(-1)).toMatchObject({ state: 'dropped', attempt: heard.length, nextAtMs: undefined });
    expect(attempts.slice(0, -1).every(({ state }) => state === 'retrying')).toBe(true);
  });

  it('stay in the order of their conversation', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT }, ...RETAINED });
    const heard = receiveInto(mock, (count) => (count <= 3 ? 503 : 200));
    const jane = await openConversation(mock);
    for (const text of ['first', 'second', 'third']) await jane.say(text);
    await mock.clock.advanceAsync('1m');
    expect(textsOf(heard)).toEqual(['first', 'first', 'first', 'first', 'second', 'third']);
    expect(inShort(mock.webhooks.list())).toEqual([
      '1 retrying at 0 s',
      '2 retrying at 2 s',
      '3 retrying at 6 s',
      '4 delivered at 14 s',
      '1 delivered at 14 s',
      '1 delivered at 14 s',
    ]);
  });

  const failingAt = (url: string) => (_: number, received: Received) => (received.url === url ? 503 : 200);

  it('fail for the whole app while one of its endpoints fails', async () => {
    const mock = webhookMock({
      [CONTENT]: { endpoint: ENDPOINT },
      [CHANGE]: { endpoint: `${ENDPOINT}/cqm` },
      ...RETAINED,
    });
    let isDown = true;
    const heard = receiveInto(mock, (count, received) => (isDown ? failingAt(ENDPOINT)(count, received) : 200));
    const [jane, john] = [await openConversation(mock, 'jane'), await openConversation(mock, 'john')];
    await mock.settled();
    expect(heard.splice(0)).toHaveLength(2);
    await jane.say('hello');
    await mock.settled();
    mock.conversations.close(john.id);
    await mock.clock.advanceAsync('5s');
    expect(heard.map(({ url }) => url)).toEqual([ENDPOINT, ENDPOINT]);
    isDown = false;
    await mock.clock.advanceAsync('1s');
    expect(heard.map(({ url }) => url)).toEqual([ENDPOINT, ENDPOINT, ENDPOINT, `${ENDPOINT}/cqm`]);
  });

  it('begin anew with 2 s once the app has taken something', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT }, ...RETAINED });
    receiveInto(mock, (count) => (count === 3 ? 200 : 503));
    const jane = await openConversation(mock);
    await jane.say('first');
    await jane.say('second');
    await mock.clock.advanceAsync('9s');
    expect(inShort(mock.webhooks.list())).toEqual([
      '1 retrying at 0 s',
      '2 retrying at 2 s',
      '3 delivered at 6 s',
      '1 retrying at 6 s',
      '2 retrying at 8 s',
    ]);
  });

  it('are not retried where max_retries is 0, and then do not fail the app', async () => {
    const mock = webhookMock({
      [CONTENT]: { endpoint: ENDPOINT, max_retries: 0 },
      [CHANGE]: { endpoint: `${ENDPOINT}/cqm` },
      ...RETAINED,
    });
    receiveInto(mock, failingAt(ENDPOINT));
    const jane = await openConversation(mock);
    await jane.say('hello');
    await mock.settled();
    mock.conversations.close(jane.id);
    await mock.clock.advanceAsync('1h');
    // Each endpoint has an order of its own.
    expect(inShort(mock.webhooks.list()).sort()).toEqual([
      '1 delivered at 0 s',
      '1 delivered at 0 s',
      '1 dropped at 0 s',
    ]);
  });

  it('are given up when their time is over, and the next one is tried at the same pace', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT }, retry: { retention_time: 10 } });
    const heard = receiveInto(mock, down);
    const jane = await openConversation(mock);
    await jane.say('first');
    await mock.clock.advanceAsync('5s');
    await jane.say('second');
    await jane.say('never tried');
    await mock.clock.advanceAsync('1m');
    expect(textsOf(heard)).toEqual(['first', 'first', 'first', 'second']);
    expect(inShort(mock.webhooks.list())).toEqual([
      '1 retrying at 0 s',
      '2 retrying at 2 s',
      '3 dropped at 6 s',
      '1 dropped at 14 s',
      '0 dropped at 30 s',
    ]);
    expect(mock.webhooks.list().at(-1)?.reason).toContain('retention');
    await jane.say('third');
    await mock.settled();
    expect(textsOf(heard).at(-1)).toBe('third');
  });
});

describe('What is owed', () => {
  it('takes no more memory than the mock may have', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT } }, { limits: { megabytes: 10 } });
    receiveInto(mock);
    const jane = await openConversation(mock);
    mock.webhooks.pause();
    for (let count = 0; count < 12; count += 1) mock.conversations.say(jane.id, 'x'.repeat(400_000));
    await mock.settled();
    await jane.say('the mock sees to its memory with each call');
    await mock.settled();
    const reasons = new Set(mock.webhooks.list().map(({ reason }) => reason));
    expect(reasons).toEqual(new Set(['there was no more memory for it (limits.megabytes)']));
  });
});
