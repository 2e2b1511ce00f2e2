import { expect, it } from '@jest/globals';
import { CALLBACK, WEB_CLIENT_ID, WEB_CLIENT_SECRET } from '../support/code-flow.ts';
import { askForAppJwt, decode, text } from '../support/flows.ts';
import { reasonOf } from '../support/refusals.ts';
import type { Heard, OpenMock, RequestParts } from '../support/through-every-adapter.ts';
import {
  ACCOUNT,
  CLIENT_ID,
  CLIENT_SECRET,
  describeThroughEveryAdapter,
  OTHER_ACCOUNT,
} from '../support/through-every-adapter.ts';

const LIST = `/api/account/${ACCOUNT}/configuration/app-install/installations`;
const ONE = `${LIST}/${CLIENT_ID}`;
const ENDPOINT = 'https://connector.example.test/events';
const CONTENT = 'ms.MessagingEventNotification.ContentEvent';

/** The app that the account is configured with, as it is on the wire. */
const CONFIGURED = {
  client_id: CLIENT_ID,
  client_secret: CLIENT_SECRET,
  client_name: 'Sample connector',
  grant_types: ['client_credentials'],
  response_types: ['token'],
  scope: 'msg.consumer',
  enabled: true,
  deleted: false,
  id: CLIENT_ID,
};

/** The one for people who log in. */
const WEB_APP = {
  client_id: WEB_CLIENT_ID,
  client_secret: WEB_CLIENT_SECRET,
  client_name: 'Sample web application',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: [CALLBACK],
  scope: 'msg.consumer',
  enabled: true,
  deleted: false,
  id: WEB_CLIENT_ID,
};

const RECORD = {
  client_name: 'My connector',
  description: 'for a test',
  grant_types: ['client_credentials'],
  response_types: ['token'],
  scope: 'msg.consumer',
  enabled: true,
  capabilities: {
    webhooks: {
      [CONTENT]: { endpoint: ENDPOINT, max_retries: 5, headers: [{ header_name: 'x-env', header_value: 'local' }] },
      retry: { retention_time: 600 },
    },
    engagement: { design_engagement: false },
  },
};

/** Asks as an agent who is logged in. */
type Ask = (method: string, path: string, parts?: RequestParts) => Promise<Heard>;

async function asAgent(mock: OpenMock, account = ACCOUNT): Promise<Ask> {
  const login = await mock.post(`/api/account/${account}/login?v=1.3`, {
    body: { username: 'ada', password: 'pw-ada' },
  });
  const authorization = `Bearer ${text(login.json(), 'bearer')}`;
  return (method, path, { headers, ...parts } = {}) =>
    mock.ask(method, path, { ...parts, headers: { authorization, ...headers } });
}

interface Expected {
  readonly status: number;
  readonly text: string;
  readonly revision: string | undefined;
}

const seen = ({ status, text: body, headers }: Heard): Expected => ({
  status,
  text: body,
  revision: headers['ac-revision'],
});

function expectRefusal(answer: Heard, status: number, error: string, slug: string): void {
  expect({ status: answer.status, text: answer.text, reason: reasonOf(answer) }).toEqual({
    status,
    text: JSON.stringify({ error }),
    reason: slug,
  });
}

interface Installed {
  readonly client_id: string;
  readonly client_secret: string;
}

async function install(ask: Ask, record: object = RECORD): Promise<Installed> {
  const answer = await ask('POST', LIST, { body: record });
  expect(answer.status).toBe(201);
  return answer.json() as Installed;
}

