import { describe, expect, it } from '@jest/globals';
import type { RemoteMock } from '../../mock-server/client/client.ts';
import { connectMock } from '../../mock-server/client/client.ts';
import type { JournalEntry, Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask } from '../support/calls.ts';
import { ACCOUNT, NOON, NOON_SECONDS, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';
import { serve } from './admin-setup.ts';
import { WITH_40102 } from './documented-errors.ts';

/** What a test has in its hands: the verbs, in process or over HTTP, and the mock itself to send calls to. */
interface Subject {
  readonly verbs: Mock | RemoteMock;
  readonly mock: Mock;
}

const subjects: readonly (readonly [name: string, open: () => Promise<Subject>])[] = [
  [
    'in process',
    () => {
      const mock = createMock({ seed: 'client' });
      return Promise.resolve({ verbs: mock, mock });
    },
  ],
  [
    'over HTTP',
    async () => {
      const mock = createMock({ seed: 'client' });
      return { verbs: connectMock((await serve(mock)).url), mock };
    },
  ],
];

/** A call that leaves an entry. */
function call(mock: Mock, accountId = ACCOUNT): Promise<unknown> {
  return ask(mock, { target: `/api/account/${accountId}/service/idp/baseURI.json?version=1.0` });
}

/** Something to watch a journal with. */
function createEar(): {
  readonly heard: number[];
  readonly hear: (entry: JournalEntry) => void;
  readonly until: (id: number) => Promise<void>;
} {
  const heard: number[] = [];
  const waiting = new Map<number, () => void>();
  return {
    heard,
    hear: ({ id }) => {
      heard.push(id);
      waiting.get(id)?.();
    },
    until: (id) =>
      new Promise((resolve) => {
        if (heard.includes(id)) resolve();
        else waiting.set(id, resolve);
      }),
  };
}

/** What a verb fails with, thrown or rejected; undefined when it does not. */
async function failureOf(verb: () => unknown): Promise<unknown> {
  try {
    await verb();
    return undefined;
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message };
  }
}

