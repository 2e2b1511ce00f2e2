import { describe, expect, it } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import type { MockFetch } from '../../mock-server/adapters/fetch.ts';
import { createFetch } from '../../mock-server/adapters/fetch.ts';
import type { Call, Reply } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ACCOUNT } from '../support/through-every-adapter.ts';

const JWKS = 'https://va.sentinel.liveperson.net/sentinel/well-known/jwks';

/** A `fetch` whose mock notes the calls it gets and always answers the same. */
function fetchWith(reply: Reply): { fetch: MockFetch; calls: Call[] } {
  const calls: Call[] = [];
  const fetch = createFetch((call) => {
    calls.push(call);
    return Promise.resolve(reply);
  });
  return { fetch, calls };
}

const OK: Reply = { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };

describe('A Request becomes a Call', () => {
  it('with method, path, query, headers, body and origin', async () => {
    const { fetch, calls } = fetchWith(OK);
    await fetch(
      new Request('https://va.msg.liveperson.net:8443/api/account/1/x?v=3&v=4&a=%20b', {
        method: 'POST',
        headers: { Authorization: 'token', 'Content-Type': 'text/plain', 'X-Twice': 'one' },
        body: 'Grüße',
      }),
    );
    expect(calls).toEqual([
      {
        method: 'POST',
        path: '/api/account/1/x',
        query: new URLSearchParams('v=3&v=4&a=%20b'),
        headers: { authorization: 'token', 'content-type': 'text/plain', 'x-twice': 'one' },
        body: 'Grüße',
        origin: 'https://va.msg.liveperson.net:8443',
        peer: 'in-process',
      },
    ]);
  });

  it('with a repeated header joined by a comma', async () => {
    const { fetch, calls } = fetchWith(OK);
    await fetch(
      new Request(JWKS, {
        headers: [
          ['x-lp-on-behalf', 'one'],
          ['X-LP-On-Behalf', 'two'],
        ],
      }),
    );
    expect(calls.map(({ headers }) => headers['x-lp-on-behalf'])).toEqual(['one, two']);
  });

  it.each([
    ['a broken percent-encoding as it came', 'http://localhost/api/account/%zz/%E0%A4', '/api/account/%zz/%E0%A4'],
    ['no fragment', 'http://localhost/a#b?c', '/a'],
    ['a slash for nothing', 'http://localhost', '/'],
  ])('whose path has %s', async (_, url, path) => {
    const { fetch, calls } = fetchWith(OK);
    await fetch(url);
    expect(calls.map((call) => call.path)).toEqual([path]);
  });

  it.each<[string, () => Parameters<MockFetch>]>([
    ['a URL as text', () => [JWKS, { method: 'POST', body: 'a=b' }]],
    ['a URL object', () => [new URL(JWKS), { method: 'POST', body: 'a=b' }]],
    ['a Request with changes', () => [new Request(JWKS), { method: 'POST', body: 'a=b' }]],
    ['a whole Request', () => [new Request(JWKS, { method: 'POST', body: 'a=b' })]],
  ])('from %s', async (_, input) => {
    const { fetch, calls } = fetchWith(OK);
    await fetch(...input());
    expect(calls).toEqual([
      expect.objectContaining({ method: 'POST', path: '/sentinel/well-known/jwks', body: 'a=b' }),
    ]);
  });

  it('from a Request of another class than the global one', async () => {
    const { fetch, calls } = fetchWith(OK);
    const foreign = {
      method: 'POST',
      url: JWKS,
      headers: new Headers({ a: 'b' }),
      body: {},
      arrayBuffer: () => Promise.resolve(Buffer.from('text')),
      signal: new AbortController().signal,
    };
    await fetch(foreign as unknown as Request);
    expect(calls).toEqual([expect.objectContaining({ method: 'POST', headers: { a: 'b' }, body: 'text' })]);
  });

  it.each([
    ['a URL that is none', () => '/relative/path'],
    [
      'a Request that was read before',
      async () => {
        const request = new Request(JWKS, { method: 'POST', body: 'text' });
        await request.text();
        return request;
      },
    ],
  ])('but not from %s: it rejects with a TypeError', async (_, input) => {
    const { fetch, calls } = fetchWith(OK);
    await expect(fetch(await input())).rejects.toMatchObject({ name: 'TypeError' });
    expect(calls).toEqual([]);
  });
});

