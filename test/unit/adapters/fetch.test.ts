import { describe, expect, it } from '@jest/globals';
import { callOf, createAdminFetch, createFetch, writeReply, writeStream } from '../../../mock-server/adapters/fetch.ts';
import { MAX_BODY_BYTES } from '../../../mock-server/http/call.ts';
import type { AnswerStream, Call, Reply } from '../../../mock-server/http/call.ts';

const URL_ASKED = 'https://va.idp.liveperson.net/api/account/1/x?a=b';
const OK = { status: 200, headers: {}, body: '{}' } as const;
const STREAM_HEADERS = { 'content-type': 'text/event-stream' };

/** What notes its calls, and answers each the same. */
function answering<Answered>(answered: Answered): { calls: Call[]; handle: (call: Call) => Promise<Answered> } {
  const calls: Call[] = [];
  const handle = (call: Call): Promise<Answered> => {
    calls.push(call);
    return Promise.resolve(answered);
  };
  return { calls, handle };
}

/** Pieces that note how often they were asked for, and told that nobody reads. */
function streamOf(pieces: readonly string[], members: object = {}): { answer: AnswerStream; told: string[] } {
  const told: string[] = [];
  const left = [...pieces];
  const iterator = {
    next: () => {
      told.push('next');
      const value = left.shift();
      return Promise.resolve(value === undefined ? { done: true, value } : { done: false, value });
    },
    return: () => {
      told.push('return');
      return Promise.resolve({ done: true, value: undefined });
    },
    ...members,
  } as AsyncIterator<string>;
  const stream = { [Symbol.asyncIterator]: () => iterator };
  return { answer: { status: 206, headers: STREAM_HEADERS, stream }, told };
}

describe('a fetch of the mock', () => {
  const asPost = { method: 'POST', body: 'text' };

  it('takes a second argument as what fetch takes, and as bindings where there is a third', async () => {
    const { calls, handle } = answering<Reply>(OK);
    const fetch = createFetch(handle);
    for (const input of [URL_ASKED, new URL(URL_ASKED), new Request(URL_ASKED)]) await fetch(input, asPost);
    await fetch(new Request(URL_ASKED), asPost, {});
    await fetch(new Request(URL_ASKED, asPost), { method: 'PUT', cache: {} }, undefined);
    await fetch(new Request(URL_ASKED, asPost));
    expect(calls.map(({ method, body }) => [method, body])).toEqual([
      ...Array.from({ length: 3 }, () => ['POST', 'text']),
      ['GET', ''],
      ['POST', 'text'],
      ['POST', 'text'],
    ]);
    const { path, query, origin, peer } = calls[0] ?? {};
    expect([path, String(query), origin, peer]).toEqual([
      '/api/account/1/x',
      'a=b',
      'https://va.idp.liveperson.net',
      'in-process',
    ]);
  });

  it('takes a Request of another class as it is, and makes one of what only has a URL', async () => {
    const { calls, handle } = answering<Reply>(OK);
    const foreign = {
      method: 'GET',
      url: URL_ASKED,
      headers: [['X-Mixed', 'Case']],
      body: null,
      signal: new AbortController().signal,
    };
    await createFetch(handle)(foreign as unknown as Request);
    await createFetch(handle)({ toString: () => URL_ASKED } as unknown as URL);
    expect(calls.map(({ headers }) => headers)).toEqual([{ 'x-mixed': 'Case' }, {}]);
  });

  it('is done with the signal once it has answered, and rejects with its reason before', async () => {
    const told: unknown[] = [];
    const { signal } = new AbortController();
    const watched = {
      throwIfAborted: () => told.push('throwIfAborted'),
      addEventListener: (...given: unknown[]) => told.push(['add', ...given]),
      removeEventListener: (...given: unknown[]) => told.push(['remove', ...given]),
    };
    const request = new Request(URL_ASKED, { signal });
    Object.defineProperty(request, 'signal', { value: watched });
    await createFetch(answering<Reply>(OK).handle)(request);
    await Promise.resolve();
    expect(told).toEqual([
      'throwIfAborted',
      ['add', 'abort', expect.any(Function)],
      ['remove', 'abort', expect.any(Function)],
    ]);

    const { calls, handle } = answering<Reply>({ abort: 'timeout' });
    const ending = new AbortController();
    const response = createFetch(handle)(URL_ASKED, { signal: ending.signal });
    ending.abort(new Error('too slow'));
    await expect(response).rejects.toThrow('too slow');
    await expect(createFetch(handle)(URL_ASKED, { signal: ending.signal })).rejects.toThrow('too slow');
    expect(calls).toHaveLength(1);
  });
});

