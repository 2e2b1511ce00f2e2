import { createHmac } from 'node:crypto';
import { expect, it } from '@jest/globals';
import type { Account } from '../../../mock-server/domain/account.ts';
import { newConversation } from '../../../mock-server/domain/conversation.ts';
import type { Happening } from '../../../mock-server/domain/event-log.ts';
import { createIds } from '../../../mock-server/ids.ts';
import { uncounted } from '../../../mock-server/memory/budget.ts';
import type { ToldAttempt, WebhookAttempt } from '../../../mock-server/webhooks/attempt.ts';
import { webhookBody } from '../../../mock-server/webhooks/bodies.ts';
import type { WebhookPost } from '../../../mock-server/webhooks/carrier.ts';
import { createWebhookEngine } from '../../../mock-server/webhooks/engine.ts';
import { sampleOf } from '../../../mock-server/webhooks/samples.ts';
import { appOf, openAccount, standingClock } from '../domain/open-account.ts';
import { appWith, bothEvents, CHANGE, CONTENT, TO_CHANGE, TO_CONTENT } from './queue-scene.ts';

const SETTINGS = { signature: 'sha256', slowMs: 0, timeoutMs: 1000, connectTimeoutMs: 1000, hosts: [] } as const;
const HEADERS = [{ header_name: 'X-Key', header_value: 's3cret' }];
const WITH_HEADERS = { [CONTENT]: { endpoint: TO_CONTENT, headers: HEADERS } };

const signed = (body: string, clientId = 'app'): string =>
  `sha256=${createHmac('sha256', `secret of ${clientId}`).update(body).digest('base64')}`;

function message(atMs: number, audience: 'ALL' | 'AGENTS_AND_MANAGERS' = 'ALL'): Happening {
  const from = { id: 'jane', pid: 'jane', role: 'CONSUMER', state: 'ACTIVE' } as const;
  const event = { type: 'ContentEvent', message: 'hello' };
  return { ...change(atMs), published: { sequence: 0, from, atMs, audience, event } };
}

function change(atMs: number): Happening {
  const event = { id: 1, kind: 'message-published', atMs, conversationId: 'c' } as const;
  return { event, conversation: newConversation('c', 'jane', 0, {}) };
}

function open(apps: Parameters<typeof appWith>[0][] = [bothEvents()], status = 200) {
  const clock = standingClock();
  clock.set(new Date(5000));
  const named = apps.map((webhooks, index) => appWith(webhooks, index === 0 ? 'app' : `app-${String(index)}`));
  const account = openAccount({ apps: named }, { clock, ids: createIds('engine') });
  const [posts, told] = [[] as WebhookPost[], [] as ToldAttempt[]];
  const underWay: Promise<unknown>[] = [];
  const [paused, gone] = [new Set<string>(), new Set<Account>()];
  const is = { status };
  const engine = createWebhookEngine({
    settings: SETTINGS,
    carriers: () => [
      (post) => {
        posts.push(post);
        return Promise.resolve({ status: is.status });
      },
    ],
    isPaused: (accountId) => paused.has(accountId),
    isThere: (of) => !gone.has(of),
    track: (work) => underWay.push(work),
    memory: uncounted(),
    place: () => ({ afterEntry: 3, afterChange: 4 }),
    onAttempt: (attempt) => told.push(attempt),
  });
  const settle = async (): Promise<void> => {
    while (underWay.length > 0) await underWay.shift();
  };
  const shortly = (): string[] =>
    engine.attempts.list({}).map((each) => `${String(each.attempt)} ${each.state} ${each.url}`);
  return { engine, account, clock, posts, told, paused, gone, is, underWay, settle, shortly };
}

/** What every webhook has. */
function headersOf(body: string, clientId = 'app'): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    'x-liveperson-account-id': '100',
    'x-liveperson-client-id': clientId,
    'x-liveperson-signature': signed(body, clientId),
  };
}

