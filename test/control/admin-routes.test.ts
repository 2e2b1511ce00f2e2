import { afterAll, describe, expect, it } from '@jest/globals';
import manifest from '../../package.json' with { type: 'json' };
import { routes } from '../../mock-server/admin/routes/index.ts';
import { post } from '../support/calls.ts';
import {
  ACCOUNT,
  CLIENT_ID,
  CLIENT_SECRET,
  NOON,
  NOON_SECONDS,
  OTHER_ACCOUNT,
  OTHER_CLIENT_ID,
  OTHER_CLIENT_SECRET,
} from '../support/through-every-adapter.ts';
import { CREATE_PATH, createBatch } from '../support/flows.ts';
import { comparableHeaders } from '../support/wire.ts';
import { expectAllAnswered, issue, openAdmin, openFrozen } from './admin-setup.ts';
import { CONSUMER_SOCKET, openSocket, signUp } from '../support/sockets.ts';

const NOON_ANSWER = { now: NOON_SECONDS * 1000, nowSeconds: NOON_SECONDS, at: NOON };
const TOKEN_PATH = `/sentinel/api/account/${ACCOUNT}/app/token`;

describe('GET /__admin/health', () => {
  it('says which mock it is', async () => {
    const { ask } = await openAdmin();
    expect(await ask('GET', '/health')).toMatchObject({
      status: 200,
      body: { status: 'ok', name: 'lp-auth-mock', version: manifest.version },
    });
  });

  it('answers HEAD without a body', async () => {
    const { ask } = await openAdmin();
    expect(await ask('HEAD', '/health')).toMatchObject({ status: 200, body: undefined });
  });

  it('is kept, guessed at and embedded by nobody', async () => {
    const { ask } = await openAdmin();
    expect(comparableHeaders(Object.entries((await ask('GET', '/health')).headers))).toEqual({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
  });
});

describe('/__admin/accounts', () => {
  it('lists the accounts with what you need to use them', async () => {
    const { ask } = await openAdmin();
    expect((await ask('GET', '/accounts')).body).toEqual({
      accounts: [
        { accountId: ACCOUNT, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, connectorId: 4567890 },
        {
          accountId: OTHER_ACCOUNT,
          clientId: OTHER_CLIENT_ID,
          clientSecret: OTHER_CLIENT_SECRET,
          connectorId: 4567890,
        },
      ],
    });
    expect((await ask('GET', `/accounts/${ACCOUNT}`)).body).toEqual({
      accountId: ACCOUNT,
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      connectorId: 4567890,
    });
  });

  it('creates one for {}, which can be used, and removes it', async () => {
    const { mock, ask } = await openAdmin({ closed: true });
    const created = await ask('POST', '/accounts', { body: {} });
    expect(created).toMatchObject({
      status: 201,
      body: {
        accountId: expect.stringMatching(/^\d{10}$/),
        clientId: expect.any(String),
        clientSecret: expect.any(String),
        connectorId: 4567890,
      },
    });
    const { accountId, clientId, clientSecret } = created.body as {
      accountId: string;
      clientId: string;
      clientSecret: string;
    };
    const form = new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'client_credentials',
    }).toString();
    expect((await post(mock, `/sentinel/api/account/${accountId}/app/token?v=1.0`, form)).status).toBe(200);
    expect((await ask('DELETE', `/accounts/${accountId}`)).status).toBe(204);
    expect((await post(mock, `/sentinel/api/account/${accountId}/app/token?v=1.0`, form)).status).not.toBe(200);
  });

  it('creates one as it is described', async () => {
    const { ask } = await openAdmin();
    const body = { accountId: 'acme', apps: [{ client_id: 'me', client_secret: 'my secret' }], connectors: [] };
    expect(await ask('POST', '/accounts', { body })).toMatchObject({
      status: 201,
      body: { accountId: 'acme', clientId: 'me', clientSecret: 'my secret' },
    });
    expect(await ask('POST', '/accounts', { body })).toMatchObject({
      status: 400,
      body: { error: { message: 'there is an account acme already' } },
    });
  });

  it('keeps the configured ones', async () => {
    const { ask } = await openAdmin();
    expect(await ask('DELETE', `/accounts/${ACCOUNT}`)).toMatchObject({
      status: 404,
      body: { error: { message: 'no account of this id was created; configured ones stay' } },
    });
  });
});