describe('the body of a call', () => {
  const GET = new Request(URL_ASKED);

  it.each<[string, number[], string]>([
    ['nothing', [], ''],
    ['UTF-8', [0xc3, 0xbc], 'ü'],
    ['the mark of the byte order', [0xef, 0xbb, 0xbf, 0x61], '\uFEFFa'],
  ])('is what was sent: %s', (_, bytes, body) => {
    const call = callOf(GET, new Uint8Array(bytes).buffer);
    expect([call.body, call.isBodyUtf8, call.bytes]).toEqual([body, undefined, undefined]);
  });

  it('that is no UTF-8 comes as bytes too, and as text no longer than what is read of a body', () => {
    const short = callOf(GET, new Uint8Array([0xff, 0x61]).buffer);
    expect([short.body, short.isBodyUtf8, short.bytes]).toEqual(['\uFFFDa', false, new Uint8Array([0xff, 0x61])]);
    const bytes = new Uint8Array(MAX_BODY_BYTES + 5).fill(0x61);
    bytes[0] = 0xff;
    const long = callOf(GET, bytes.buffer);
    expect([long.body.length, long.isBodyUtf8, long.bytes?.length]).toEqual([MAX_BODY_BYTES + 1, false, bytes.length]);
  });
});

describe('a reply as a Response', () => {
  it.each<[Reply, string[][], string]>([
    [OK, [['content-length', '2']], '{}'],
    [{ ...OK, body: 'ü', headers: { A: 'b' } }, [['a', 'b'], ['content-length', '2']], 'ü'], // prettier-ignore
    [{ ...OK, body: '' }, [], ''],
    [{ ...OK, bytes: new Uint8Array([0x61, 0x62, 0x63]) }, [['content-length', '3']], 'abc'],
    [{ ...OK, bytes: new Uint8Array() }, [['content-length', '0']], ''],
    [{ ...OK, body: '', cookies: ['a=1', 'b=2'] }, [['set-cookie', 'a=1'], ['set-cookie', 'b=2']], ''], // prettier-ignore
    ...[204, 205, 304].map((status): [Reply, string[][], string] => [{ ...OK, status, body: 'text' }, [], '']),
  ])('has its headers and its body, and says how long that is: %j', async (reply, headers, body) => {
    const response = await writeReply(reply);
    const { status } = reply as { status: number };
    expect([response.status, [...response.headers], await response.text()]).toEqual([status, headers, body]);
    expect(response.body === null).toBe(headers.every(([name]) => name !== 'content-length'));
  });

  it('is an error, or never there, where the connection breaks', async () => {
    expect(await writeReply({ abort: 'reset' })).toMatchObject({ type: 'error', status: 0 });
    const never = writeReply({ abort: 'timeout' });
    expect(await Promise.race([never, Promise.resolve('open')])).toBe('open');
  });
});

describe('an answer that comes in pieces', () => {
  it('is read one piece after the other, each when the one before was taken', async () => {
    const { answer, told } = streamOf(['ü', 'b']);
    const response = writeStream(answer);
    expect([response.status, Object.fromEntries(response.headers)]).toEqual([206, STREAM_HEADERS]);
    expect([await response.text(), told]).toEqual(['üb', ['next', 'next', 'next']]);
  });

  it.each<[string, (response: Response, ending: AbortController) => unknown]>([
    ['nobody reads it any more', (response) => response.body?.cancel()],
    [
      'its signal aborts',
      (_, ending) => {
        ending.abort();
      },
    ],
  ])('ends when %s', async (_, end) => {
    const ending = new AbortController();
    const { answer, told } = streamOf(['a', 'b']);
    const response = writeStream(answer, ending.signal);
    expect(told).not.toContain('return');
    await end(response, ending);
    expect(told).toContain('return');
  });

  it('is left alone at its end where its pieces cannot be told', async () => {
    const { answer, told } = streamOf(['a'], { return: undefined });
    await expect(writeStream(answer).body?.cancel()).resolves.toBeUndefined();
    expect(told).not.toContain('return');
  });
});

describe('a fetch of the admin API', () => {
  const request = (): Request =>
    new Request(URL_ASKED, { method: 'POST', headers: { Host: 'evil.test', 'X-Mine': 'a' }, body: 'text' });

  it('asks in the name of this machine, whatever name led here', async () => {
    const { calls, handle } = answering<Reply>(OK);
    const response = await createAdminFetch(handle)(request());
    const headers = { host: 'localhost', 'x-mine': 'a', 'content-type': 'text/plain;charset=UTF-8' };
    expect([response.status, await response.text()]).toEqual([200, '{}']);
    expect(calls).toEqual(
      [callOf(request(), new TextEncoder().encode('text').buffer)].map((call) => ({ ...call, headers })),
    );
  });

  it('answers in pieces until the caller gives up', async () => {
    const { answer, told } = streamOf(['a', 'b', 'c']);
    const ending = new AbortController();
    const response = await createAdminFetch(answering(answer).handle)(
      new Request(URL_ASKED, { signal: ending.signal }),
    );
    const reader = response.body?.getReader();
    const piece = await reader?.read();
    expect([response.status, new TextDecoder().decode(piece?.value)]).toEqual([206, 'a']);
    ending.abort();
    expect(told).toContain('return');
  });
});