/** What an attempt is that was answered at once. */
function attempted(changes: Partial<WebhookAttempt>): WebhookAttempt {
  const body = changes.body ?? '';
  return {
    id: '1',
    deliveryId: '1',
    accountId: '100',
    clientId: 'app',
    event: CONTENT,
    conversationId: 'c',
    url: TO_CONTENT,
    attempt: 1,
    atMs: 5000,
    durationMs: expect.any(Number) as unknown as number,
    state: 'delivered',
    status: 200,
    reason: undefined,
    nextAtMs: undefined,
    headers: { 'x-key': '<not kept>', ...headersOf(body) },
    body,
    ...changes,
  };
}

it('what happens is sent to each app that wants it, signed by its secret, and the attempt is kept and told of', async () => {
  const { engine, account, posts, told, settle } = open([WITH_HEADERS]);
  engine.tell(account, message(1000));
  await settle();
  const body = webhookBody(message(1000), '100', '');
  expect(engine.attempts.list({})).toEqual([attempted({ body })]);
  expect(told).toEqual([
    { ...attempted({ body }), headers: undefined, body: undefined, afterEntry: 3, afterChange: 4 },
  ]);
  expect(posts).toEqual([{ url: TO_CONTENT, headers: { ...headersOf(body), 'x-key': 's3cret' }, body }]);
});

it('apps that want other events, or nothing, hear nothing, nor does anybody of what agents alone may see', async () => {
  const { engine, account, posts, settle } = open([
    {},
    bothEvents(),
    { [CHANGE]: { endpoint: TO_CHANGE } },
    WITH_HEADERS,
  ]);
  engine.tell(account, message(1000, 'AGENTS_AND_MANAGERS'));
  engine.tell(account, message(1000));
  await settle();
  // Apps do not wait for each other: which of two is signed first is not said.
  expect(posts.map(({ headers }) => headers['x-liveperson-client-id']).sort()).toEqual(['app-1', 'app-3']);
  const kept = engine.attempts.list({}).map(({ deliveryId, clientId }) => `${deliveryId} ${clientId}`);
  expect(kept.sort()).toEqual(['1 app-1', '2 app-3']);
});

it('each app is told of changes by an id of its own, which stays', async () => {
  const { engine, account, posts, settle } = open([bothEvents(), bothEvents()]);
  engine.tell(account, change(1000));
  await settle();
  engine.tell(account, change(2000));
  await settle();
  await engine.sendSample(account, 'app', TO_CHANGE, CHANGE);
  const ids = posts.map(({ body }) => (JSON.parse(body) as { body: { subscriptionId: string } }).body.subscriptionId);
  const own = (clientId: string): string => createIds('engine').fork(`subscription/${clientId}`).uuid();
  expect(ids).toHaveLength(5);
  // Apps do not wait for each other, but for what they are told before.
  expect([ids.slice(0, 2).sort(), ids.slice(2, 4).sort(), ids.at(-1)]).toEqual([
    ['app', 'app-1'].map(own).sort(),
    ['app', 'app-1'].map(own).sort(),
    own('app'),
  ]);
});

it('a retention counts from when it happened', async () => {
  const { engine, account, settle } = open([bothEvents(1, 10)], 503);
  engine.tell(account, message(-3001));
  engine.tell(account, message(-3000));
  await settle();
  expect(engine.attempts.list({}).map(({ state, nextAtMs }) => [state, nextAtMs])).toEqual([
    ['dropped', undefined],
    ['retrying', 7000],
  ]);
});

it('nothing goes out while the account is paused, and it is owed until then', async () => {
  const { engine, account, paused, posts, settle } = open();
  paused.add('100');
  engine.tell(account, message(1000));
  engine.resume('100');
  await settle();
  expect([posts, engine.owed(), engine.owed('100'), engine.owed('200')]).toEqual([[], 1, 1, 0]);
  paused.clear();
  engine.resume('200');
  expect(engine.owed()).toBe(1);
  engine.resume('100');
  await settle();
  expect([posts.length, engine.owed()]).toEqual([1, 0]);
});

it('nothing goes out for an account that is gone, and what was under way is told to nobody', async () => {
  const { engine, account, gone, posts, told, settle } = open();
  engine.tell(account, message(1000));
  gone.add(account);
  engine.tell(account, change(1000));
  await settle();
  expect([posts.length, told, engine.owed()]).toEqual([1, [], 0]);
});

