import { describe, expect, it } from '@jest/globals';
import { createCapture } from '../../mock-server/control/capture/capture.ts';
import type { CapturedExchange } from '../../mock-server/control/capture/captured-exchange.ts';
import { createMemoryBudget } from '../../mock-server/memory/budget.ts';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { tokenId } from '../../mock-server/tokens/token-id.ts';
import { callOf, post } from '../support/calls.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET, NOON, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';
import { FOREIGN_KEY, signJws } from '../support/signed-by-hand.ts';
import type { AdminSetup } from './admin-setup.ts';
import { issue, openAdmin } from './admin-setup.ts';

const open = (options: MockOptions = {}): Promise<AdminSetup> => openAdmin({ capture: true, ...options });

/** What is kept of the last call. */
async function lastExchange({ mock, ask }: AdminSetup): Promise<CapturedExchange> {
  const { status, body } = await ask('GET', `/exchanges/${String(mock.journal.find().at(-1)?.id)}`);
  expect(status).toBe(200);
  return body as CapturedExchange;
}

const CONSUMER = `/api/account/${ACCOUNT}/consumer?v=1.0`;

describe('GET /__admin/exchanges/{id}', () => {
  it('gives what was said, with the ids of the tokens that the mock signed', async () => {
    const admin = await open();
    admin.mock.clock.freeze(NOON);
    const appJwt = await issue(admin);
    expect(await lastExchange(admin)).toMatchObject({
      request: {
        method: 'POST',
        target: `/sentinel/api/account/${ACCOUNT}/app/token?v=1.0`,
        headers: [['content-type', 'application/x-www-form-urlencoded']],
        body: {
          text: `client_id=${CLIENT_ID}&client_secret=<not kept>&grant_type=client_credentials`,
          isCut: false,
          isUtf8: true,
        },
      },
      answer: { status: 200, body: { text: `{"access_token":"<AppJWT ${tokenId(appJwt)}>","token_type":"Bearer"}` } },
    });
    await post(admin.mock, CONSUMER, { ext_consumer_id: 'jane' }, { authorization: appJwt, 'x-odd': 'as it was' });
    const { request, answer, origin, realMs } = await lastExchange(admin);
    expect(request.headers).toEqual([
      ['content-type', 'application/json'],
      ['authorization', `<AppJWT ${tokenId(appJwt)}>`],
      ['x-odd', 'as it was'],
    ]);
    expect(request.body.text).toBe('{"ext_consumer_id":"jane"}');
    expect('body' in answer && answer.body.text).toMatch(/^\{"token":"<ConsumerJWS [\da-f]{16}>"\}$/);
    expect([origin, typeof realMs]).toEqual(['http://localhost:4407', 'number']);
  });

  it('names a token of the mock that was not looked at, because the call was refused for another', async () => {
    const admin = await open();
    admin.mock.clock.freeze(NOON);
    const appJwt = await issue(admin);
    const { body } = await post(admin.mock, CONSUMER, { ext_consumer_id: 'jane' }, { authorization: appJwt });
    const { token } = JSON.parse(body) as { token: string };
    admin.mock.clock.advance('61m');
    const forged = `${token.slice(0, -20)}${'A'.repeat(20)}`;
    for (const [sent, kept] of [
      [token, `<ConsumerJWS ${tokenId(token)}>`],
      [forged, '<token not of this mock>'],
    ] as const) {
      const headers = { authorization: appJwt, 'x-lp-on-behalf': sent };
      await post(admin.mock, `/api/account/${ACCOUNT}/messaging/consumer/conversation/send?v=3`, {}, headers);
      const { request } = await lastExchange(admin);
      expect(request.headers).toContainEqual(['x-lp-on-behalf', kept]);
    }
  });

  it('keeps nothing of a token that the mock did not sign, however it is sent', async () => {
    const admin = await open();
    const foreign = await signJws(FOREIGN_KEY, { sub: 'somebody', iss: 'https://real.example.test' });
    const [header = '', claims = '', signature = ''] = foreign.split('.');
    const texts = [
      foreign,
      `Bearer ${foreign}`,
      `jwt ${foreign}`,
      `${header}.${claims}`,
      foreign.replaceAll('.', '%2E'),
    ];
    for (const authorization of texts) {
      await post(admin.mock, `${CONSUMER}&other=${authorization}`, `x=${authorization}&y={"z":"${authorization}"}`, {
        authorization,
        'x-other': authorization,
      });
      const text = JSON.stringify(await lastExchange(admin));
      expect([header, claims, signature].filter((part) => text.includes(part))).toEqual([]);
    }
  });

  it.each([
    ['a form', 'client_id=me&client_secret=the-wrong-secret&x=1'],
    ['a form with its name encoded', 'client%5Fsecret=the-wrong-secret'],
    ['JSON', '{"client_id": "me", "client_secret" : "the-wrong-secret", "n": 1}'],
    ['JSON with its name escaped', '{"client\\u005fsecret":"the-wrong-secret"}'],
    ['JSON that is broken', '{"client_secret": "the-wrong-secret'],
    ['JSON in which its name lost a quote', '{"username":"ada",\u0002password":"the-wrong-secret"}'],
    ['JSON in which its name is glued to a value', '{"username":"bo[]password":"the-wrong-secret"}'],
    ['JSON in which its name is glued to a token', '{"id_token":"eyJh.eyJi.AAApassword":"the-wrong-secret"}'],
    ['several parts', '--x\r\nContent-Disposition: form-data; name="client_secret"\r\n\r\nthe-wrong-secret\r\n--x--'],
    ['a header in a body', 'Password: the-wrong-secret'],
    ['quotes of the other kind', "{'password': 'the-wrong-secret'}"],
    ['another name for it', '{"apiKey":"the-wrong-secret"}'],
    ['JSON within JSON', JSON.stringify({ message: JSON.stringify({ password: 'the-wrong-secret' }) })],
    ['JSON within JSON within JSON', JSON.stringify(JSON.stringify(JSON.stringify({ password: 'the-wrong-secret' })))],
    ['a second place without a name', '{"password":"the-wrong-secret","note":"it is the-wrong-secret"}'],
  ])('keeps no secret of %s', async (_, body) => {
    const admin = await open();
    await post(admin.mock, `/sentinel/api/account/${ACCOUNT}/app/token?v=1.0`, body);
    const { request } = await lastExchange(admin);
    expect(request.body.text).not.toContain('wrong-secret');
    expect(request.body.text).toContain('<not kept>');
  });

  it('keeps no secret of the account under any name, and none of Basic', async () => {
    const admin = await open();
    const basic = `Basic ${btoa(`${CLIENT_ID}:${CLIENT_SECRET}`)}`;
    await post(admin.mock, `${CONSUMER}&remark=${CLIENT_SECRET}`, `hello ${CLIENT_SECRET}`, { authorization: basic });
    const exchange = await lastExchange(admin);
    expect(JSON.stringify(exchange)).not.toContain(CLIENT_SECRET);
    expect(exchange.request.headers).toEqual([['authorization', 'Basic <not kept>']]);
  });

  it('leaves what only looks a little like a secret', async () => {
    const admin = await open();
    const body =
      '{"kind":"req","type":".ams.cm.ConsumerRequestConversation","body":{"note":"see www.example.com/a.b.c, at 10:30; x=1","sessions":null,"tokens":[]}}';
    await post(admin.mock, '/nowhere', body);
    expect((await lastExchange(admin)).request.body.text).toBe(body);
  });

  it('cuts a body at 8 kB, and no character in two', async () => {
    const admin = await open();
    await post(admin.mock, '/nowhere', `a${'é'.repeat(6000)}`);
    const { body } = (await lastExchange(admin)).request;
    expect([body.characters, body.isCut, Buffer.byteLength(body.text)]).toEqual([6001, true, 8191]);
  });

  it('keeps no part of a token that stands across the cut', async () => {
    const admin = await open();
    const foreign = await signJws(FOREIGN_KEY, { sub: 'x'.repeat(2000) });
    await post(admin.mock, '/nowhere', `${'a '.repeat(4000)}${foreign}`);
    expect((await lastExchange(admin)).request.body.text).not.toContain('eyJ');
  });

  it.each(['authorization', 'x-lp-on-behalf', 'cookie', 'x-api-key'])('keeps no %s that is no token', async (name) => {
    const admin = await open();
    await post(admin.mock, CONSUMER, 'and once more: not-a-token', { [name]: 'not-a-token' });
    expect(JSON.stringify(await lastExchange(admin))).not.toContain('not-a-token');
  });

  it('keeps what a fault did, and no preflight', async () => {
    const admin = await open();
    admin.mock.faults.add({ error: 'reset' });
    await admin.mock.handle(callOf({ target: '/nowhere' }));
    expect((await lastExchange(admin)).answer).toEqual({ abort: 'reset' });
    await admin.mock.handle(callOf({ method: 'OPTIONS', target: '/nowhere' }));
    expect((await admin.ask('GET', '/exchanges/0')).status).toBe(404);
  });

  it.each(['0', '99', 'x', '1e3', '-1'])('has no exchange %s', async (id) => {
    const { ask } = await open();
    expect(await ask('GET', `/exchanges/${id}`)).toMatchObject({
      status: 404,
      body: { error: { message: 'no exchange of this id is kept, or no longer' } },
    });
  });

  it('forgets with the journal and with its account', async () => {
    const admin = await open();
    const { mock, ask } = admin;
    await post(mock, `/api/account/${ACCOUNT}/anonymous/authorize`);
    await post(mock, `/api/account/${OTHER_ACCOUNT}/anonymous/authorize`);
    const ids = mock.journal.find().flatMap(({ tokens }) => tokens.map(({ id }) => id ?? ''));
    mock.reset(ACCOUNT);
    const kept = async (): Promise<number[]> =>
      Promise.all(
        ['/exchanges/1', '/exchanges/2', ...ids.map((id) => `/tokens/${id}`)].map(
          async (path) => (await ask('GET', path)).status,
        ),
      );
    expect(await kept()).toEqual([404, 200, 404, 200]);
    mock.journal.clear();
    expect(await kept()).toEqual([404, 404, 404, 404]);
  });
});

