import { describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import type { CallParts } from '../support/calls.ts';
import { callOf, post } from '../support/calls.ts';
import {
  authenticatePath,
  AUTHORIZE_PATH,
  closeConversation,
  CUSTOMER_CONNECTOR,
  SEND_PATH,
} from '../support/flows.ts';
import { ACCOUNT, CLIENT_ID, NOON } from '../support/through-every-adapter.ts';
import { frozenMock, told } from './told.ts';

const TOKEN_PATH = `/sentinel/api/account/${ACCOUNT}/app/token?v=1.0`;
const CONSUMER_PATH = `/api/account/${ACCOUNT}/consumer?v=1.0`;
const LOGIN_PATH = `/api/account/${ACCOUNT}/login?v=1.3`;

describe('a body that is not what it seems', () => {
  /** A call whose body came as bytes, as every adapter reads them. */
  function bytes(target: string, body: Uint8Array, headers: Readonly<Record<string, string>>): CallParts {
    return { method: 'POST', target, headers, body: new TextDecoder().decode(body) };
  }
  async function toldOfBytes(target: string, body: Uint8Array, headers: Readonly<Record<string, string>>) {
    const call = callOf(bytes(target, body, headers));
    const isBodyUtf8 = Buffer.from(call.body).equals(body);
    const reply = await frozenMock().handle({ ...call, isBodyUtf8 });
    if ('abort' in reply) throw new Error('aborted');
    return [reply.status, reply.headers['lp-mock-reason']];
  }
  const JSON_TYPE = { 'content-type': 'application/json' };
  const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
  const GRANT = `grant_type=client_credentials&client_id=a&client_secret=b`;

  it.each([
    ['gzip', 'Content-Encoding: gzip'],
    ['deflate', 'Content-Encoding: deflate'],
  ])('is compressed: %s', async (coding) => {
    const body = gzipSync('{"id_token":null}');
    const reason = `text-malformed; the request body is compressed (Content-Encoding: ${coding}), which is not read here; send it plain`;
    expect(await toldOfBytes(AUTHORIZE_PATH, body, { ...JSON_TYPE, 'content-encoding': coding })).toEqual([
      500,
      reason,
    ]);
    expect(await toldOfBytes(TOKEN_PATH, gzipSync(GRANT), { ...FORM, 'content-encoding': coding })).toEqual([
      400,
      reason,
    ]);
  });

  it('is compressed and does not say so', async () => {
    expect(await toldOfBytes(AUTHORIZE_PATH, gzipSync('{}'), JSON_TYPE)).toEqual([
      500,
      'text-malformed; the request body looks like gzip; send it plain, Content-Encoding is not read here',
    ]);
  });

  it.each([
    ['with the mark of its byte order', '\ufeff'],
    ['without', ''],
  ])('is UTF-16, %s', async (_, mark) => {
    const reason = 'text-malformed; the request body looks like UTF-16; send it in UTF-8 (RFC 8259 section 8.1)';
    expect(await toldOfBytes(AUTHORIZE_PATH, Buffer.from(`${mark}{"id_token":null}`, 'utf16le'), JSON_TYPE)).toEqual([
      500,
      reason,
    ]);
    expect(await toldOfBytes(TOKEN_PATH, Buffer.from(`${mark}${GRANT}`, 'utf16le').swap16(), FORM)).toEqual([
      400,
      reason,
    ]);
  });

  const MULTIPART = { 'content-type': 'multipart/form-data; boundary=x' };
  const parts = '--x\r\nContent-Disposition: form-data; name="grant_type"\r\n\r\nclient_credentials\r\n--x--\r\n';
  it('is multipart at a token call', async () => {
    expect(await told(post(frozenMock(), TOKEN_PATH, parts, MULTIPART))).toEqual([
      400,
      'body-multipart; the body is multipart, in which no parameters are read; send application/x-www-form-urlencoded',
    ]);
    expect(await told(post(frozenMock(), `${TOKEN_PATH}&grant_type=client_credentials`, parts, MULTIPART))).toEqual([
      401,
      'client-missing; client_id and client_secret missing; the body is multipart, in which no parameters are read',
    ]);
  });

  it('is not looked at when the query has all that is needed', async () => {
    expect((await post(frozenMock(), `${TOKEN_PATH}&${GRANT}`, parts, MULTIPART)).status).toBe(200);
  });

  it('is a form although it is called multipart', async () => {
    expect((await post(frozenMock(), TOKEN_PATH, GRANT, MULTIPART)).status).toBe(200);
  });

  it('is another sort than JSON where JSON is read', async () => {
    expect(await told(post(frozenMock(), AUTHORIZE_PATH, parts, MULTIPART))).toEqual([
      500,
      'body-not-json; the request body is not valid JSON; it is multipart, send JSON',
    ]);
    expect(await told(post(frozenMock(), AUTHORIZE_PATH, 'id_token=x', FORM))).toEqual([
      500,
      'body-not-json; the request body is not valid JSON; its Content-Type is application/x-www-form-urlencoded, send JSON',
    ]);
  });
});

describe('a secret that became another one on its way', () => {
  const SECRET = 'a+b&c%41d';
  const WRONG = 'client-secret-wrong; the client_secret is not the one configured for this client_id';
  const UNENCODED = ', but what it becomes when it is not form-encoded; encode it: + as %2B, % as %25, & as %26';
  const accounts = [{ accountId: ACCOUNT, apps: [{ client_id: CLIENT_ID, client_secret: SECRET }] }];

  it.each([
    ['not encoded', SECRET, UNENCODED],
    [
      'encoded twice',
      encodeURIComponent(encodeURIComponent(SECRET)),
      ', but the same encoded once more; encode it once',
    ],
    ['with a line end', `${encodeURIComponent(SECRET)}%0A`, ', but for the white space around it'],
    ['another one', 'another', ''],
    ['another one, with a percent sign that means nothing', '100%25', ''],
  ])('is told how: %s', async (_, sent, how) => {
    const form = `grant_type=client_credentials&client_id=${CLIENT_ID}&client_secret=${sent}`;
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await told(post(frozenMock({ accounts }), TOKEN_PATH, form, type))).toEqual([401, `${WRONG}${how}`]);
  });
});