it('the older half of what is owed is given up when there is no more memory', () => {
  const { engine, account, paused, shortly } = open();
  paused.add('100');
  for (let count = 0; count < 3; count += 1) engine.tell(account, message(1000));
  expect([engine.dropOwed(), engine.owed(), shortly()]).toEqual([2, 1, ['0 dropped ', '0 dropped ']]);
});

it('an endpoint that was too slow for two minutes is disabled, and enabled by the end of a pause', async () => {
  const { engine, account, clock, settle, posts } = open([WITH_HEADERS]);
  for (const seconds of [0, 120, 0]) {
    clock.advance(seconds);
    engine.tell(account, message(1000));
    await settle();
  }
  expect(posts).toHaveLength(2);
  engine.resume();
  engine.tell(account, message(1000));
  await settle();
  expect(posts).toHaveLength(3);
});

it('an attempt is sent once more to where the app wants it now, as the next one of its delivery', async () => {
  const { engine, account, clock, posts, is, underWay, settle } = open([WITH_HEADERS], 500);
  const before = { ...attempted({ body: '{"a":1}' }), deliveryId: '7', attempt: 2, url: 'https://before.test/' };
  clock.advance(1);
  const sending = engine.resend(account, before);
  expect(underWay).toHaveLength(1);
  const about = { deliveryId: '7', attempt: 3, atMs: 6000, body: '{"a":1}' };
  const reason = 'answered with 500; only 200 and 201 count';
  expect(await sending).toEqual(attempted({ ...about, status: 500, reason, state: 'dropped' }));
  await settle();
  is.status = 201;
  const [app] = account.installations.list();
  if (app === undefined) throw new Error('the app is not there');
  account.installations.replace(app, appOf('app'));
  const again = attempted({ ...about, id: '2', url: before.url, status: 201, headers: headersOf(about.body) });
  expect(await engine.resend(account, before)).toEqual(again);
  expect(posts.map(({ url }) => url)).toEqual([TO_CONTENT, before.url]);
  expect(engine.attempts.list({})[1]).toEqual(again);
  expect(() => engine.resend(account, { ...before, clientId: 'nobody' })).toThrow(
    new TypeError('account 100 has no app installation "nobody"'),
  );
});

it('a sample is sent anywhere, with the headers that the app has for its event', async () => {
  const { engine, account, told, underWay } = open([WITH_HEADERS, {}]);
  const body = webhookBody(sampleOf(CONTENT, 5000), '100', '');
  const sent = { url: 'http://any.test/', conversationId: undefined, body };
  const sending = engine.sendSample(account, undefined, 'http://any.test/', CONTENT);
  expect(underWay).toHaveLength(1);
  expect(await sending).toEqual(attempted(sent));
  const other = await engine.sendSample(account, 'app-1', 'http://any.test/', CONTENT);
  const about = { id: '2', deliveryId: '2', clientId: 'app-1', headers: headersOf(body, 'app-1') };
  expect(other).toEqual(attempted({ ...sent, ...about }));
  expect((await engine.sendSample(account, 'app', 'http://any.test/', CHANGE)).headers).not.toHaveProperty('x-key');
  expect(told).toHaveLength(3);
});

it.each([
  [
    'events',
    'app',
    'url: Expected a URL of at most 2048 characters, for instance https://connector.example.test/events',
  ],
  ['http://any.test/', 'nobody', 'account 100 has no app installation "nobody"'],
])('a sample to %j for the app %j is refused', (url, clientId, sentence) => {
  const { engine, account, posts } = open();
  expect(() => engine.sendSample(account, clientId, url, CONTENT)).toThrow(new TypeError(sentence));
  expect(posts).toEqual([]);
});

it('a body is signed by the secret of the app that is named, else of the first', async () => {
  const { engine, account } = open([{}, {}]);
  expect(await engine.sign(account, undefined, '{}')).toBe(signed('{}'));
  expect(await engine.sign(account, 'app-1', '{}')).toBe(signed('{}', 'app-1'));
  await expect(engine.sign(account, 'nobody', '{}')).rejects.toThrow(TypeError);
});
