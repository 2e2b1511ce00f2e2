import { expect, it } from '@jest/globals';
import type { Heard, OpenMock, RequestParts } from '../support/through-every-adapter.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET, describeThroughEveryAdapter } from '../support/through-every-adapter.ts';
import { CREATE_PATH, createBatch, SEND_PATH } from '../support/flows.ts';

/** Tokens for a call, made without one: a strict mock might refuse the calls that lead there. */
interface Tokens {
  readonly appJwt: string;
  readonly consumerJws: string;
  readonly extJwt: string;
}

interface Deviation {
  readonly title: string;
  readonly path: string;
  readonly method?: 'GET';
  parts(tokens: Tokens): RequestParts;
  /** Only what is noted; with more than one, in the order noted. */
  readonly slugs: readonly string[];
  /** Status and body of a strict mock's refusal, or undefined when even a strict one only notes it. */
  readonly strict?: readonly [number, object];
}

const CREDENTIALS = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
const TOKEN = `/sentinel/api/account/${ACCOUNT}/app/token`;
const CONSUMER = `/api/account/${ACCOUNT}/consumer`;
const AUTHENTICATE = `/api/account/${ACCOUNT}/app/4567890/authenticate`;
const SERVICES = `/api/account/${ACCOUNT}/service/baseURI.json`;
const INVALID_REQUEST = {
  error: 'invalid_request',
  error_description: 'The request is malformed or lacks a parameter',
};
const INVALID_APP_JWT = {
  kind: 'resp',
  code: 401,
  body: { title: 'Invalid AppJWT', details: 'AppJWT has expired or is invalid', errorCode: 40102 },
  type: '.ReqBody$ErrorResp',
};
const INVALID_CONSUMER_JWS = {
  kind: 'resp',
  code: 401,
  body: { title: 'Invalid ConsumerJWS', details: 'ConsumerJWS is invalid', errorCode: 40103 },
  type: '.ReqBody$ErrorResp',
};
const PROFILE = { kind: 'req', id: '7', type: 'userprofile.SetUserProfile', body: {} };
const BAD_REQUEST = { code: 'BAD_REQUEST', body: { msg: 'Bad Request' }, reqId: '7' };

const onBehalf = ({ appJwt, consumerJws }: Tokens): Record<string, string> => ({
  authorization: appJwt,
  'x-lp-on-behalf': consumerJws,
});
const consumerParts =
  (headers: Record<string, string> = {}) =>
  ({ appJwt }: Tokens): RequestParts => ({
    headers: { authorization: appJwt, ...headers },
    body: { ext_consumer_id: 'a' },
  });

const batchWithSecond = (members: object): object =>
  (createBatch() as object[]).map((item, index) => (index === 1 ? { ...item, ...members } : item));

