import { describe, expect, it } from '@jest/globals';
import type { Mock, MockOptions, Snapshot } from '../../mock-server/index.ts';
import { ConfigError, createMock } from '../../mock-server/index.ts';
import { ask, post } from '../support/calls.ts';
import { closeConversation, SEND_PATH } from '../support/flows.ts';
import { ACCOUNT, CLIENT_SECRET, NOON, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

const JWKS = { target: '/sentinel/well-known/jwks' };

describe('A snapshot', () => {
  it('is plain data that brings everything back', async () => {
    const mock = openMock();
    const { conversationId, extJwt } = await useUp(mock);
    const before = describeState(mock);
    const snapshot = JSON.parse(JSON.stringify(mock.snapshot())) as Snapshot;
    await disturb(mock, conversationId);
    mock.restore(snapshot);
    expect(describeState(mock)).toEqual(before);
    expect(await publish(mock, conversationId)).toEqual([200, 1]);
    expect((await post(mock, `/api/account/${ACCOUNT}/anonymous/authorize`, { id_token: extJwt })).body).toBe(
      '{"internalErrorCode":"1049"}',
    );
  });

  it('brings it back in another mock, as in another process', async () => {
    const mock = openMock();
    const { conversationId } = await useUp(mock);
    const twin = openMock();
    twin.restore(mock.snapshot());
    expect(describeState(twin)).toEqual(describeState(mock));
    expect(await publish(twin, conversationId)).toEqual([200, 1]);
  });

  it('goes on with the ids of that time, so that none is given twice', async () => {
    const mock = openMock();
    const first = await openConversation(mock, 'jane');
    const snapshot = mock.snapshot();
    const second = await openConversation(mock, 'john');
    mock.restore(snapshot);
    expect(first).not.toBe(second);
    expect(await openConversation(mock, 'john')).toBe(second);
  });

  it('of a whole mock resets the accounts that it does not know', () => {
    const mock = openMock();
    const snapshot = mock.snapshot();
    mock.account(mock.accounts.create({ accountId: 'later' }).accountId).clock.advance('1h');
    mock.account('unconfigured').clock.advance('1h');
    mock.restore(snapshot);
    expect([mock.account('later').clock.now(), mock.account('unconfigured').clock.now()]).toEqual([
      Date.parse(NOON),
      Date.parse(NOON),
    ]);
  });

  it('of one account leaves the others, and the mock, alone', async () => {
    const mock = openMock();
    mock.account(ACCOUNT).clock.advance('1h');
    mock.account(ACCOUNT).faults.add({ error: 'reset' });
    const snapshot = mock.account(ACCOUNT).snapshot();
    mock.reset(ACCOUNT);
    mock.account(OTHER_ACCOUNT).clock.advance('2h');
    mock.clock.advance('1m');
    await ask(mock, JWKS);
    mock.account(ACCOUNT).restore(snapshot);
    expect(mock.account(ACCOUNT).clock.now()).toBe(Date.parse(NOON) + 3_660_000);
    expect(mock.account(OTHER_ACCOUNT).clock.now()).toBe(Date.parse(NOON) + 7_260_000);
    expect([mock.faults.list().map(({ id }) => id), mock.journal.count()]).toEqual([['fault-1'], 1]);
  });

  it('of one account takes away what was armed and written there since', async () => {
    const mock = openMock();
    mock.account(ACCOUNT).faults.add({ error: { status: 503 } });
    const snapshot = mock.account(ACCOUNT).snapshot();
    mock.account(ACCOUNT).faults.add({ error: { status: 504 } });
    mock.account(OTHER_ACCOUNT).faults.add({ error: { status: 504 } });
    for (const accountId of [ACCOUNT, OTHER_ACCOUNT]) await post(mock, `/api/account/${accountId}/anonymous/authorize`);
    mock.account(ACCOUNT).restore(snapshot);
    expect(mock.faults.list().map(({ spec }) => [spec.account, spec.error])).toEqual([
      [OTHER_ACCOUNT, { status: 504 }],
      [ACCOUNT, { status: 503 }],
    ]);
    expect(mock.journal.find().map(({ accountId }) => accountId)).toEqual([OTHER_ACCOUNT]);
  });

  it('with a closed conversation lets its consumer open another', async () => {
    const mock = openMock();
    const first = await openConversation(mock, 'jane');
    await close(mock, first);
    mock.restore(mock.snapshot());
    expect(await publish(mock, first)).toEqual([400, undefined]);
    const second = await openConversation(mock, 'jane');
    expect(await publish(mock, second)).toEqual([200, 0]);
  });

  it('has what consumers said of themselves, and lets none be told that is no profile', async () => {
    const mock = openMock();
    await openConversation(mock, 'jane', { firstName: 'Jane', privateData: { mail: 'jane@example.test' } });
    await openConversation(mock, 'john');
    const snapshot = JSON.parse(JSON.stringify(mock.snapshot())) as Snapshot;
    const [profile, ...others] = snapshot.accounts[ACCOUNT]?.profiles ?? [];
    expect([profile?.profile, others]).toEqual([{ firstName: 'Jane', privateData: { mail: 'jane@example.test' } }, []]);
    expect(snapshot.accounts[OTHER_ACCOUNT]).not.toHaveProperty('profiles');
    const twin = openMock();
    twin.restore(snapshot);
    expect(twin.snapshot()).toEqual(mock.snapshot());
    for (const profiles of [{}, [5], [{ consumerId: 1, profile: {} }], [{ consumerId: 'a', profile: 'Jane' }]])
      expect(() => {
        const account = { ...snapshot.accounts[ACCOUNT], profiles };
        twin.restore({ ...snapshot, accounts: { [ACCOUNT]: account } } as unknown as Snapshot);
      }).toThrow(/^snapshot: accounts\.12345678\.profiles/);
  });

  it('cannot be restored in an account that it does not have', () => {
    const mock = openMock();
    const snapshot = mock.account(ACCOUNT).snapshot();
    expect(() => {
      mock.account(OTHER_ACCOUNT).restore(snapshot);
    }).toThrow(new TypeError(`the snapshot has no account ${OTHER_ACCOUNT}; it has ${ACCOUNT}`));
  });

  it('lets the journal begin anew', async () => {
    const mock = openMock();
    await ask(mock, JWKS);
    mock.restore(mock.snapshot());
    expect(mock.journal.count()).toBe(0);
  });

  it('keeps how far a fault is, under its id, and leaves out one that matches by a function', async () => {
    const mock = openMock();
    mock.faults.add({ error: { status: 503 }, times: 3 });
    mock.faults.add({ error: { status: 504 }, match: () => true });
    await ask(mock, JWKS);
    const snapshot = mock.snapshot();
    mock.reset();
    mock.restore(snapshot);
    expect(mock.faults.list().map(({ id, explanation }) => [id, explanation])).toEqual([
      ['fault-1', 'armed for 2 more calls, fired once'],
    ]);
    expect(mock.faults.add({ error: 'reset' }).id).toBe('fault-3');
    const twin = openMock();
    twin.restore(mock.snapshot());
    expect([twin.faults.add({ error: 'reset' }).id, twin.faults.add({ error: 'reset' }).id]).toEqual([
      'fault-2',
      'fault-4',
    ]);
  });

  it('holds no secret and no token', async () => {
    const mock = openMock();
    const { extJwt } = await useUp(mock);
    const { clientSecret = '' } = mock.accounts.create();
    const text = JSON.stringify(mock.snapshot());
    expect(
      [CLIENT_SECRET, clientSecret, extJwt, extJwt.split('.')[2] ?? ''].filter((secret) => text.includes(secret)),
    ).toEqual([]);
  });

  it('leaves a handle of a fault what it was', () => {
    const mock = openMock();
    const handle = mock.faults.add({ error: '40102' });
    mock.restore(mock.snapshot());
    expect(handle.explain()).toBe('armed for every call, not fired yet');
    handle.remove();
    expect([handle.explain(), mock.faults.list()]).toEqual(['removed, never fired', []]);
  });

  it("of one account arms that account's faults, whosever they were", () => {
    const mock = openMock();
    mock.account(ACCOUNT).faults.add({ error: '40102' });
    const {
      accounts: { [ACCOUNT]: state },
    } = mock.account(ACCOUNT).snapshot();
    mock.reset();
    mock.account(OTHER_ACCOUNT).restore({ version: 1, accounts: { [OTHER_ACCOUNT]: state } } as Snapshot);
    expect([mock.account(ACCOUNT).faults.list().length, mock.account(OTHER_ACCOUNT).faults.list().length]).toEqual([
      0, 1,
    ]);
  });

  it('changes nothing when it cannot be restored whole', () => {
    const mock = openMock({ closed: true });
    const { accountId: gone } = mock.accounts.create();
    const fault = { spec: { error: 'reset' }, seen: 0, fired: 0 };
    const clock = { offsetMs: 0, frozenAtMs: 0 };
    const withAccount = mock.snapshot();
    mock.accounts.remove(gone);
    mock.faults.add({ delayMs: 1 });
    const before = mock.snapshot();
    const refused: readonly unknown[] = [
      withAccount,
      {
        version: 1,
        accounts: {},
        mock: { clock, faults: Array.from({ length: 201 }, (_, index) => ({ ...fault, id: `f${String(index)}` })) },
      },
      {
        version: 1,
        accounts: {},
        mock: { clock, faults: [{ ...fault, id: 'f', spec: { endpoint: 'nope', error: '40102' } }] },
      },
    ];
    for (const snapshot of refused)
      expect(() => {
        mock.restore(snapshot as Snapshot);
      }).toThrow(TypeError);
    expect(mock.snapshot()).toEqual(before);
  });

  it.each(['__proto__', 'prototype', 'constructor'])(
    'never has to hold an account that is called like a member of every object: %s',
    (accountId) => {
      const mock = openMock();
      expect(() => mock.account(accountId)).toThrow(TypeError);
      expect(() => mock.accounts.create({ accountId })).toThrow(ConfigError);
      expect(() => {
        mock.account('toString').restore({ version: 1, accounts: {} });
      }).toThrow('the snapshot has no account toString');
    },
  );

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'snapshot: missing'],
    ['another version', { version: 2, accounts: {} }, 'snapshot: version: Invalid type: Expected 1 but received 2'],
    [
      'a fault that makes no sense',
      {
        version: 1,
        accounts: {},
        mock: { clock: { offsetMs: 0, frozenAtMs: null }, faults: [{ id: 'f', spec: {}, seen: 0, fired: 0 }] },
      },
      'snapshot: mock.faults[0].spec: Expected error or delayMs: this fault would do nothing',
    ],
    [
      'a clock outside the calendar',
      { version: 1, accounts: {}, mock: { clock: { offsetMs: 1e300, frozenAtMs: 1e16 }, faults: [] } },
      'snapshot: mock.clock.offsetMs: Invalid value: Expected <=17280000000000000 but received 1e+300\nsnapshot: mock.clock.frozenAtMs: Invalid value: Expected <=8640000000000000 but received 10000000000000000',
    ],
  ])('is refused when it is none: %s', (_, snapshot, sentence) => {
    expect(() => {
      openMock().restore(snapshot as Snapshot);
    }).toThrow(new TypeError(sentence));
  });
});

function openMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'snapshot', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

/** Something of everything that a snapshot keeps. */
async function useUp(mock: Mock): Promise<{ conversationId: string; extJwt: string }> {
  mock.clock.advance('5m');
  mock.account(ACCOUNT).clock.advance('1h');
  mock.account(OTHER_ACCOUNT).clock.freeze('2030-01-01T00:00:00Z');
  mock.faults.add({ error: { status: 503 }, endpoint: 'csds.services', times: 1 });
  mock.account(ACCOUNT).faults.add({ delayMs: 0, endpoint: 'sentinel.app-token' });
  const conversationId = await openConversation(mock, 'jane');
  await publish(mock, conversationId);
  const extJwt = await mock.mint.extJwt();
  mock.revoke(extJwt);
  return { conversationId, extJwt };
}

async function disturb(mock: Mock, conversationId: string): Promise<void> {
  await publish(mock, conversationId);
  await openConversation(mock, 'john');
  mock.reset(ACCOUNT);
  mock.account(OTHER_ACCOUNT).clock.reset();
  mock.faults.clear();
  mock.clock.reset();
}

function describeState(mock: Mock): unknown {
  return JSON.parse(
    JSON.stringify([
      mock.snapshot(),
      mock.faults.list(),
      [mock, mock.account(ACCOUNT), mock.account(OTHER_ACCOUNT)].map(({ clock }) => clock.now()),
    ]),
  );
}

