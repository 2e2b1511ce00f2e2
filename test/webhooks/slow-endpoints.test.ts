import { describe, expect, it } from '@jest/globals';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { createSlowness } from '../../mock-server/webhooks/slowness.ts';
import { post } from '../support/calls.ts';
import { ACCOUNT, CLIENT_ID, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';
import type { Conversing } from './webhook-setup.ts';
import { CHANGE, CONTENT, ENDPOINT, inShort, openConversation, receiveInto, webhookMock } from './webhook-setup.ts';

/** Nothing is as fast as that. */
const ALL_ARE_SLOW = { webhooks: { slowMs: 0 } };
const REASON =
  'the endpoint was disabled: each attempt of two minutes took over 0 ms (webhooks.slowMs); ' +
  'install it again, or resume the webhooks';

/** Says something, and again after so many seconds. */
async function sayAt(mock: Mock, jane: Conversing, ...gapsSeconds: readonly number[]): Promise<void> {
  for (const seconds of [0, ...gapsSeconds]) {
    await mock.clock.advanceAsync(seconds);
    await jane.say('hello');
    await mock.settled();
  }
}

describe('How slow an endpoint is', () => {
  it('counts from its first slow attempt on, until one is fast enough', () => {
    let nowMs = 0;
    const { note, complaint } = createSlowness({ slowMs: 2500, nowMs: () => nowMs, installed: () => undefined });
    const isDisabledAfter = (seconds: number, durationMs: number): boolean => {
      nowMs = seconds * 1000;
      note(ENDPOINT, durationMs);
      note(`${ENDPOINT}/other`, 100);
      return complaint(ENDPOINT) !== undefined;
    };
    expect(isDisabledAfter(0, 2501)).toBe(false);
    expect(isDisabledAfter(119, 2501)).toBe(false);
    expect(isDisabledAfter(120, 2500)).toBe(false);
    expect(isDisabledAfter(121, 5000)).toBe(false);
    expect(isDisabledAfter(240, 5000)).toBe(false);
    expect(isDisabledAfter(241, 5000)).toBe(true);
    expect(isDisabledAfter(242, 1)).toBe(true);
    expect(complaint(`${ENDPOINT}/other`)).toBeUndefined();
  });
});

describe('An endpoint that is too slow for two minutes', () => {
  it('is disabled: what happens from then on is dropped, and the attempts say why', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT } }, ALL_ARE_SLOW);
    const heard = receiveInto(mock);
    await sayAt(mock, await openConversation(mock), 119, 1, 0);
    expect(inShort(mock.webhooks.list())).toEqual([
      '1 delivered at 0 s',
      '1 delivered at 119 s',
      '1 delivered at 120 s',
      '0 dropped at 120 s',
    ]);
    expect(mock.webhooks.list().at(-1)).toMatchObject({ url: ENDPOINT, status: undefined, reason: REASON });
    expect(heard).toHaveLength(3);
  });

  it('is slow from 2.5 s on, unless the option webhooks.slowMs says otherwise', async () => {
    expect(createMock().settings.webhooks.slowMs).toBe(2500);
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT } });
    const heard = receiveInto(mock);
    await sayAt(mock, await openConversation(mock), 60, 60, 60);
    expect(heard).toHaveLength(4);
  });

  it('is tried no more, and holds up the rest of a retained app no longer', async () => {
    const retained = { [CONTENT]: { endpoint: ENDPOINT }, [CHANGE]: { endpoint: `${ENDPOINT}/cqm` } };
    const mock = webhookMock({ ...retained, retry: { retention_time: 259_200 } }, ALL_ARE_SLOW);
    const heard = receiveInto(mock, (_, { url }) => (url === ENDPOINT ? 503 : 200));
    const jane = await openConversation(mock);
    await jane.say('hello');
    await mock.settled();
    mock.conversations.close(jane.id);
    await mock.clock.advanceAsync('1h');
    expect(inShort(mock.webhooks.list({ event: CONTENT }))).toEqual([
      ...[0, 2, 6, 14, 30, 62, 126].map((at, index) => `${String(index + 1)} retrying at ${String(at)} s`),
      '7 dropped at 126 s',
    ]);
    expect(inShort(mock.webhooks.list({ event: CHANGE }))).toEqual(['1 delivered at 0 s', '1 delivered at 126 s']);
    expect(heard).toHaveLength(9);
  });

  it.each<[how: string, enable: (mock: Mock) => Promise<void>]>([
    [
      'resumed',
      async (mock) => {
        mock.account(ACCOUNT).webhooks.resume();
        await mock.settled();
      },
    ],
    [
      'resumed with all others',
      async (mock) => {
        mock.webhooks.resume();
        await mock.settled();
      },
    ],
    ['installed anew', installAnew],
  ])('is enabled again when it is %s', async (_, enable) => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT } }, ALL_ARE_SLOW);
    const heard = receiveInto(mock);
    const jane = await openConversation(mock);
    await sayAt(mock, jane, 120, 0);
    mock.account(OTHER_ACCOUNT).webhooks.resume();
    await sayAt(mock, jane);
    expect(heard).toHaveLength(2);
    await enable(mock);
    await sayAt(mock, jane, 119);
    expect(heard).toHaveLength(4);
  });

  it('can still be sent to by hand', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT } }, ALL_ARE_SLOW);
    receiveInto(mock);
    await sayAt(mock, await openConversation(mock), 120, 0);
    expect(await mock.webhooks.resend('3')).toMatchObject({ state: 'delivered', attempt: 1 });
    expect(await mock.webhooks.send(ENDPOINT, CONTENT)).toMatchObject({ state: 'delivered' });
  });
});

async function installAnew(mock: Mock): Promise<void> {
  const login = await post(mock, `/api/account/${ACCOUNT}/login?v=1.3`, { username: 'ada', password: 'pw-of-ada' });
  const { bearer } = JSON.parse(login.body) as { readonly bearer: string };
  const path = `/api/account/${ACCOUNT}/configuration/app-install/installations/${CLIENT_ID}`;
  const answer = await mock.fetch(`http://localhost:4407${path}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${bearer}`, 'if-match': '*' },
    body: JSON.stringify({ capabilities: { webhooks: { [CONTENT]: { endpoint: ENDPOINT } } } }),
  });
  expect(answer.status).toBe(200);
}