describe('/__admin/clock', () => {
  it('tells the time, moves it, and answers with the new one', async () => {
    const { mock, ask } = await openFrozen();
    expect((await ask('GET', '/clock')).body).toEqual(NOON_ANSWER);
    expect((await ask('POST', '/clock/advance', { body: { by: '61m' } })).body).toEqual({
      now: (NOON_SECONDS + 3660) * 1000,
      nowSeconds: NOON_SECONDS + 3660,
      at: '2026-11-20T13:01:00Z',
    });
    expect((await ask('POST', '/clock/set', { body: { at: NOON_SECONDS } })).body).toEqual(NOON_ANSWER);
    expect((await ask('POST', '/clock/freeze', { body: { at: '2030-01-01T00:00:00Z' } })).body).toMatchObject({
      at: '2030-01-01T00:00:00Z',
    });
    expect(mock.clock.now()).toBe(Date.parse('2030-01-01T00:00:00Z'));
    await ask('POST', '/clock/reset');
    expect(mock.clock.now()).toBeLessThan(Date.parse('2030-01-01T00:00:00Z') - 1);
  });

  it('stops where it is when no instant is given', async () => {
    const { mock, ask } = await openAdmin({ clock: { now: () => ticks++ } });
    let ticks = 1;
    await ask('POST', '/clock/freeze');
    expect(mock.clock.now()).toBe(mock.clock.now());
  });

  it('moves one account and no other', async () => {
    const { mock, ask } = await openFrozen();
    await ask('POST', '/clock/advance', { body: { by: 60, accountId: ACCOUNT } });
    expect(
      [ACCOUNT, OTHER_ACCOUNT].map((accountId) => mock.account(accountId).clock.nowSeconds() - NOON_SECONDS),
    ).toEqual([60, 0]);
    expect((await ask('GET', `/clock?accountId=${ACCOUNT}`)).body).toMatchObject({ nowSeconds: NOON_SECONDS + 60 });
  });

  it('says what a duration is', async () => {
    const { ask } = await openAdmin();
    expect((await ask('POST', '/clock/advance', { body: { by: '61' } })).body).toEqual({
      error: {
        message: `not a duration: "61". Give a text with a unit, such as '61m', '10s' or '730h', or a number of seconds.`,
      },
    });
  });
});

describe('/__admin/keys', () => {
  it('publishes, rotates and retires, and never shows a private key', async () => {
    const { mock, ask } = await openFrozen();
    const [old] = mock.keys.list();
    expect((await ask('GET', '/keys')).body).toEqual({ keys: JSON.parse(JSON.stringify(mock.keys.list())) as unknown });
    expect(await ask('POST', '/keys/publish', { body: { use: 'sentinelV1', kid: 'next' } })).toMatchObject({
      status: 201,
      body: { use: 'sentinelV1', kid: 'next', state: 'next', listed: true, endsAt: null },
    });
    expect((await ask('POST', '/keys/rotate', { body: { use: 'sentinelV1', overlap: '1h' } })).body).toEqual({
      use: 'sentinelV1',
      kid: 'next',
      state: 'signing',
      listed: true,
      signsFrom: NOON,
      endsAt: null,
    });
    expect(
      (await ask('POST', '/keys/retire', { body: { use: 'sentinelV1', kid: old?.kid, at: NOON } })).body,
    ).toMatchObject({ kid: old?.kid, state: 'retired', endsAt: NOON });
    expect((await ask('POST', '/keys/reset')).status).toBe(204);
    expect(mock.keys.list()[0]).toEqual(old);
  });

  it('says what is wrong with a key, and does not repeat it', async () => {
    const { ask } = await openAdmin();
    const { status, body } = await ask('POST', '/keys/publish', {
      body: { use: 'idp', key: { kty: 'RSA', n: 'abc', e: 'AQAB', d: 'top-secret' } },
    });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toContain('top-secret');
    expect(body).toMatchObject({ error: { path: expect.stringMatching(/^key\./) } });
  });
});

