import { createHash } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import type { FaultSpec, Mock, MockOptions } from '../../mock-server/index.ts';
import type { CallParts } from '../support/calls.ts';
import { ask, post } from '../support/calls.ts';
import { SEND_PATH } from '../support/flows.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';
import { askEndpoint, frozenMock, JWKS_PATH } from './fault-setup.ts';

const TOKEN_PATH = `/sentinel/api/account/${ACCOUNT}/app/token`;

describe("A function of the tester's own that throws", () => {
  const breaks = (): never => {
    throw new RangeError('with a secret in it');
  };

  it.each<[string, MockOptions, FaultSpec, string]>([
    ['as match', {}, { match: breaks, error: 'reset' }, 'the match function of fault-1 threw: RangeError at '],
    [
      'as match, async',
      {},
      { match: (() => Promise.resolve(false)) as never, error: 'reset' },
      'the match function of fault-1 returned a promise; pass a function that is not async',
    ],
    ['as the option wait', { wait: breaks }, { delayMs: 1 }, 'the option wait threw: RangeError at '],
  ])('is told from a fault of the mock: %s', async (_, options, spec, sentence) => {
    const mock = frozenMock(options);
    mock.faults.add(spec);
    const answer = await askEndpoint(mock, 'sentinel.jwks');
    const body = JSON.parse(answer.text) as { error: string; message: string };
    expect([answer.status, body.error, mock.journal.find()[0]?.reason?.slug]).toEqual([
      500,
      'test_code_failed',
      'test-code-failed',
    ]);
    expect(body.message.startsWith(sentence)).toBe(true);
    expect(JSON.stringify([answer, mock.journal.find()])).not.toContain('with a secret in it');
  });
});

describe('Which calls a fault is for', () => {
  const asking = async (
    match: NonNullable<FaultSpec['match']>,
    call: (mock: Mock) => Promise<unknown>,
  ): Promise<number> => {
    const mock = frozenMock();
    mock.faults.add({ match, error: { status: 503 } });
    await call(mock);
    // It fires or it does not; a call that it breaks is neither.
    expect(mock.journal.find().filter(({ error }) => error === 'mock_bug')).toEqual([]);
    return mock.journal.count({ outcome: 503 });
  };
  const askForToken = (mock: Mock): Promise<unknown> =>
    post(mock, TOKEN_PATH, new URLSearchParams({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET }).toString(), {
      'user-agent': 'my client/1.0',
    });
  const sendAs =
    (extConsumerId: string) =>
    async (mock: Mock): Promise<unknown> =>
      post(
        mock,
        SEND_PATH,
        {},
        { authorization: await mock.mint.appJwt(), 'x-lp-on-behalf': await mock.mint.consumerJws({ extConsumerId }) },
      );

  it.each<[string, FaultSpec['match'], number]>([
    ['its method', { method: 'post' }, 1],
    ['another method', { method: 'GET' }, 0],
    ['a part of its path', { path: '/app/token' }, 1],
    ['a part of another path', { path: '/consumer' }, 0],
    ['a part of a header', { headers: { 'User-Agent': 'my client' } }, 1],
    ['a part of a header that is not there', { headers: { 'x-request-id': '' } }, 0],
    ['its client', { clientId: CLIENT_ID }, 1],
    ['another client', { clientId: 'another' }, 0],
    ['its client and another method', { clientId: CLIENT_ID, method: 'GET' }, 0],
    ['a function that says so', ({ body }) => body.includes(CLIENT_ID), 1],
    ['a function that says no', () => false, 0],
  ])('can be told by %s', async (_, match, count) => {
    expect(await asking(match ?? {}, askForToken)).toBe(count);
  });

  it.each<[string, string, number]>([
    ['its external id', 'jane', 1],
    ["LivePerson's id", createHash('sha256').update(`${ACCOUNT}:jane`).digest('hex'), 1],
    ['the id of another', 'john', 0],
  ])('can be told by the consumer that is acted for: %s', async (_, consumerId, count) => {
    expect(await asking({ consumerId }, sendAs('jane'))).toBe(count);
  });

  it.each<[string, FaultSpec['match'], CallParts]>([
    ['without a header that it names', { headers: { 'x-request-id': 'a' } }, { target: JWKS_PATH }],
    ['whose body is null', { consumerId: 'jane' }, { method: 'POST', target: SEND_PATH, body: 'null' }],
    ['whose body is a text', { consumerId: 'jane' }, { method: 'POST', target: SEND_PATH, body: '"jane"' }],
    ['whose body is no JSON', { consumerId: 'jane' }, { method: 'POST', target: SEND_PATH, body: '{' }],
    ['that names no client', { clientId: 'cid' }, { target: JWKS_PATH }],
  ])('pass by calls %s', async (_, match, parts) => {
    expect(await asking(match ?? {}, (mock) => ask(mock, parts))).toBe(0);
  });

  it('can be told by the client of an HTTP Basic header', async () => {
    expect(
      await asking({ clientId: 'cid' }, (mock) =>
        post(mock, TOKEN_PATH, '', { authorization: `Basic ${btoa('cid:x')}` }),
      ),
    ).toBe(1);
  });

  it('can be told by the client whose AppJWT is presented', async () => {
    expect(await asking({ clientId: CLIENT_ID }, sendAs('jane'))).toBe(1);
  });

  it('can be told by the consumer that is asked for, a number too', async () => {
    const askFor =
      (id: unknown) =>
      (mock: Mock): Promise<unknown> =>
        post(mock, `/api/account/${ACCOUNT}/consumer`, { ext_consumer_id: id });
    expect(await asking({ consumerId: '5' }, askFor(5))).toBe(1);
    expect(await asking({ consumerId: '5' }, askFor('6'))).toBe(0);
  });
});