describe.each(subjects)('The verbs of a mock %s', (_, open) => {
  it('move the clock', async () => {
    const { verbs } = await open();
    await verbs.clock.freeze(NOON);
    await verbs.clock.advance('61m');
    expect([await verbs.clock.now(), await verbs.clock.nowSeconds()]).toEqual([
      (NOON_SECONDS + 3660) * 1000,
      NOON_SECONDS + 3660,
    ]);
    await verbs.clock.set(new Date(NOON));
    expect(await verbs.clock.nowSeconds()).toBe(NOON_SECONDS);
    await verbs.clock.reset();
    expect(await verbs.clock.now()).not.toBe(NOON_SECONDS * 1000);
  });

  it('create, list and remove accounts', async () => {
    const { verbs } = await open();
    const created = await verbs.accounts.create({ unAuthMessaging: false });
    expect(created).toMatchObject({
      accountId: expect.stringMatching(/^\d{10}$/),
      clientId: expect.any(String),
      clientSecret: expect.any(String),
    });
    expect((await verbs.accounts.list()).map(({ accountId }) => accountId)).toEqual([
      ACCOUNT,
      OTHER_ACCOUNT,
      created.accountId,
    ]);
    expect(await verbs.account(created.accountId).credentials).toEqual(created);
    expect([await verbs.accounts.remove(created.accountId), await verbs.accounts.remove(created.accountId)]).toEqual([
      true,
      false,
    ]);
    expect(await verbs.accounts.create()).toMatchObject({ accountId: expect.any(String) });
  });

  it('arm faults, and hand out what disarms them', async () => {
    const { verbs, mock } = await open();
    const fault = await verbs.faults.add({ error: { status: 503 }, times: 2 });
    expect(fault.id).toBe('fault-1');
    await call(mock);
    expect([await fault.explain(), await verbs.faults.explain('fault-1')]).toEqual([
      'armed for 1 more call, fired once',
      'armed for 1 more call, fired once',
    ]);
    await fault.remove();
    expect([await fault.explain(), await verbs.faults.list()]).toEqual(['removed, fired once', []]);
    await verbs.faults.add({ delayMs: 1 });
    expect([await verbs.faults.remove('fault-2'), await verbs.faults.remove('fault-2')]).toEqual([true, false]);
    await verbs.faults.add({ delayMs: 1 });
    await verbs.faults.clear();
    expect(await verbs.faults.list()).toEqual([]);
  });

  it('find, count and forget calls, by data and by function', async () => {
    const { verbs, mock } = await open();
    await call(mock);
    await call(mock, OTHER_ACCOUNT);
    await ask(mock, { target: '/nowhere' });
    const idsOf = (entries: readonly JournalEntry[]): number[] => entries.map(({ id }) => id);
    expect(idsOf(await verbs.journal.find())).toEqual([1, 2, 3]);
    expect(idsOf(await verbs.journal.find({ accountId: ACCOUNT }))).toEqual([1]);
    expect(idsOf(await verbs.journal.find(({ outcome }) => outcome === 404))).toEqual([3]);
    expect(idsOf(await verbs.journal.unmatched())).toEqual([3]);
    expect(idsOf(await verbs.account(ACCOUNT).journal.find({ accountId: OTHER_ACCOUNT }))).toEqual([]);
    expect([
      await verbs.journal.count(),
      await verbs.account(OTHER_ACCOUNT).journal.count(({ verdict }) => verdict === 'accepted'),
    ]).toEqual([3, 1]);
    await verbs.journal.clear();
    expect(await verbs.journal.count()).toBe(0);
  });

  it('wait for a call that was there, and for one to come', async () => {
    const { verbs, mock } = await open();
    await call(mock);
    expect((await verbs.journal.waitFor({ accountId: ACCOUNT })).id).toBe(1);
    const waiting = verbs.account(OTHER_ACCOUNT).journal.waitFor(({ outcome }) => outcome === 200, 10_000);
    await call(mock, ACCOUNT);
    await call(mock, OTHER_ACCOUNT);
    expect((await waiting).id).toBe(3);
  });

  it('give up waiting with what was seen', async () => {
    const { verbs, mock } = await open();
    await call(mock);
    expect(await failureOf(() => verbs.journal.waitFor({ outcome: 500 }, 50))).toEqual({
      name: 'Error',
      message: `no call matched within 50 ms; there were 1, the last one GET /api/account/${ACCOUNT}/service/idp/baseURI.json (200)`,
    });
  });

  it('fail with the error of a filter of your own', async () => {
    const { verbs, mock } = await open();
    await call(mock);
    expect(
      await failureOf(() =>
        verbs.journal.waitFor((): boolean => {
          throw new RangeError('mine');
        }),
      ),
    ).toEqual({ name: 'RangeError', message: 'mine' });
  });

  it('watch calls as they come, until told to stop', async () => {
    const { verbs, mock } = await open();
    await call(mock);
    const [one, all] = [createEar(), createEar()];
    const stop = await verbs.account(ACCOUNT).journal.watch(one.hear);
    await verbs.journal.watch(all.hear);
    await call(mock, OTHER_ACCOUNT);
    await call(mock);
    await Promise.all([one.until(3), all.until(3)]);
    stop();
    await call(mock);
    await all.until(4);
    expect([one.heard, all.heard]).toEqual([[3], [2, 3, 4]]);
  });

  it('mint, inspect, trace and revoke tokens', async () => {
    const { verbs } = await open();
    const token = await verbs.mint.extJwt({ sub: 'jane' });
    expect(await verbs.inspect(token)).toMatchObject({ kind: 'LP_EXT_JWT', accepted: true });
    await verbs.revoke(token);
    expect((await verbs.inspect(token)).accepted).toBe(false);
    expect(await verbs.journal.trace(token)).toMatchObject({
      id: expect.stringMatching(/^[\da-f]{16}$/),
      issuedBy: [],
      uses: [],
    });
    expect(await verbs.inspect(await verbs.account(OTHER_ACCOUNT).mint.appJwt())).toMatchObject({
      accountId: OTHER_ACCOUNT,
    });
    expect(await verbs.inspect(await verbs.mint.consumerJws({ tamper: 'signature' }))).toMatchObject({
      accepted: false,
    });
  });

  it('change keys', async () => {
    const { verbs } = await open();
    await verbs.clock.freeze(NOON);
    expect(await verbs.keys.publish({ use: 'idp', kid: 'next' })).toMatchObject({ kid: 'next', state: 'next' });
    expect(await verbs.keys.rotate({ use: 'idp', at: new Date(NOON) })).toMatchObject({
      kid: 'next',
      state: 'signing',
      signsFrom: NOON,
    });
    expect(await verbs.keys.retire({ use: 'idp', kid: '00001' })).toMatchObject({ kid: '00001', state: 'retired' });
    await verbs.keys.reset();
    expect((await verbs.keys.list()).map(({ kid, state }) => [kid, state])).toContainEqual(['00001', 'signing']);
  });

  it('take the state, and put it back', async () => {
    const { verbs } = await open();
    await verbs.clock.freeze(NOON);
    await verbs.account(ACCOUNT).faults.add({ error: 'reset', match: { path: 'token' } });
    const [whole, one] = [await verbs.snapshot(), await verbs.account(ACCOUNT).snapshot()];
    await verbs.reset();
    await verbs.restore(whole);
    expect([await verbs.clock.nowSeconds(), (await verbs.faults.list()).length]).toEqual([NOON_SECONDS, 1]);
    await verbs.account(ACCOUNT).reset();
    await verbs.account(ACCOUNT).restore(one);
    expect(await verbs.account(ACCOUNT).faults.list()).toHaveLength(1);
    await verbs.reset(ACCOUNT);
    expect(await verbs.account(ACCOUNT).faults.list()).toEqual([]);
  });

  it('take what is there already however short the time', async () => {
    const { verbs, mock } = await open();
    await call(mock);
    expect((await verbs.journal.waitFor({ outcome: 200 }, 0)).id).toBe(1);
  });

  it('leave the handle of a fault that is gone to do nothing', async () => {
    const { verbs } = await open();
    const [removed, cleared, restored] = [
      await verbs.faults.add({ error: 'reset' }),
      await verbs.faults.add({ error: 'reset' }),
      await verbs.faults.add({ error: 'reset' }),
    ];
    await removed.remove();
    await removed.remove();
    const snapshot = await verbs.snapshot();
    await verbs.faults.clear();
    await cleared.remove();
    expect([await removed.explain(), await cleared.explain()].map((words) => words.startsWith('removed'))).toEqual([
      true,
      true,
    ]);
    await verbs.restore(snapshot);
    expect(await restored.explain()).toBe('armed for every call, not fired yet');
    await restored.remove();
    expect((await verbs.faults.list()).map(({ id }) => id)).toEqual([cleared.id]);
  });

  it('take part in conversations, of all accounts or of one', async () => {
    const { verbs, mock } = await open();
    const [here, there] = [await mock.consumer(), await mock.consumer({ accountId: OTHER_ACCOUNT })];
    const [id, otherId] = [await here.requestConversation(), await there.requestConversation()];
    const one = verbs.account(ACCOUNT).conversations;
    expect((await verbs.conversations.list()).map((each) => each.id)).toEqual([id, otherId]);
    expect((await one.list({ state: 'OPEN' })).map((each) => each.id)).toEqual([id]);
    expect(await one.list({ accountId: OTHER_ACCOUNT })).toEqual([]);
    expect(await one.find(id)).toMatchObject({ id, accountId: ACCOUNT, state: 'OPEN' });
    expect(await one.find(otherId)).toBeUndefined();
    expect([await one.say(id, 'hello'), await verbs.conversations.say(otherId, 'hi', 'consumer')]).toEqual([0, 0]);
    expect((await here.nextMessage()).text).toBe('hello');
    await one.transfer(id, '77');
    await one.close(id, 'consumer');
    expect(await one.find(id)).toMatchObject({ skillId: '77', closedBy: 'CONSUMER' });
    const failures = [() => one.say(otherId, 'x'), () => one.transfer(otherId, '1'), () => one.close(otherId)];
    expect(await Promise.all(failures.map(failureOf))).toEqual(
      failures.map(() => ({ name: 'TypeError', message: `there is no conversation "${otherId}"; there are ${id}` })),
    );
  });

  it('see and close the sockets, of all accounts or of one', async () => {
    const { verbs, mock } = await open();
    const [here, there] = [await mock.consumer(), await mock.consumer({ accountId: OTHER_ACCOUNT })];
    const one = verbs.account(ACCOUNT).sockets;
    expect((await verbs.sockets.list()).map((each) => each.id)).toEqual([here.socketId, there.socketId]);
    expect(await one.list()).toEqual([
      {
        id: here.socketId,
        accountId: ACCOUNT,
        side: 'consumer',
        who: here.consumerId,
        openedAtMs: expect.any(Number) as unknown,
      },
    ]);
    expect(await one.list(OTHER_ACCOUNT)).toEqual([]);
    expect([await one.close(there.socketId), await one.close(here.socketId, 4999)]).toEqual([false, true]);
    expect([await here.closed, await verbs.sockets.close(there.socketId)]).toMatchObject([{ code: 4999 }, true]);
    const lost = [
      () => verbs.account('not an id').sockets.list(),
      () => verbs.account('not an id').conversations.list(),
    ];
    expect(await Promise.all(lost.map(failureOf))).toEqual(
      lost.map(() => ({
        name: 'TypeError',
        message: 'this mock has no account "not an id": that is not an account id',
      })),
    );
  });

  it('fail alike', async () => {
    const { verbs } = await open();
    const failures = [
      () => verbs.clock.advance('61'),
      () => verbs.faults.explain('fault-9'),
      () => verbs.faults.add({ error: '40102', endpoint: 'sentinel.jwks' }),
      () => verbs.account(ACCOUNT).faults.add({ error: 'reset', account: OTHER_ACCOUNT }),
      () => verbs.account('not an id').clock.now(),
      () => verbs.account('not an id').journal.find(),
      () => verbs.account('not an id').journal.waitFor({}, 10_000),
      () => verbs.account('not an id').journal.watch(() => undefined),
      () => verbs.journal.waitFor({}, Infinity),
      () => verbs.journal.find({ status: 200 } as never),
      () => verbs.revoke('nonsense'),
      () => verbs.accounts.create({ accountId: ACCOUNT }),
      () => verbs.keys.retire({ use: 'idp', kid: 'nobody' }),
      () => verbs.account(ACCOUNT).restore({ version: 1, accounts: {} }),
      async () => {
        for (let turn = 0; turn < 201; turn += 1) await verbs.faults.add({ delayMs: 0 });
      },
    ];
    expect(await Promise.all(failures.map(failureOf))).toEqual([
      {
        name: 'TypeError',
        message: `not a duration: "61". Give a text with a unit, such as '61m', '10s' or '730h', or a number of seconds.`,
      },
      { name: 'TypeError', message: 'no fault "fault-9": it was removed, or never armed' },
      { name: 'TypeError', message: `fault: sentinel.jwks never answers 40102; it is an error of ${WITH_40102}` },
      { name: 'TypeError', message: `fault: account is "${OTHER_ACCOUNT}", and these are the faults of ${ACCOUNT}` },
      ...Array.from({ length: 4 }, () => ({
        name: 'TypeError',
        message: 'this mock has no account "not an id": that is not an account id',
      })),
      { name: 'TypeError', message: 'not a timeout: Infinity. Give milliseconds from 0 to 2147483647.' },
      {
        name: 'TypeError',
        message:
          'no journal entry has status; ask for method, path, endpointId, accountId, outcome, verdict, error, reason',
      },
      { name: 'TypeError', message: 'not a token: the text has 1 part between dots instead of three' },
      { name: 'TypeError', message: `there is an account ${ACCOUNT} already` },
      { name: 'TypeError', message: 'keys: no key "nobody" of idp; there are 00001' },
      { name: 'TypeError', message: `the snapshot has no account ${ACCOUNT}; it has none` },
      { name: 'RangeError', message: '200 faults are armed already; remove some' },
    ]);
  });
});