describe('A Reply becomes a Response', () => {
  it('with status, headers and the bytes of the body', async () => {
    const { fetch } = fetchWith({
      status: 418,
      headers: { 'content-type': 'application/json;charset=utf-8', 'set-cookie': 'a=b; Path=/' },
      body: '{"ü":1}',
    });
    const response = await fetch(JWKS);
    expect([response.status, response.type, [...response.headers]]).toEqual([
      418,
      'default',
      [
        ['content-length', '8'],
        ['content-type', 'application/json;charset=utf-8'],
        ['set-cookie', 'a=b; Path=/'],
      ],
    ]);
    expect(Buffer.from(await response.arrayBuffer()).toString('utf8')).toBe('{"ü":1}');
  });

  it.each([200, 204, 205, 304])(
    'without a body and without a content type when the body is empty: %d',
    async (status) => {
      const { fetch } = fetchWith({ status, headers: {}, body: '' });
      const response = await fetch(JWKS);
      expect([response.status, response.body, [...response.headers]]).toEqual([status, null, []]);
    },
  );

  it.each([204, 205, 304])('without the body that a %d must not have', async (status) => {
    const { fetch } = fetchWith({ status, headers: {}, body: 'text' });
    expect((await fetch(JWKS)).body).toBeNull();
  });

  it('without a content type that the Reply does not have', async () => {
    const { fetch } = fetchWith({ status: 200, headers: {}, body: 'text' });
    const response = await fetch(JWKS);
    expect([[...response.headers], await response.text()]).toEqual([[['content-length', '4']], 'text']);
  });

  it('that is an error when the connection is reset', async () => {
    const { fetch } = fetchWith({ abort: 'reset' });
    expect(await fetch(JWKS)).toMatchObject({ type: 'error', status: 0 });
  });

  it('that comes only when the caller gives up, for an answer that never comes', async () => {
    const { fetch, calls } = fetchWith({ abort: 'timeout' });
    const controller = new AbortController();
    const response = fetch(JWKS, { signal: controller.signal });
    const settled = Promise.race([
      response.then(
        () => 'answered',
        () => 'rejected',
      ),
      new Promise((resolve) => {
        setImmediate(resolve, 'open');
      }),
    ]);
    expect([await settled, calls.length]).toEqual(['open', 1]);
    controller.abort(new Error('too slow'));
    await expect(response).rejects.toThrow('too slow');
  });

  it('that is a rejection, and no call at all, when the caller gave up before', async () => {
    const { fetch, calls } = fetchWith(OK);
    await expect(fetch(JWKS, { signal: AbortSignal.abort(new Error('too slow')) })).rejects.toThrow('too slow');
    expect(calls).toEqual([]);
  });
});

it('a signal that is shared by many calls keeps no listener of a call that was answered', async () => {
  const { fetch } = fetchWith(OK);
  const request = new Request(JWKS, { signal: new AbortController().signal });
  const before = getEventListeners(request.signal, 'abort').length;
  for (let call = 0; call < 20; call += 1) await fetch(request);
  // The listener goes with the answer, a turn after it.
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  expect(getEventListeners(request.signal, 'abort').length).toBe(before);
});

describe('mock.fetch', () => {
  it('answers what handle answers', async () => {
    const mock = createMock({ clock: { now: () => 0 } });
    const response = await mock.fetch(JWKS);
    const { 'content-length': length, ...headers } = Object.fromEntries(response.headers);
    const reply = await mock.handle({
      method: 'GET',
      path: '/sentinel/well-known/jwks',
      query: new URLSearchParams(),
      headers: {},
      body: '',
      origin: 'https://va.sentinel.liveperson.net',
    });
    expect({ status: response.status, headers, body: await response.text() }).toEqual(reply);
    expect(reply).toMatchObject({ body: expect.stringMatching(`^[^]{${length ?? ''}}$`) });
  });

  it('can be handed to a client that takes a fetch', async () => {
    const { fetch, mint } = createMock();
    const jwks = createRemoteJWKSet(new URL(JWKS), { [customFetch]: fetch });
    const { payload } = await jwtVerify(await mint.appJwt(), jwks);
    expect(payload.aud).toBe(ACCOUNT);
  });
});