describe('GET /__admin/tokens/{id}', () => {
  it('gives a token that the mock issued or minted, and no other', async () => {
    const admin = await open();
    const { mock, ask } = admin;
    const issued = await issue(admin);
    const minted = await mock.mint.lpJwt();
    // Good here, because the development keys are public, and yet not issued here.
    const elsewhere = await createMock().mint.consumerJws({ extConsumerId: 'of another mock' });
    await post(mock, CONSUMER, { ext_consumer_id: 'x' }, { authorization: issued, 'x-lp-on-behalf': elsewhere });
    const found = await Promise.all(
      [issued, minted, elsewhere].map((token) => ask('GET', `/tokens/${tokenId(token)}`)),
    );
    expect(found.map(({ status, body }) => [status, (body as { token?: string }).token])).toEqual([
      [200, issued],
      [200, minted],
      [404, undefined],
    ]);
  });
});

describe('Without the option capture', () => {
  it.each<[string, MockOptions]>([
    ['which is off by default', {}],
    ['which is off', { capture: false }],
  ])('%s, nothing is kept, and the answer says how to switch it on', async (_, options) => {
    const { mock, ask } = await openAdmin(options);
    await post(mock, '/nowhere');
    for (const path of ['/exchanges/1', '/tokens/0123456789abcdef'])
      expect(await ask('GET', path)).toMatchObject({
        status: 404,
        body: { error: { message: expect.stringContaining('start with --capture') } },
      });
    expect((await ask('GET', '/overview')).body).toMatchObject({ capture: false });
  });

  it('nor without the admin API', async () => {
    const mock: Mock = createMock({ capture: true, admin: false });
    expect((await post(mock, '/__admin/exchanges/1')).status).toBe(404);
  });
});