describe('The order of faults', () => {
  it('is the one they were armed in: 503 twice, then 429', async () => {
    const mock = frozenMock();
    mock.faults.add({ error: { status: 503 }, times: 2 });
    mock.faults.add({ error: { status: 429 }, times: 1 });
    expect(await statuses(mock, 4)).toEqual([503, 503, 429, 200]);
  });

  it('puts an account before the whole mock', async () => {
    const mock = frozenMock();
    mock.faults.add({ error: { status: 503 } });
    mock.account(ACCOUNT).faults.add({ error: { status: 504 }, times: 1 });
    const answers = [await post(mock, TOKEN_PATH), await post(mock, TOKEN_PATH)];
    expect(answers.map(({ status }) => status)).toEqual([504, 503]);
  });

  it('adds up delays up to the first that answers', async () => {
    const waits: number[] = [];
    const mock = frozenMock({
      wait: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
    });
    mock.faults.add({ delayMs: 100 });
    mock.faults.add({ delayMs: 5000, error: { status: 503 }, times: 1 });
    mock.faults.add({ delayMs: 7 });
    expect(await statuses(mock, 2)).toEqual([503, 200]);
    expect(waits).toEqual([5100, 107]);
    expect(mock.journal.find().map(({ faults }) => faults)).toEqual([
      ['fault-1', 'fault-2'],
      ['fault-1', 'fault-3'],
    ]);
  });
});

