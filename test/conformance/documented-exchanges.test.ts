import { describe, expect, it } from '@jest/globals';
import { signAppJwt, signConsumerJws, signExtJwt } from '../support/bad-tokens.ts';
import { BEFORE, OPTIONS } from '../support/documented-before.ts';
import type { Values } from '../support/documented-before.ts';
import type { DocumentedExchange } from '../support/documented.ts';
import { documented, documentedErrorText, documentedNames, fill } from '../support/documented.ts';
import { authenticatePath, CREATE_PATH, createBatch, CUSTOMER_CONNECTOR, decode } from '../support/flows.ts';
import type { Heard, OpenMock, OpenTheMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON_SECONDS } from '../support/through-every-adapter.ts';

const send = (mock: OpenMock, { method, host, path, headers, body }: DocumentedExchange['request']): Promise<Heard> => {
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  return mock.ask(method, host === undefined ? path : `https://${host}${path}`, { headers, ...sent });
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What differs each time although the page prints one, by its name. */
const DRAWN: Readonly<Record<string, RegExp>> = {
  conversationId: UUID,
  temp_url_sig: /^[0-9a-f]{40}$/,
  temp_url_expires: /^\d{10}$/,
};

/** What is no token that could be inspected. */
const OPAQUE: Readonly<Record<string, RegExp>> = {
  agent_bearer: /^[\da-f]{64}$/,
  refresh_token: /^[\da-f]{144}$/,
  user_id: /^\d{10}$/,
  user_pid: UUID,
  conversationId: UUID,
  agent_id_token: /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{342}$/,
};

async function isOfKind(mock: OpenMock, kind: string, answered: string): Promise<boolean> {
  return OPAQUE[kind]?.test(answered) ?? (await mock.inspect(answered)).kind === kind;
}

/** The documented address of a redirect, with the code of the answer. */
function locationAsAnswered(said: string | undefined, answered = ''): string | undefined {
  const code = new URLSearchParams(answered.replace(/^[^?]*/, '')).get('code') ?? '';
  return said?.replace('{code}', /^[\da-f]{64}$/.test(code) ? code : '{code}');
}

/**
 * The documented body with what differs each time taken from the answer: each only where it is of the kind that it
 * should be.
 */
async function asAnswered(mock: OpenMock, said: unknown, answered: unknown, name = ''): Promise<unknown> {
  if (typeof said === 'string') {
    if (typeof answered === 'string') return textAsAnswered(mock, said, answered, name);
    // An id that is a number on the wire cannot be written as a placeholder.
    return typeof answered === 'number' && said === '{user_id}' && OPAQUE['user_id']?.test(String(answered))
      ? answered
      : said;
  }
  if (typeof said !== 'object' || said === null) return said;
  const parts = answered as Readonly<Record<string, unknown>> | undefined;
  const entries = await Promise.all(
    Object.entries(said).map(
      async ([member, value]) => [member, await asAnswered(mock, value, parts?.[member], member)] as const,
    ),
  );
  return Array.isArray(said) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

async function textAsAnswered(mock: OpenMock, said: string, answered: string, name: string): Promise<string> {
  const [, kind] = /^\{(\w+)\}$/.exec(said) ?? [];
  if (kind !== undefined) return (await isOfKind(mock, kind, answered)) ? answered : said;
  // The host is the one that was asked.
  if (name === 'href') return answered.endsWith(said.replace(/^\{\w+\}/, '')) ? answered : said;
  const drawn = DRAWN[name];
  if (drawn !== undefined) return drawn.test(said) && drawn.test(answered) ? answered : said;
  // A printed token: nobody has the key that signed it.
  const [, signed] = /^(.+\..+\.).+$/.exec(said) ?? [];
  return signed !== undefined && answered.startsWith(signed) ? answered : said;
}

async function expectDocumented(open: OpenTheMock, name: string): Promise<void> {
  const { request, response } = documented('exchanges', name);
  const mock = await open(OPTIONS[name]);
  const values = { accountId: ACCOUNT, ...(await BEFORE[name]?.(mock)) };
  const answer = await send(mock, fill(request, values));
  const expected = await asAnswered(
    mock,
    fill(response.body ?? null, { lp_consumer_id: '', ...values, ...KEPT }),
    response.body === undefined ? undefined : answer.json(),
  );
  const { location, 'content-type': type } = answer.headers;
  expect({ status: answer.status, type, location, text: answer.text }).toEqual({
    status: response.status,
    type: response.headers['content-type'],
    location: locationAsAnswered(fill(response.headers, values)['location'], location),
    text: response.body === undefined ? '' : JSON.stringify(expected),
  });
  expect(answer.headers['lp-mock-deviation']).toBeUndefined();
}

/** They begin with a redirect, and a page is not told what its browser was sent to. */
const REDIRECTING = ['authorize', 'login-tokens', 'refresh-login-tokens', 'revoke-login-tokens'];

describeThroughEveryAdapter(
  'documented exchange',
  (open) => {
    it.each(documentedNames('exchanges').filter((name) => !REDIRECTING.includes(name)))(
      '%s: the call is taken and the answer is the documented one',
      async (name) => {
        await expectDocumented(open, name);
        expect.hasAssertions();
      },
    );
  },
  { wire: true },
);

describeThroughEveryAdapter(
  'documented redirect',
  (open) => {
    it.each(REDIRECTING)('%s: the call is taken and the answer is the documented one', async (name) => {
      await expectDocumented(open, name);
      expect.hasAssertions();
    });
  },
  { wire: true, anyHeader: true },
);

/** Tokens of an answer are new ones: they stay as the file has them until the answer is looked at. */
const KEPT = Object.fromEntries(
  ['AppJWT', 'ConsumerJWS', 'user_id', 'LP_EXT_JWT', 'LP_JWT', 'refresh_token'].map((kind) => [kind, `{${kind}}`]),
);

const EXPIRED = { exp: NOON_SECONDS, iat: NOON_SECONDS - 3600 };
const create = (mock: OpenMock, headers: Values): Promise<Heard> =>
  mock.post(CREATE_PATH, { headers, body: createBatch() });

/** A call that each documented refusal answers. */
const PROVOKED: Readonly<Record<string, (open: OpenTheMock) => Promise<Heard>>> = {
  'agent-csrf': async (open) => {
    const mock = await open();
    await mock.clock.freeze('2016-09-22T16:10:15Z');
    const login = await mock.post(`/api/account/${ACCOUNT}/login?v=1.3`, {
      body: { username: 'ada', password: 'any' },
    });
    const { sessionId } = login.json() as { sessionId: string };
    return mock.post(`/api/account/${ACCOUNT}/refresh?v=1.3`, {
      headers: { cookie: `Session_id=${sessionId}` },
      body: { csrf: 'another' },
    });
  },
  'idp-9007': async (open) =>
    (await open()).post(authenticatePath(CUSTOMER_CONNECTOR), { body: { id_token: await signExtJwt() } }),
  'idp-9012': async (open) =>
    (await open()).post(`/api/account/${ACCOUNT}/consumer`, {
      headers: { authorization: await signAppJwt() },
      body: {},
    }),
  'send-api-40001': async (open) =>
    create(await open(), {
      authorization: await signAppJwt({ azp: undefined }),
      'x-lp-on-behalf': await signConsumerJws(),
    }),
  'send-api-40102': async (open) =>
    create(await open(), { authorization: await signAppJwt(EXPIRED), 'x-lp-on-behalf': await signConsumerJws() }),
  'send-api-40103': async (open) =>
    create(await open(), { authorization: await signAppJwt(), 'x-lp-on-behalf': 'no-token' }),
  'send-api-40104': async (open) => create(await open(), { authorization: await signAppJwt() }),
  'send-api-40105': async (open) => create(await open(), { 'x-lp-on-behalf': await signConsumerJws() }),
  'send-api-example': async (open) => create(await open({ sendApi: { missingAppJwtErrorCode: 40104 } }), {}),
};

describeThroughEveryAdapter(
  'documented refusal',
  (open) => {
    it.each(documentedNames('errors'))('%s is answered as the page has it', async (name) => {
      const answer = await PROVOKED[name]?.(open);
      expect([answer?.status, answer?.text]).toEqual([documented('errors', name).status, documentedErrorText(name)]);
    });
  },
  { anyHeader: true },
);

describe('the fixtures', () => {
  it('each have a test of their own here', () => {
    expect(Object.keys(BEFORE).sort()).toEqual(documentedNames('exchanges'));
    expect(Object.keys(PROVOKED).sort()).toEqual(documentedNames('errors'));
  });

  it.each(
    (['exchanges', 'errors', 'tokens'] as const).flatMap((kind) =>
      documentedNames(kind).map((name) => [kind, name] as const),
    ),
  )('%s/%s says from which page and section it is', (kind, name) => {
    const { source } = documented(kind, name);
    expect(source).toEqual({
      page: expect.stringMatching(/^[A-Z].{7,}/),
      section: expect.stringMatching(/^[A-Z].{4,}/),
    });
  });

  it.each(documentedNames('tokens').map((name) => [name] as const))(
    'tokens/%s is printed and decoded alike',
    (name) => {
      const { jwt, header, payload } = documented('tokens', name);
      if (jwt === undefined) return;
      expect(JSON.stringify(decode(jwt))).toBe(JSON.stringify({ header, claims: payload }));
    },
  );
});