describe('What is kept of calls', () => {
  const said = (id: number, body: string): Parameters<ReturnType<typeof createCapture>['record']>[0] => ({
    id,
    accountId: ACCOUNT,
    call: callOf({ method: 'POST', body }),
    reply: { status: 200, headers: {}, body: '' },
    tokens: new Map(),
    secrets: [],
  });

  it('is the last 2,000', () => {
    const capture = createCapture(createMemoryBudget(1000));
    for (let id = 1; id <= 2100; id += 1) capture.record(said(id, 'short'));
    expect([capture.exchange(100), capture.exchange(101)?.id, capture.exchange(2100)?.id]).toEqual([
      undefined,
      101,
      2100,
    ]);
  });

  it('is 32 MB at the most, and less in a mock that may keep less', () => {
    for (const [megabytes, mostBytes] of [
      [1000, 32_000_000],
      [10, 3_750_000],
    ] as const) {
      const memory = createMemoryBudget(megabytes);
      const capture = createCapture(memory);
      for (let id = 1; id <= 2000; id += 1) capture.record(said(id, 'x'.repeat(8192)));
      expect(memory.keptBytes()).toBeLessThanOrEqual(mostBytes);
      expect(memory.keptBytes()).toBeGreaterThan(mostBytes * 0.9);
    }
  });

  it('is counted, and goes when other things need the room', () => {
    const memory = createMemoryBudget(1000);
    const capture = createCapture(memory);
    for (let id = 1; id <= 10; id += 1) capture.record(said(id, 'x'));
    capture.keepToken('a.b.c', { aud: ACCOUNT });
    expect([5, 3, 1, 1, 1, 0].map(() => capture.evict())).toEqual([5, 3, 1, 1, 1, 0]);
    expect(memory.keptBytes()).toBe(0);
  });
});
