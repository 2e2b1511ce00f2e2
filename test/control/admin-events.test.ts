import { describe, expect, it } from '@jest/globals';
import { createChangeLog } from '../../mock-server/control/changes/change-log.ts';
import { followEvents, readCursor } from '../../mock-server/admin/event-stream.ts';
import type { MockEvent } from '../../mock-server/admin/event-stream.ts';
import { NO_ATTEMPTS } from '../../mock-server/admin/recorded.ts';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { callOf } from '../support/calls.ts';
import { ACCOUNT, CLIENT_ID, NOON, NOON_SECONDS } from '../support/through-every-adapter.ts';
import { CONTENT, ENDPOINT, openConversation, receiveInto, webhookMock } from '../webhooks/webhook-setup.ts';
import { openAdmin } from './admin-setup.ts';
import { call } from './watched-journal.ts';

/** The events of a mock, as its admin API streams them: so many, in words. */
async function hear(mock: Mock, count: number, after?: string): Promise<string[]> {
  const { pieces } = await open(mock, after);
  const heard: string[] = [];
  while (heard.length < count) heard.push(inWords((await pieces.next()).value as string));
  await pieces.return?.();
  return heard;
}

async function open(mock: Mock, after?: string): Promise<{ readonly pieces: AsyncIterator<string> }> {
  const target = `/__admin/events${after === undefined ? '' : `?after=${after}`}`;
  const reply = await mock.admin(callOf({ target, headers: { host: 'localhost:4407' }, peer: 'in-process' }));
  if (!('stream' in reply)) throw new Error(JSON.stringify(reply));
  const pieces = reply.stream[Symbol.asyncIterator]();
  expect((await pieces.next()).value).toBe(': what happens in lp-auth-mock\n\n');
  return { pieces };
}

function inWords(piece: string): string {
  const [, id = '', data = ''] = /^id: ([\d.]+)\ndata: (.*)\n\n$/.exec(piece) ?? [];
  const event = JSON.parse(data) as MockEvent;
  if ('attempt' in event) return `${id} webhook ${event.attempt.id}: ${event.attempt.state}`;
  return `${id} ${'entry' in event ? `call ${String(event.entry.id)}` : event.change.verb}`;
}

function noonMock(): Mock {
  const mock = createMock({ seed: 'events' });
  mock.clock.freeze(NOON);
  return mock;
}