describe('a name that is misspelt', () => {
  it.each([
    ['the body has idToken', { body: { idToken: 'x' } }],
    ['the body has token', { body: { token: 'x' } }],
    ['the body has ID_TOKEN', { body: { ID_TOKEN: 'x' } }],
    ['the query has id_token', { query: '?id_token=x' }],
    ['the query has idToken', { query: '?idToken=x' }],
    ['Authorization has a token', { headers: { authorization: 'Bearer eyJh.eyJz.x' } }],
  ])(
    'makes a new visitor, and says so: %s',
    async (what, given: { body?: object; query?: string; headers?: object }) => {
      const target = `${AUTHORIZE_PATH}${given.query ?? ''}`;
      const headers = { ...given.headers } as Readonly<Record<string, string>>;
      const answer = await post(frozenMock(), target, given.body ?? '', headers);
      const sentence = `id_token is absent, but ${what}, so this is a new visitor; a refresh sends {"id_token":"..."} in the body`;
      expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([200, `id-token-misplaced; ${sentence}`]);
      expect(await told(post(frozenMock({ strict: true }), target, given.body ?? '', headers))).toEqual([
        500,
        `deviation-refused; ${sentence}`,
      ]);
    },
  );

  it.each([
    ['', {}],
    ['{}', {}],
    ['null', {}],
    ['{"id_token":null}', { 'content-type': 'application/json' }],
  ])('is not suspected in a first call: %s', async (body, headers) => {
    expect((await post(frozenMock({ strict: true }), AUTHORIZE_PATH, body, headers)).status).toBe(200);
  });

  it('is named where it stands in the place of one that is needed', async () => {
    const mock = frozenMock();
    const authorization = await mock.mint.appJwt();
    expect(await told(post(mock, CONSUMER_PATH, { extConsumerId: 'jane' }, { authorization }))).toEqual([
      500,
      'ext-consumer-id-invalid; ext_consumer_id is absent; it must be a string that is not empty, or a number; ' +
        'extConsumerId is there, and the name is ext_consumer_id',
    ]);
    expect(await told(post(mock, authenticatePath(CUSTOMER_CONNECTOR), { idToken: 'x' }))).toEqual([
      500,
      'id-token-missing; id_token is absent, but the body has idToken; it must be a string',
    ]);
    expect(await told(post(mock, `/api/account/${ACCOUNT}/authenticate`, { auth_code: 'x' }))).toEqual([
      500,
      'id-token-missing; authCode is absent; send {"authCode":"<the customer\'s id token>"}; auth_code is there, and the name is authCode',
    ]);
    expect(await told(post(mock, TOKEN_PATH, new URLSearchParams({ grantType: 'client_credentials' })))).toEqual([
      400,
      'grant-type-missing; grant_type is missing; send grant_type=client_credentials; grantType is there, and the name is grant_type',
    ]);
    const camel = { grant_type: 'client_credentials', clientId: 'a', clientSecret: 'b' };
    expect(await told(post(mock, TOKEN_PATH, new URLSearchParams(camel)))).toEqual([
      401,
      'client-missing; client_id and client_secret missing; clientId is there, and the name is client_id; ' +
        'clientSecret is there, and the name is client_secret',
    ]);
  });
});