async function onBehalfOf(mock: Mock, extConsumerId: string): Promise<Record<string, string>> {
  return { authorization: await mock.mint.appJwt(), 'x-lp-on-behalf': await mock.mint.consumerJws({ extConsumerId }) };
}

async function openConversation(mock: Mock, extConsumerId: string, profile: object = {}): Promise<string> {
  const batch = [
    { id: '1', type: 'userprofile.SetUserProfile', body: profile },
    { id: '2', type: 'cm.ConsumerRequestConversation', body: { brandId: ACCOUNT } },
  ];
  const answer = await post(
    mock,
    `/api/account/${ACCOUNT}/messaging/consumer/conversation?v=3`,
    batch,
    await onBehalfOf(mock, extConsumerId),
  );
  const [, item] = JSON.parse(answer.body) as [unknown, { body: { conversationId: string } }];
  return item.body.conversationId;
}

/** Closes one conversation of jane's. */
async function close(mock: Mock, conversationId: string): Promise<void> {
  const answer = await post(mock, SEND_PATH, closeConversation(conversationId), await onBehalfOf(mock, 'jane'));
  expect(answer.status).toBe(200);
}

/** Status and sequence number of one message of jane's. */
async function publish(mock: Mock, dialogId: string): Promise<[number, unknown]> {
  const request = {
    id: '1',
    type: 'ms.PublishEvent',
    body: { dialogId, event: { type: 'ContentEvent', message: 'hi' } },
  };
  const answer = await post(
    mock,
    `/api/account/${ACCOUNT}/messaging/consumer/conversation/send?v=3`,
    request,
    await onBehalfOf(mock, 'jane'),
  );
  return [answer.status, (JSON.parse(answer.body) as { body: { sequence: unknown } }).body.sequence];
}