describe('/__admin/reset, /__admin/snapshot and /__admin/restore', () => {
  it('go back to the start, of one account or of all', async () => {
    const { mock, ask } = await openFrozen();
    for (const accountId of [ACCOUNT, OTHER_ACCOUNT]) mock.account(accountId).clock.advance('1h');
    expect((await ask('POST', '/reset', { body: { accountId: ACCOUNT } })).status).toBe(204);
    expect(
      [ACCOUNT, OTHER_ACCOUNT].map((accountId) => mock.account(accountId).clock.nowSeconds() - NOON_SECONDS),
    ).toEqual([0, 3600]);
    mock.faults.add({ error: 'reset' });
    await ask('POST', '/reset');
    expect([mock.faults.list(), mock.journal.find()]).toEqual([[], []]);
  });

  it('go back to a state, faults and revoked tokens and all', async () => {
    const { mock, ask } = await openFrozen();
    const token = await mock.mint.extJwt();
    mock.revoke(token);
    mock.faults.add({ error: { status: 503, body: 'busy' }, match: { path: 'token' } });
    const { body } = await ask('GET', '/snapshot');
    expect(body).toEqual(JSON.parse(JSON.stringify(mock.snapshot())));
    mock.reset();
    expect((await ask('POST', '/restore', { body: { snapshot: body } })).status).toBe(204);
    expect(mock.faults.list()).toHaveLength(1);
    expect((await mock.inspect(token)).reason?.slug).toBe('ext-jwt-revoked');
  });

  it('go back to the state of one account', async () => {
    const { mock, ask } = await openFrozen();
    mock.account(ACCOUNT).clock.advance('1h');
    const { body: snapshot } = await ask('GET', `/snapshot?accountId=${ACCOUNT}`);
    mock.reset(ACCOUNT);
    await ask('POST', '/restore', { body: { snapshot, accountId: ACCOUNT } });
    expect(mock.account(ACCOUNT).clock.nowSeconds()).toBe(NOON_SECONDS + 3600);
    expect(await ask('POST', '/restore', { body: { snapshot, accountId: OTHER_ACCOUNT } })).toMatchObject({
      status: 400,
      body: { error: { message: `the snapshot has no account ${OTHER_ACCOUNT}; it has ${ACCOUNT}` } },
    });
  });
});