describe('an account that was forgotten', () => {
  const limits = { unconfiguredAccounts: 1 };
  const FORGOTTEN =
    'this mock had forgotten the account with all it held, because it keeps 1 that are not configured (limits.unconfiguredAccounts, limits.megabytes)';
  const of = (path: string, id: string): string => path.replace(ACCOUNT, id);

  async function send(mock: Mock, conversationId: string): Promise<readonly [number, string | undefined]> {
    const headers = {
      authorization: await mock.mint.appJwt({ accountId: '111' }),
      'x-lp-on-behalf': await mock.mint.consumerJws({ accountId: '111' }),
    };
    return told(post(mock, of(SEND_PATH, '111'), closeConversation(conversationId), headers));
  }

  it('says so of its conversations, until the mock is reset', async () => {
    const mock = frozenMock({ limits });
    expect(await send(mock, 'c')).toEqual([400, 'conversation-unknown; the account has no conversation of that id']);
    for (const id of ['222', '333', '444']) await post(mock, `/api/account/${id}/signup`);
    expect(await send(mock, 'c')).toEqual([
      400,
      `conversation-unknown; the account has no conversation of that id; ${FORGOTTEN}`,
    ]);
    mock.reset();
    mock.clock.freeze(NOON);
    expect(await send(mock, 'c')).toEqual([400, 'conversation-unknown; the account has no conversation of that id']);
  });

  it("says so of its agents' sessions", async () => {
    const mock = frozenMock({ limits });
    await post(mock, of(LOGIN_PATH, '111'), { username: 'a', password: 'b' });
    for (const id of ['222', '333', '444']) await post(mock, `/api/account/${id}/signup`);
    const [, reason] = await told(
      post(mock, '/api/account/111/refresh?v=1.3', { csrf: 'x' }, { cookie: 'session_id=x' }),
    );
    expect(reason).toBe(
      `agent-session-unknown; neither of the cookies Session_id and session_id names a live session; log in again; ${FORGOTTEN}`,
    );
  });

  it('is how many by the option, 500 unless told otherwise', () => {
    expect(createMock().settings.limits.unconfiguredAccounts).toBe(500);
  });
});