describe('GET /__admin/events', () => {
  it('tells of calls and changes in their order, and goes on where one left', async () => {
    const mock = noonMock();
    await call(mock, 1);
    mock.clock.advance('1h');
    await call(mock, 2);
    await mock.keys.rotate({ use: 'sentinelV1' });
    mock.account(ACCOUNT).clock.set(NOON);
    const all = [
      '0.1 clock.freeze',
      '1.1 call 1',
      '1.2 clock.advance',
      '2.2 call 2',
      '3.2 call 3',
      '3.3 keys.rotate',
      '3.4 clock.set',
    ];
    expect(await hear(mock, 7, '0')).toEqual(all);
    expect(await hear(mock, 4, '1.2')).toEqual(all.slice(3));
    expect(await hear(mock, 2, '3.2')).toEqual(all.slice(5));
  });

  it('tells of what comes while it waits', async () => {
    const mock = noonMock();
    const { pieces } = await open(mock);
    const first = pieces.next();
    mock.clock.advance('10m');
    expect(inWords((await first).value as string)).toBe('0.2 clock.advance');
    const second = pieces.next();
    await call(mock, 1);
    expect(inWords((await second).value as string)).toBe('1.2 call 1');
    await pieces.return?.();
  });

  it('keeps the order of many calls and a change in the midst of them', async () => {
    const mock = noonMock();
    await call(mock, 150);
    mock.clock.advance('1h');
    await call(mock, 150);
    const heard = await hear(mock, 302, '0');
    expect([heard[150], heard[151], heard[152]]).toEqual(['150.1 call 150', '150.2 clock.advance', '151.2 call 151']);
  });

  it('says from where to where the clock was moved, whose it is, and whether it stands still', async () => {
    const mock = noonMock();
    mock.clock.advance('1h');
    mock.account(ACCOUNT).clock.freeze('2026-11-21T00:00:00Z');
    const { pieces } = await open(mock, '0.1');
    const changes = [await pieces.next(), await pieces.next()].map(
      ({ value }) => (JSON.parse((value as string).split('data: ')[1] ?? '') as { change: unknown }).change,
    );
    const noonMs = NOON_SECONDS * 1000;
    expect(changes).toEqual([
      { id: 2, afterEntry: 0, verb: 'clock.advance', fromMs: noonMs, atMs: noonMs + 3_600_000, isFrozen: true },
      {
        id: 3,
        afterEntry: 0,
        verb: 'clock.freeze',
        accountId: ACCOUNT,
        fromMs: noonMs + 3_600_000,
        atMs: Date.parse('2026-11-21T00:00:00Z'),
        isFrozen: true,
      },
    ]);
  });

  it('has every verb that changes what a reader sees', async () => {
    const mock = createMock({ seed: 'verbs' });
    const account = mock.account(ACCOUNT);
    const { pieces } = await open(mock);
    const [whole, one] = [mock.snapshot(), account.snapshot()];
    const [old] = mock.keys.list();
    await mock.clock.advanceAsync('1m');
    mock.clock.reset();
    await mock.keys.publish({ use: 'sentinelV1' });
    await mock.keys.rotate({ use: 'sentinelV1' });
    mock.keys.retire({ use: 'sentinelV1', kid: old?.kid ?? '' });
    mock.keys.reset();
    mock.journal.clear();
    account.journal.clear();
    mock.restore(whole);
    account.restore(one);
    account.reset();
    mock.reset(ACCOUNT);
    mock.reset();
    const heard: string[] = [];
    while (heard.length < 13) heard.push(inWords((await pieces.next()).value as string).split(' ')[1] ?? '');
    expect(heard.join(' ')).toBe(
      'clock.advance clock.reset keys.publish keys.rotate keys.retire keys.reset journal.clear journal.clear ' +
        'restore restore reset reset reset',
    );
    await pieces.return?.();
  });

  it('tells of webhooks where they were sent, between what testers changed', async () => {
    const endpoint = {
      endpoint: ENDPOINT,
      max_retries: 1,
      headers: [{ header_name: 'X-Key', header_value: 's3cret' }],
    };
    const mock = webhookMock({ [CONTENT]: endpoint });
    receiveInto(mock, (count) => (count === 1 ? 503 : 200));
    const jane = await openConversation(mock);
    await jane.say('hello');
    await mock.settled();
    mock.clock.advance('10s');
    await mock.clock.advanceAsync('20s');
    await call(mock, 1);
    const all = [
      '0.1 clock.freeze',
      '1.1 call 1',
      '2.1 call 2',
      '2.1.1 webhook 1: retrying',
      '2.2.1 clock.advance',
      '2.3.1 clock.advance',
      '2.3.2 webhook 2: delivered',
      '3.3.2 call 3',
    ];
    expect(await hear(mock, 8, '0')).toEqual(all);
    expect(await hear(mock, 3, '2.2.1')).toEqual(all.slice(5));
    expect(await hear(mock, 2, '2.3.1')).toEqual(all.slice(6));
    const { pieces } = await open(mock);
    const next = pieces.next();
    await mock.webhooks.resend('1');
    const piece = (await next).value as string;
    expect(inWords(piece)).toBe('3.3.3 webhook 3: delivered');
    await pieces.return?.();
    expect((JSON.parse(piece.split('data: ')[1] ?? '') as { attempt: unknown }).attempt).toEqual({
      id: '3',
      deliveryId: '1',
      accountId: ACCOUNT,
      clientId: CLIENT_ID,
      event: CONTENT,
      conversationId: jane.id,
      url: ENDPOINT,
      attempt: 2,
      atMs: (NOON_SECONDS + 30) * 1000,
      durationMs: expect.any(Number),
      state: 'delivered',
      status: 200,
      afterEntry: 3,
      afterChange: 3,
    });
    // What was sent is asked for.
    const headers = {
      'content-type': 'application/json',
      'x-key': '<not kept>',
      'x-liveperson-account-id': ACCOUNT,
      'x-liveperson-client-id': CLIENT_ID,
      'x-liveperson-signature': await mock.webhooks.sign(mock.webhooks.list()[0]?.body ?? ''),
    };
    expect(mock.webhooks.list({ deliveryId: '1' }).map((attempt) => attempt.headers)).toEqual([
      headers,
      headers,
      headers,
    ]);
    expect(mock.webhooks.list({ deliveryId: '2' })).toEqual([]);
  });

  it('does not tell of a move that was refused', async () => {
    const mock = noonMock();
    for (const by of ['61', '1e9y', Infinity])
      expect(() => {
        mock.clock.advance(by);
      }).toThrow(TypeError);
    expect(() => {
      mock.clock.set('yesterday');
    }).toThrow(TypeError);
    await call(mock, 1);
    expect(await hear(mock, 1, '0.1')).toEqual(['1.1 call 1']);
  });

  it('refuses what is no id of an event', async () => {
    const { ask } = await openAdmin();
    expect(await ask('GET', '/events?after=soon')).toMatchObject({
      status: 400,
      body: { error: { message: 'after: Expected the id of an event, such as 12.3' } },
    });
    expect(readCursor('12')).toEqual({ entry: 12, change: 0, attempt: 0 });
    expect(readCursor('1.2.3')).toEqual({ entry: 1, change: 2, attempt: 3 });
    expect(readCursor('1.2.3.4')).toBeUndefined();
  });

  it('forgets the oldest of many changes', () => {
    const log = createChangeLog(() => 0);
    for (let turn = 0; turn < 700; turn += 1)
      log.record({ verb: 'reset', accountId: undefined, fromMs: 0, atMs: 0, isFrozen: false });
    expect([log.after(0).length, log.after(0)[0]?.id, log.lastId()]).toEqual([500, 201, 700]);
  });

  it('ends what it waits for when its reader goes', async () => {
    const mock = createMock();
    const changes = createChangeLog(() => 0);
    const pieces = followEvents({ journal: mock.journal, changes, attempts: NO_ATTEMPTS }, undefined);
    await pieces.next();
    const next = pieces.next();
    await pieces.return?.();
    expect((await next).done).toBe(true);
  });
});

describe('GET /__admin/overview', () => {
  it('says how the clock stands', async () => {
    const { mock, ask } = await openAdmin();
    mock.clock.freeze(NOON);
    expect((await ask('GET', '/overview')).body).toMatchObject({
      nowMs: NOON_SECONDS * 1000,
      realMs: expect.any(Number),
      isFrozen: true,
      sinceMs: expect.any(Number),
    });
    mock.clock.reset();
    expect((await ask('GET', '/overview')).body).toMatchObject({ isFrozen: false });
  });
});