describeThroughEveryAdapter(
  'App installations',
  (open) => {
    it('are listed with what the account is configured with, at the first revision', async () => {
      const ask = await asAgent(await open());
      const answer = await ask('GET', `${LIST}?v=1.0`);
      expect(seen(answer)).toEqual({ status: 200, text: JSON.stringify([CONFIGURED, WEB_APP]), revision: '1' });
      expect(answer.headers['content-type']).toBe('application/json');
      expect(answer.headers['access-control-expose-headers']).toContain('ac-revision');
      expect(seen(await ask('GET', `${ONE}?v=1.0`))).toEqual({
        status: 200,
        text: JSON.stringify(CONFIGURED),
        revision: '1',
      });
    });

    it('get one more with a new id and secret, which Sentinel takes at once', async () => {
      const mock = await open();
      const ask = await asAgent(mock);
      const answer = await ask('POST', `${LIST}?v=1.0`, { body: RECORD });
      const { client_id: id, client_secret: secret } = answer.json() as Installed;
      const { capabilities, ...members } = RECORD;
      const record = { client_id: id, client_secret: secret, ...members, deleted: false, capabilities, id };
      expect(seen(answer)).toEqual({ status: 201, text: JSON.stringify(record), revision: '2' });
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
      expect(secret).toMatch(/^[\da-v]{26}$/);
      expect((await ask('GET', LIST)).text).toBe(JSON.stringify([CONFIGURED, WEB_APP, record]));
      const token = await askForAppJwt(mock, { client_id: id, client_secret: secret });
      expect(decode(text(token.json(), 'access_token')).claims).toMatchObject({ azp: id, aud: ACCOUNT });
      expect(reasonOf(await askForAppJwt(mock, { client_id: id }))).toBe('client-secret-wrong');
    });

    it('are replaced, and Sentinel goes by the new record', async () => {
      const mock = await open();
      const ask = await asAgent(mock);
      const record = { ...RECORD, scope: 'msg.consumer other', logo_uri: 'https://example.test/logo' };
      const answer = await ask('PUT', `${ONE}?v=1.0`, { headers: { 'if-match': '1' }, body: record });
      const { capabilities, ...members } = RECORD;
      const id = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
      const others = { logo_uri: record.logo_uri, id: CLIENT_ID };
      const replaced = { ...id, ...members, scope: record.scope, deleted: false, capabilities, ...others };
      expect(seen(answer)).toEqual({ status: 200, text: JSON.stringify(replaced), revision: '2' });
      const token = await askForAppJwt(mock);
      expect(decode(text(token.json(), 'access_token')).claims).toMatchObject({ scope: 'msg.consumer other' });
      const off = { ...replaced, enabled: false, grant_types: [] };
      expect(await ask('PUT', ONE, { headers: { 'if-match': '2' }, body: off })).toMatchObject({ status: 200 });
      expect(reasonOf(await askForAppJwt(mock))).toBe('client-disabled');
      await ask('PUT', ONE, { headers: { 'if-match': '3' }, body: { ...off, enabled: true } });
      expect(reasonOf(await askForAppJwt(mock))).toBe('grant-type-not-held');
    });

    it('are removed, and Sentinel refuses the app', async () => {
      const mock = await open();
      const ask = await asAgent(mock);
      expect(seen(await ask('DELETE', `${ONE}?v=1.0`, { headers: { 'if-match': '1' } }))).toEqual({
        status: 204,
        text: '',
        revision: '2',
      });
      expect(seen(await ask('GET', LIST))).toEqual({ status: 200, text: JSON.stringify([WEB_APP]), revision: '2' });
      expectRefusal(await ask('GET', ONE), 404, 'not_found', 'installation-unknown');
      expect(reasonOf(await askForAppJwt(mock))).toBe('client-disabled');
    });

    it('refuse a change from an older revision, and tell the last one', async () => {
      const ask = await asAgent(await open());
      await install(ask);
      for (const [method, parts] of [
        ['PUT', { body: RECORD }],
        ['DELETE', {}],
      ] as const) {
        const answer = await ask(method, ONE, { ...parts, headers: { 'if-match': '1' } });
        expectRefusal(answer, 412, 'precondition_failed', 'revision-stale');
        expect(answer.headers['ac-revision']).toBe('2');
      }
      const stale = await ask('POST', LIST, { headers: { 'if-match': '1' }, body: RECORD });
      expectRefusal(stale, 412, 'precondition_failed', 'revision-stale');
    });

    it.each(['1', '"1"', 'W/"1"', '"7", "1"', '*'])('take the revision as If-Match: %s', async (tag) => {
      const ask = await asAgent(await open());
      const answer = await ask('PUT', ONE, { headers: { 'if-match': tag }, body: RECORD });
      expect(seen(answer)).toMatchObject({ status: 200, revision: '2' });
      expect(answer.headers['lp-mock-deviation']).toBeUndefined();
    });

    it('let a change without If-Match pass and note it; a strict mock refuses it', async () => {
      const ask = await asAgent(await open());
      const answer = await ask('PUT', ONE, { body: RECORD });
      expect(answer.status).toBe(200);
      expect(answer.headers['lp-mock-deviation']).toMatch(/^if-match-missing; /);
      const strict = await asAgent(await open({ strict: true }));
      expectRefusal(await strict('DELETE', `${ONE}?v=1.0`), 412, 'precondition_failed', 'deviation-refused');
    });

    it('take every spelling of path and version', async () => {
      const ask = await asAgent(await open());
      for (const path of [LIST, `${LIST}/`, ONE, `${ONE}/`])
        for (const query of ['', '?v=1', '?v=1.0', '?v=2.0']) {
          const answer = await ask('GET', `${path}${query}`);
          expect(answer.status).toBe(200);
          expect(answer.headers['lp-mock-deviation']).toBeUndefined();
        }
      expect((await ask('GET', `${LIST}?v=7`)).headers['lp-mock-deviation']).toMatch(/^version; /);
    });

    it('are for agents who are logged in', async () => {
      const mock = await open({
        closed: true,
        accounts: [{ accountId: ACCOUNT, agents: [{ username: 'ada', password: 'pw-ada' }] }],
      });
      const ask = await asAgent(mock);
      expect(await ask('GET', LIST)).toMatchObject({ status: 200, text: '[]' });
      const OAUTH_1 = 'OAuth oauth_consumer_key="key"';
      for (const headers of [{}, { authorization: OAUTH_1 }, { authorization: 'Basic YTpi' }])
        expectRefusal(await mock.get(LIST, { headers }), 401, 'unauthorized', 'agent-bearer-missing');
      const unknown = await mock.get(LIST, { headers: { authorization: 'Bearer nobody' } });
      expectRefusal(unknown, 401, 'unauthorized', 'agent-bearer-unknown');
      const elsewhere = await ask('GET', LIST.replace(ACCOUNT, '99999999'));
      expectRefusal(elsewhere, 401, 'unauthorized', 'account-unknown');
      await mock.clock.advance('8h');
      expectRefusal(await ask('GET', LIST), 401, 'unauthorized', 'agent-bearer-unknown');
    });

    it('are not there for an agent of another account', async () => {
      const mock = await open();
      const other = await asAgent(mock, OTHER_ACCOUNT);
      expectRefusal(await other('GET', LIST), 401, 'unauthorized', 'agent-bearer-unknown');
    });

    it('say which there are when one is asked for that is not there', async () => {
      const ask = await asAgent(await open());
      const nobody = `${LIST}/nobody`;
      for (const [method, parts] of [
        ['GET', {}],
        ['PUT', { body: RECORD }],
        ['DELETE', {}],
      ] as const) {
        const answer = await ask(method, nobody, parts);
        expectRefusal(answer, 404, 'not_found', 'installation-unknown');
        expect(answer.headers['lp-mock-reason']).toContain(CLIENT_ID);
      }
      await ask('DELETE', ONE, { headers: { 'if-match': '1' } });
      await ask('DELETE', `${LIST}/${WEB_CLIENT_ID}`, { headers: { 'if-match': '2' } });
      expect((await ask('GET', nobody)).headers['lp-mock-reason']).toContain('the account has none');
      for (let count = 1; count <= 5; count += 1) await install(ask);
      expect((await ask('GET', nobody)).headers['lp-mock-reason']).toContain('and 2 more');
    });

    const webhook = (endpoint: unknown): object => ({ capabilities: { webhooks: { [CONTENT]: endpoint } } });
    const header = (name: unknown, value: unknown): object =>
      webhook({ endpoint: ENDPOINT, headers: [{ header_name: name, header_value: value }] });
    it.each<[what: string, body: object | string, slug: string]>([
      ['no body', '', 'body-wrong-shape'],
      ['an array', [], 'body-wrong-shape'],
      ['no JSON', '{"client_name":', 'body-not-json'],
      ['a name that is no text', { client_name: 7 }, 'body-wrong-shape'],
      ['grants that are no list', { grant_types: 'client_credentials' }, 'body-wrong-shape'],
      ['more than 64 kB', { description: 'x'.repeat(65_536) }, 'body-too-large'],
      ['too many levels', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`, 'body-wrong-shape'],
      ['webhooks that are no object', { capabilities: { webhooks: [] } }, 'body-wrong-shape'],
      ['an event type that is no object', webhook('x'), 'body-wrong-shape'],
      ['no endpoint', webhook({}), 'body-wrong-shape'],
      ['an endpoint that is no URL', webhook({ endpoint: 'connector/events' }), 'body-wrong-shape'],
      ['an endpoint of another scheme', webhook({ endpoint: 'ftp://example.test/' }), 'body-wrong-shape'],
      ['an endpoint with a password', webhook({ endpoint: 'https://a:b@example.test/' }), 'body-wrong-shape'],
      ['an endpoint that is too long', webhook({ endpoint: `${ENDPOINT}/${'x'.repeat(2048)}` }), 'body-wrong-shape'],
      ['six retries', webhook({ endpoint: ENDPOINT, max_retries: 6 }), 'body-wrong-shape'],
      ['headers that are no list', webhook({ endpoint: ENDPOINT, headers: {} }), 'body-wrong-shape'],
      ['a header that the sender sets', header('Host', 'example.test'), 'body-wrong-shape'],
      ['a header of two lines', header('x-env', 'a\r\nb: c'), 'body-wrong-shape'],
      ['a header without a name', header(undefined, 'a'), 'body-wrong-shape'],
      ['a retention of a second', { capabilities: { webhooks: { retry: { retention_time: 1 } } } }, 'body-wrong-shape'],
    ])('are refused with %s', async (_, body, slug) => {
      const ask = await asAgent(await open());
      expectRefusal(await ask('POST', LIST, { body }), 400, 'bad_request', slug);
      expect(seen(await ask('GET', LIST))).toMatchObject({ status: 200, revision: '1' });
    });

    it('are refused with an endpoint that is the mock itself', async () => {
      const mock = await open();
      const ask = await asAgent(mock);
      const service = await mock.get(`/api/account/${ACCOUNT}/service/idp/baseURI.json?version=1.0`);
      const endpoint = `https://${text(service.json(), 'baseURI')}/events`;
      const answer = await ask('POST', LIST, { body: webhook({ endpoint }) });
      expectRefusal(answer, 400, 'bad_request', 'body-wrong-shape');
      expect(answer.headers['lp-mock-reason']).toContain('is this mock itself');
    });

    it('note credentials and event types that are not theirs to say', async () => {
      const ask = await asAgent(await open());
      const noted = async (body: object): Promise<unknown> =>
        (await ask('POST', LIST, { body })).headers['lp-mock-deviation'];
      expect(await noted({ client_id: 'mine' })).toMatch(/^installation-credentials; /);
      expect(await noted(webhook({ endpoint: ENDPOINT }))).toBeUndefined();
      const unknown = { capabilities: { webhooks: { 'ms.Other': { endpoint: ENDPOINT } } } };
      expect(await noted(unknown)).toMatch(/^webhook-event-unknown; /);
    });

    it('go back to what was configured at a reset', async () => {
      const mock = await open();
      const ask = await asAgent(mock);
      await install(ask);
      await mock.reset();
      await mock.clock.freeze('2026-11-20T12:00:00Z');
      const again = await asAgent(mock);
      expect(seen(await again('GET', LIST))).toEqual({
        status: 200,
        text: JSON.stringify([CONFIGURED, WEB_APP]),
        revision: '1',
      });
    });
  },
  { anyHeader: true },
);