describe('A delay', () => {
  it('is over, and the call goes on, when the option wait has resolved', async () => {
    let goOn = (): void => undefined;
    const asked: number[] = [];
    const mock = frozenMock({
      wait: (ms) => {
        asked.push(ms);
        return new Promise((resolve) => {
          goOn = () => {
            resolve(undefined);
          };
        });
      },
    });
    mock.faults.add({ delayMs: 5000, error: { status: 503 } });
    const answer = statuses(mock, 1);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect([asked, mock.journal.count()]).toEqual([[5000], 0]);
    goOn();
    expect([await answer, mock.journal.count()]).toEqual([[503], 1]);
  });

  it('does not hang under fake timers that were installed later', async () => {
    const mock = frozenMock();
    mock.faults.add({ delayMs: 1, error: { status: 503 } });
    jest.useFakeTimers();
    try {
      expect(await statuses(mock, 1)).toEqual([503]);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('A preflight', () => {
  it('is let through, and uses up no fault', async () => {
    const mock = frozenMock();
    mock.faults.add({ error: { status: 503 }, times: 1 });
    expect((await ask(mock, { method: 'OPTIONS', target: JWKS_PATH })).status).toBe(204);
    expect(await statuses(mock, 2)).toEqual([503, 200]);
  });
});

describe('A handle', () => {
  it('removes and explains its fault', async () => {
    const mock = frozenMock();
    const fault = mock.faults.add({ error: { status: 503 }, times: 3 });
    await statuses(mock, 1);
    expect(fault.explain()).toBe('armed for 2 more calls, fired once');
    fault.remove();
    expect([fault.explain(), mock.faults.list()]).toEqual(['removed, fired once', []]);
  });

  it.each<[Partial<FaultSpec>, number, string]>([
    [{}, 0, 'armed for every call, not fired yet'],
    [{}, 3, 'armed for every call, fired 3 times'],
    [{ times: 2 }, 1, 'armed for 1 more call, fired once'],
    [{ times: 2 }, 3, 'spent, fired twice'],
    [{ every: 3 }, 3, 'armed for every call, one in 3, fired once'],
    [{ after: 2 }, 1, 'armed for every call, after 1 more call, not fired yet'],
  ])('says of %j after %d calls: %s', async (spec, calls, words) => {
    const mock = frozenMock();
    const fault = mock.faults.add({ error: { status: 503 }, ...spec });
    await statuses(mock, calls);
    expect(fault.explain()).toBe(words);
  });
});

describe('A fault that makes no sense', () => {
  it.each<[string, unknown, string]>([
    ['does nothing', {}, 'fault: Expected error or delayMs: this fault would do nothing'],
    ['has a member that no fault has', { error: 'reset', statusCode: 500 }, 'fault: statusCode: unknown option'],
    [
      'names no error',
      { error: '40199' },
      '^fault: error: no error is called "40199"; nearest: 40001, 40102, 40103; a status of your own is [{]"status":503[}]; known: .*, timeout, duplicate, reorder$',
    ],
    [
      'names no endpoint',
      { error: 'reset', endpoint: 'send' },
      /^fault: no endpoint "send"; known: csds\.service, /.source,
    ],
    ['fires no times', { error: 'reset', times: 0 }, 'fault: times: Invalid value: Expected >=1 but received 0'],
    ['is no object', null, 'fault: Invalid type: Expected Object but received null'],
    [
      'has a status that is none',
      { error: { status: 99 } },
      'fault: error.status: Invalid value: Expected >=200 but received 99',
    ],
    [
      'gives a body to a status without one',
      { error: { status: 204, body: 'x' } },
      'fault: error: An answer with this status has no body',
    ],
    [
      'breaks a header',
      { error: { status: 500, headers: { 'x-a': 'b\r\nc: d' } } },
      'fault: error.headers.x-a: Expected visible ASCII',
    ],
    [
      'sets a length',
      { error: { status: 500, headers: { 'Content-Length': '3' } } },
      'fault: error.headers.Content-Length: The host writes this header itself',
    ],
    [
      'sets a header that HTTP/2 has not',
      { error: { status: 500, headers: { te: 'a' } } },
      'fault: error.headers.te: The host writes this header itself',
    ],
    [
      'matches a secret',
      { error: 'reset', match: { headers: { Authorization: 'ey' } } },
      'fault: match.headers.Authorization: Match clientId or consumerId instead: this header carries a secret',
    ],
    [
      'waits longer than a timer can',
      { delayMs: 2 ** 31 },
      'fault: delayMs: Invalid value: Expected <=2147483647 but received 2147483648',
    ],
    [
      'is for an account that is none',
      { error: 'reset', account: 'no account' },
      'this mock has no account "no account": that is not an account id',
    ],
  ])('is refused: it %s', (_, spec, sentence) => {
    const add = (): unknown => frozenMock().faults.add(spec as FaultSpec);
    expect(add).toThrow(TypeError);
    expect(add).toThrow(sentence.startsWith('^') ? new RegExp(sentence) : new TypeError(sentence));
  });

  it('is refused among the faults of another account', () => {
    expect(() => frozenMock().account(ACCOUNT).faults.add({ account: OTHER_ACCOUNT, error: 'reset' })).toThrow(
      new TypeError(`fault: account is "${OTHER_ACCOUNT}", and these are the faults of ${ACCOUNT}`),
    );
  });

  it('cannot be explained when it is not there', () => {
    expect(() => frozenMock().faults.explain('fault-9')).toThrow(
      new TypeError('no fault "fault-9": it was removed, or never armed'),
    );
  });
});

describe('The bound of faults', () => {
  it('is 200 armed ones for an account, and no account uses up the place of another', () => {
    const mock = frozenMock();
    for (let number = 0; number < 200; number += 1) mock.account(ACCOUNT).faults.add({ error: 'reset' });
    expect(() => mock.account(ACCOUNT).faults.add({ error: 'reset' })).toThrow(
      new RangeError('200 faults are armed already; remove some'),
    );
    expect(mock.account(OTHER_ACCOUNT).faults.add({ error: 'reset' }).id).toBe('fault-201');
  });

  it('lets spent ones make room', async () => {
    const mock = frozenMock();
    for (let number = 0; number < 200; number += 1) mock.faults.add({ error: { status: 503 }, times: 1 });
    await statuses(mock, 1);
    mock.faults.add({ error: { status: 503 } });
    expect([mock.faults.list().length, mock.faults.list()[0]?.id]).toEqual([200, 'fault-2']);
  });
});

it('a reset disarms the faults of one account, or all', () => {
  const mock = frozenMock();
  mock.faults.add({ error: 'reset' });
  mock.account(ACCOUNT).faults.add({ error: 'reset' });
  mock.account(OTHER_ACCOUNT).faults.add({ error: 'reset' });
  mock.reset(ACCOUNT);
  expect(mock.faults.list().map(({ spec }) => spec.account)).toEqual([undefined, OTHER_ACCOUNT]);
  mock.reset();
  expect(mock.faults.list()).toEqual([]);
});

async function statuses(mock: Mock, calls: number): Promise<number[]> {
  const heard: number[] = [];
  for (let call = 0; call < calls; call += 1) heard.push((await ask(mock, { target: JWKS_PATH })).status);
  return heard;
}