const deviations: readonly Deviation[] = [
  {
    title: 'Domain API without version',
    method: 'GET',
    path: SERVICES,
    parts: () => ({}),
    slugs: ['version'],
    strict: [400, { error: 'bad request' }],
  },
  {
    title: 'AppJWT with a JSON body',
    path: `${TOKEN}?v=1.0&grant_type=client_credentials`,
    parts: () => ({ body: CREDENTIALS }),
    slugs: ['content-type'],
    strict: [400, INVALID_REQUEST],
  },
  {
    title: 'AppJWT with a client_id in query and body',
    path: `${TOKEN}?v=1.0&grant_type=client_credentials&client_id=x`,
    parts: () => ({ body: new URLSearchParams(CREDENTIALS) }),
    slugs: ['parameter-in-query-and-body'],
    strict: [400, INVALID_REQUEST],
  },
  {
    title: 'AppJWT without v',
    path: `${TOKEN}?grant_type=client_credentials`,
    parts: () => ({ body: new URLSearchParams(CREDENTIALS) }),
    slugs: ['sentinel-version-missing'],
    strict: [400, INVALID_REQUEST],
  },
  {
    title: 'ConsumerJWS without v',
    path: CONSUMER,
    parts: consumerParts(),
    slugs: ['version'],
    strict: [500, { internalErrorCode: '9012' }],
  },
  {
    title: 'ConsumerJWS with Bearer',
    path: `${CONSUMER}?v=1.0`,
    parts: ({ appJwt, ...rest }) => consumerParts({ authorization: `Bearer ${appJwt}` })({ appJwt, ...rest }),
    slugs: ['authorization-scheme'],
    strict: [401, { internalErrorCode: '9011' }],
  },
  {
    title: 'ConsumerJWS for a number',
    path: `${CONSUMER}?v=1.0`,
    parts: ({ appJwt }) => ({ headers: { authorization: appJwt }, body: { ext_consumer_id: 0.173 } }),
    slugs: ['ext-consumer-id-number'],
    strict: [500, { internalErrorCode: '9012' }],
  },
  {
    title: 'ConsumerJWS with a form content type',
    path: `${CONSUMER}?v=1.0`,
    parts: consumerParts({ 'content-type': 'application/x-www-form-urlencoded' }),
    slugs: ['content-type'],
    strict: [500, { internalErrorCode: '9012' }],
  },
  {
    title: 'authenticate with v=2.0',
    path: `${AUTHENTICATE}?v=2.0`,
    parts: ({ extJwt }) => ({ body: { id_token: extJwt } }),
    slugs: ['version'],
    strict: [500, { internalErrorCode: '9012' }],
  },
  {
    title: 'authenticate with v=2',
    path: `${AUTHENTICATE}?v=2`,
    parts: ({ extJwt }) => ({ body: { id_token: extJwt } }),
    slugs: ['version'],
    strict: [500, { internalErrorCode: '9012' }],
  },
  {
    title: 'ConsumerJWS with v=1.5',
    path: `${CONSUMER}?v=1.5`,
    parts: consumerParts(),
    slugs: ['version'],
    strict: [500, { internalErrorCode: '9012' }],
  },
  {
    title: 'authenticate without v',
    path: AUTHENTICATE,
    parts: ({ extJwt }) => ({ body: { id_token: extJwt } }),
    slugs: ['version'],
    strict: [500, { internalErrorCode: '9012' }],
  },
  {
    title: 'authenticate as plain text',
    path: `${AUTHENTICATE}?v=3.0`,
    parts: ({ extJwt }) => ({ headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ id_token: extJwt }) }),
    slugs: ['content-type'],
    strict: [500, { internalErrorCode: '9012' }],
  },
  {
    title: 'refresh as plain text',
    path: `/api/account/${ACCOUNT}/anonymous/authorize`,
    parts: ({ extJwt }) => ({ headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ id_token: extJwt }) }),
    slugs: ['content-type'],
    strict: [500, { internalErrorCode: '9012' }],
  },
  {
    title: 'Send API without v',
    path: SEND_PATH.replace('?v=3', ''),
    parts: (tokens) => ({ headers: onBehalf(tokens), body: PROFILE }),
    slugs: ['send-api-version-missing'],
    strict: [404, { error: 'not_found' }],
  },
  {
    title: 'Send API with Bearer',
    path: SEND_PATH,
    parts: (tokens) => ({ headers: { ...onBehalf(tokens), authorization: `Bearer ${tokens.appJwt}` }, body: PROFILE }),
    slugs: ['authorization-scheme'],
    strict: [401, INVALID_APP_JWT],
  },
  {
    title: 'Send API on behalf with jwt',
    path: SEND_PATH,
    parts: (tokens) => ({
      headers: { ...onBehalf(tokens), 'x-lp-on-behalf': `jwt ${tokens.consumerJws}` },
      body: PROFILE,
    }),
    slugs: ['on-behalf-scheme'],
    strict: [401, INVALID_CONSUMER_JWS],
  },
  {
    title: 'Send API with a numeric id',
    path: SEND_PATH,
    parts: (tokens) => ({ headers: onBehalf(tokens), body: { ...PROFILE, id: 7 } }),
    slugs: ['request-id-number'],
    strict: [400, BAD_REQUEST],
  },
  {
    title: 'Send API without kind',
    path: SEND_PATH,
    parts: (tokens) => ({ headers: onBehalf(tokens), body: { ...PROFILE, kind: undefined } }),
    slugs: ['request-kind'],
    strict: [400, BAD_REQUEST],
  },
  {
    title: 'Send API as plain text',
    path: SEND_PATH,
    parts: (tokens) => ({
      headers: { ...onBehalf(tokens), 'content-type': 'text/plain' },
      body: JSON.stringify(PROFILE),
    }),
    slugs: ['content-type'],
    strict: [400, BAD_REQUEST],
  },
  {
    title: 'Send API with an array of one',
    path: SEND_PATH,
    parts: (tokens) => ({ headers: onBehalf(tokens), body: [PROFILE] }),
    slugs: ['send-array-of-one'],
    strict: [400, BAD_REQUEST],
  },
  {
    title: 'Send API with Client-Properties that are no JSON',
    path: SEND_PATH,
    parts: (tokens) => ({ headers: { ...onBehalf(tokens), 'client-properties': '[object Object]' }, body: PROFILE }),
    slugs: ['client-properties'],
  },
  {
    title: 'a batch of which one item has a numeric id',
    path: CREATE_PATH,
    parts: (tokens) => ({ headers: onBehalf(tokens), body: batchWithSecond({ id: 2 }) }),
    slugs: ['request-id-number'],
    strict: [
      400,
      [
        { ...BAD_REQUEST, reqId: '1,' },
        { ...BAD_REQUEST, reqId: '2' },
      ],
    ],
  },
  {
    title: 'a batch of which one item has no kind',
    path: CREATE_PATH,
    parts: (tokens) => ({ headers: onBehalf(tokens), body: batchWithSecond({ kind: undefined }) }),
    slugs: ['request-kind'],
    strict: [
      400,
      [
        { ...BAD_REQUEST, reqId: '1,' },
        { ...BAD_REQUEST, reqId: '2,' },
      ],
    ],
  },
  {
    title: 'a conversation opened with numeric ids',
    path: CREATE_PATH,
    parts: (tokens) => ({
      headers: onBehalf(tokens),
      body: (createBatch() as object[]).map((item, index) => ({ ...item, id: index + 1 })),
    }),
    slugs: ['request-id-number'],
    strict: [
      400,
      [
        { ...BAD_REQUEST, reqId: '1' },
        { ...BAD_REQUEST, reqId: '2' },
      ],
    ],
  },
];