describe('/__admin/openapi.json', () => {
  it('describes every row under the verb that it stands for', async () => {
    const { ask } = await openAdmin();
    const { paths } = (await ask('GET', '/openapi.json')).body as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => `${operationId}: ${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(routes.map(({ verb, method, path }) => `${verb}: ${method} ${path}`).sort());
  });
});

describe('What the admin API tells after a whole flow', () => {
  it('has no secret and no signature in it, wherever one looks', async () => {
    const admin = await openAdmin();
    const { mock, ask } = admin;
    const appJwt = await issue(admin);
    const headers = { authorization: appJwt, 'content-type': 'application/json' };
    const consumerJws = (
      JSON.parse(
        (await post(mock, `/api/account/${ACCOUNT}/consumer?v=1.0`, { ext_consumer_id: 'jane' }, headers)).body,
      ) as { token: string }
    ).token;
    const batch = createBatch();
    await post(mock, CREATE_PATH, batch, { ...headers, 'x-lp-on-behalf': consumerJws });
    await post(mock, CREATE_PATH, batch, { ...headers, authorization: `${appJwt}x`, 'x-lp-on-behalf': consumerJws });
    await post(
      mock,
      `${TOKEN_PATH}?v=1.0&client_secret=a-wrong-secret`,
      `grant_type=client_credentials&client_id=${CLIENT_ID}`,
    );
    const anonymous = (
      JSON.parse((await post(mock, `/api/account/${ACCOUNT}/anonymous/authorize`)).body) as { token: string }
    ).token;
    mock.revoke(anonymous);
    const { accountId, clientSecret } = mock.accounts.create();
    mock.faults.add({ error: 'reset', account: accountId });

    const paths = routes
      .filter(({ method, verb }) => method === 'GET' && !/^account|watch$|^conversations.find$/.test(verb))
      .map(({ path }) => path.replace('/__admin', '').replace('{id}', 'fault-1'));
    const told = await Promise.all(paths.map(async (path) => JSON.stringify((await ask('GET', path)).body)));
    told.push(
      ...(await Promise.all(
        [appJwt, consumerJws, anonymous]
          .flatMap((token) => [
            ask('POST', '/tokens/inspect', { body: { token } }),
            ask('POST', '/journal/trace', { body: { token } }),
          ])
          .map(async (answer) => JSON.stringify((await answer).body)),
      )),
    );
    const secrets = [
      CLIENT_SECRET,
      OTHER_CLIENT_SECRET,
      'a-wrong-secret',
      clientSecret ?? '',
      ...[appJwt, consumerJws, anonymous].map((token) => token.split('.')[2] ?? ''),
    ];
    expect(secrets.filter((secret) => secret === '' || told.join('\n').includes(secret))).toEqual([]);
    expect(told.join('\n')).toContain('jane');
  });
});

describe('/__admin/conversations, /sockets, /agent and /functions', () => {
  it('tell of what goes on, and take part in it', async () => {
    const { mock, ask } = await openAdmin();
    const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${await signUp(mock)}` });
    socket.send({ kind: 'req', id: '1', type: 'cm.ConsumerRequestConversation' });
    const [conversation] = mock.conversations.list();
    const path = `/conversations/${conversation?.id ?? ''}`;
    const text = { text: 'hello' };
    expect(await ask('POST', `${path}/say`, { body: text })).toMatchObject({ status: 200, body: { sequence: 0 } });
    expect((await ask('POST', `${path}/say`, { body: { ...text, as: 'consumer' } })).body).toEqual({ sequence: 1 });
    const view = { id: conversation?.id, state: 'OPEN', messages: [text, text] };
    expect(await ask('GET', path)).toMatchObject({ status: 200, body: view });
    expect((await ask('GET', '/conversations?state=OPEN')).body).toMatchObject({ conversations: [view] });
    expect((await ask('POST', `${path}/transfer`, { body: { skillId: '77' } })).status).toBe(204);
    expect((await ask('POST', `${path}/close`, { body: {} })).status).toBe(204);
    expect(mock.conversations.find(conversation?.id ?? '')).toMatchObject({ skillId: '77', closedBy: 'AGENT' });
    expect((await ask('POST', `${path}/say`, { body: text })).status).toBe(400);
    expect((await ask('GET', '/conversations/nowhere')).status).toBe(404);
    const sockets = (await ask('GET', '/sockets')).body as { sockets: { id: string; side: string }[] };
    expect(sockets).toMatchObject({ sockets: [{ side: 'consumer', accountId: ACCOUNT }] });
    const close = `/sockets/${sockets.sockets[0]?.id ?? ''}/close`;
    expect((await ask('POST', close, { body: { code: 4000 } })).status).toBe(204);
    expect([socket.closed()?.[0], (await ask('POST', close, { body: {} })).status]).toEqual([4000, 404]);
    expect((await ask('POST', '/agent/script', { body: { script: 'echo' } })).status).toBe(204);
    expect((await ask('POST', '/agent/script', { body: { script: 'loud' } })).status).toBe(400);
  });

  it('say what functions answer', async () => {
    const { ask } = await openAdmin();
    const answer = { id: 'x', body: { price: 7 }, status: 202, accountId: ACCOUNT };
    expect((await ask('POST', '/functions', { body: answer })).status).toBe(204);
    expect((await ask('GET', '/functions')).body).toEqual({ answers: [answer] });
    for (const body of [{ ...answer, id: '' }, { ...answer, status: 901 }, { id: 'x' }, { ...answer, more: 1 }])
      expect((await ask('POST', '/functions', { body })).status).toBe(400);
  });
});

afterAll(() => {
  expectAllAnswered({ aboutCalls: false });
});