async function tokensOf(mock: OpenMock): Promise<Tokens> {
  return {
    appJwt: await mock.mint.appJwt(),
    consumerJws: await mock.mint.consumerJws(),
    extJwt: await mock.mint.extJwt(),
  };
}

async function deviate(mock: OpenMock, deviation: Deviation): Promise<Heard> {
  return mock.ask(deviation.method ?? 'POST', deviation.path, deviation.parts(await tokensOf(mock)));
}

function slugsOf(answer: Heard): string[] {
  return (answer.headers['lp-mock-deviation'] ?? '')
    .split(', ')
    .filter((part) => part.includes('; '))
    .map((part) => part.split(';')[0] ?? '');
}

describeThroughEveryAdapter('What clients send beside the pages', (open) => {
  it.each(deviations.map((each) => [each.title, each] as const))('%s is accepted and noted', async (_, deviation) => {
    const answer = await deviate(await open(), deviation);
    expect([answer.status < 300, slugsOf(answer)]).toEqual([true, deviation.slugs]);
  });

  it.each(deviations.filter(({ strict }) => strict !== undefined).map((each) => [each.title, each] as const))(
    '%s is refused by a strict mock',
    async (_, deviation) => {
      const answer = await deviate(await open({ strict: true }), deviation);
      expect([answer.status, answer.json()]).toEqual(deviation.strict);
      expect(answer.headers['lp-mock-reason']).toMatch(/^(deviation-refused|version-missing|body-wrong-shape); /);
    },
  );

  it.each(deviations.filter(({ strict }) => strict === undefined).map((each) => [each.title, each] as const))(
    '%s is noted even by a strict mock',
    async (_, deviation) => {
      const answer = await deviate(await open({ strict: true }), deviation);
      expect([answer.status, slugsOf(answer)]).toEqual([200, deviation.slugs]);
    },
  );

  it.each([['1'], ['1.0'], ['1.00']])(
    'a strict mock takes v=%s at /consumer, which the page types as a number',
    async (v) => {
      const mock = await open({ strict: true });
      const { appJwt } = await tokensOf(mock);
      const answer = await mock.post(`${CONSUMER}?v=${v}`, consumerParts()({ appJwt, consumerJws: '', extJwt: '' }));
      expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([201, undefined]);
      expect(answer.text).toBe(JSON.stringify({ token: await mock.mint.consumerJws({ extConsumerId: 'a' }) }));
    },
  );

  it.each([['3'], ['3.0']])('a strict mock takes v=%s at authenticate, which the page types as a number', async (v) => {
    const mock = await open({ strict: true });
    const { extJwt } = await tokensOf(mock);
    const answer = await mock.post(`${AUTHENTICATE}?v=${v}`, { body: { id_token: extJwt } });
    expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([200, undefined]);
    const { token } = answer.json() as { token: string };
    expect(answer.text).toBe(JSON.stringify({ token }));
  });

  it('a strict mock takes the flow of the pages without a word', async () => {
    const mock = await open({ strict: true });
    const appJwt = await mock.post(`${TOKEN}?v=1.0&grant_type=client_credentials`, {
      body: new URLSearchParams(CREDENTIALS),
    });
    const tokens = await tokensOf(mock);
    const consumerJws = await mock.post(`${CONSUMER}?v=1.0`, {
      headers: { authorization: tokens.appJwt },
      body: { ext_consumer_id: 'a' },
    });
    const created = await mock.post(CREATE_PATH, { headers: onBehalf(tokens), body: createBatch() });
    const services = await mock.get(`${SERVICES}?version=1.0`);
    const lpJwt = await mock.post(`${AUTHENTICATE}?v=3.0`, { body: { id_token: tokens.extJwt } });
    const answers = [appJwt, consumerJws, created, services, lpJwt];
    expect(answers.map(({ status }) => status)).toEqual([200, 201, 200, 200, 200]);
    expect(answers.map(({ headers }) => headers['lp-mock-deviation'])).toEqual(answers.map(() => undefined));
  });

  it.each([
    'application/json',
    'application/json;charset=UTF-8',
    'application/json ; charset=utf-8',
    ' Application/JSON\t;charset=utf-8',
  ])('nothing is noted of the content type "%s"', async (contentType) => {
    const mock = await open({ strict: true });
    const answer = await mock.post(
      `${CONSUMER}?v=1.0`,
      consumerParts({ 'content-type': contentType })(await tokensOf(mock)),
    );
    expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([201, undefined]);
  });
});
