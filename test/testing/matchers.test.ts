import { describe, expect, it } from '@jest/globals';
import { connectMock } from '../../mock-server/client/client.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import type { MockMatchers } from '../../mock-server/testing/index.ts';
import { matchers } from '../../mock-server/testing/index.ts';
import { post } from '../support/calls.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET, NOON, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the lines that docs/testing.md shows
  interface Matchers<R extends void | Promise<void>, T = unknown> extends MockMatchers<R, T> {}
}
expect.extend(matchers);

const TOKEN = `/sentinel/api/account/${ACCOUNT}/app/token`;
const CONSUMER = `/api/account/${ACCOUNT}/consumer?v=1.0`;

describe('toHaveCalled', () => {
  it('counts the calls of a row', async () => {
    const mock = openMock();
    await login(mock);
    expect(mock).toHaveCalled('sentinel.app-token');
    expect(mock).toHaveCalled('sentinel.app-token', { times: 1 });
    expect(mock).not.toHaveCalled('sentinel.app-token', { times: 2 });
    expect(mock).toHaveCalled('send-api.send', { times: 0 });
  });

  it('says what it found instead', async () => {
    const mock = openMock();
    expect(
      said(() => {
        expect(mock).toHaveCalled('send-api.send');
      }),
    ).toBe('expected send-api.send to have been called; it was not called, nor was anything else');
    await login(mock);
    expect(
      said(() => {
        expect(mock).toHaveCalled('send-api.send', { times: 2 });
      }),
    ).toBe(`expected send-api.send to have been called twice; it was not called. These were:\n  POST ${TOKEN} 200`);
    expect(
      said(() => {
        expect(mock).toHaveCalled('sentinel.app-token', { times: 2 });
      }),
    ).toBe(`expected sentinel.app-token to have been called twice; it was called once:\n  POST ${TOKEN} 200`);
    expect(
      said(() => {
        expect(mock).not.toHaveCalled('sentinel.app-token', { accountId: ACCOUNT });
      }),
    ).toBe(
      `expected sentinel.app-token not to have been called for account ${ACCOUNT}; it was called once:\n  POST ${TOKEN} 200`,
    );
  });

  it('keeps accounts apart', async () => {
    const mock = openMock();
    await login(mock);
    expect(mock).toHaveCalled('sentinel.app-token', { accountId: ACCOUNT });
    expect(mock).not.toHaveCalled('sentinel.app-token', { accountId: OTHER_ACCOUNT });
    expect(mock.account(OTHER_ACCOUNT)).not.toHaveCalled('sentinel.app-token');
    expect(mock.account(ACCOUNT)).toHaveCalled('sentinel.app-token');
  });

  it('shows the last ten of many calls', async () => {
    const mock = openMock();
    for (let turn = 0; turn < 12; turn += 1) await login(mock);
    expect(
      said(() => {
        expect(mock).toHaveCalled('sentinel.app-token', { times: 2 });
      }),
    ).toBe(
      `expected sentinel.app-token to have been called twice; it was called 12 times:\n  and 2 before these\n${Array<string>(10).fill(`  POST ${TOKEN} 200`).join('\n')}`,
    );
  });

  it.each<[unknown[], RegExp]>([
    [['send-api.sned'], /^toHaveCalled: no endpoint "send-api.sned"; there are csds.service, /],
    [['send-api.send', { time: 1 }], /^toHaveCalled: no option time; there are times and accountId$/],
    [['send-api.send', { times: 1.5 }], /^toHaveCalled: times is 1.5; use a whole number$/],
    [['send-api.send', { accountId: 5 }], /^toHaveCalled: accountId is not a string$/],
  ])('takes no typing error for an answer: %j', (args, words) => {
    const call = (): void => {
      expect(openMock()).not.toHaveCalled(...(args as ['']));
    };
    expect(call).toThrow(words);
  });

  it('asks a client that answers later', async () => {
    const mock = openMock();
    const server = await startServer(mock, { port: 0 });
    const client = connectMock(server.url);
    await post(mock, `${TOKEN}?v=1.0&${credentials()}`);
    await expect(client).toHaveCalled('sentinel.app-token', { times: 1 });
    await expect(client.account(OTHER_ACCOUNT)).not.toHaveCalled('sentinel.app-token');
    await expect(client).not.toHaveSentNoSecretInQuery();
    await expect(expect(client).toHaveCalled('send-api.send')).rejects.toThrow('it was not called');
    await server.close();
  });

  it('says when it was given no mock', () => {
    expect(() => {
      expect(undefined).toHaveCalled('send-api.send');
    }).toThrow(
      new TypeError('expect() was not given a mock: pass a mock, the controls of one of its accounts, or a client'),
    );
  });
});

describe('toHaveReusedToken', () => {
  it('holds for a client that keeps its AppJWT', async () => {
    const mock = openMock();
    const appJwt = await login(mock);
    await askConsumer(mock, appJwt);
    await askConsumer(mock, appJwt);
    expect(mock).toHaveReusedToken();
    expect(
      said(() => {
        expect(mock).not.toHaveReusedToken();
      }),
    ).toBe('expected some client not to reuse its AppJWT; each did in 2 calls');
  });

  it('fails for a client that asks for one before each call', async () => {
    const mock = openMock();
    await askConsumer(mock, await login(mock));
    mock.clock.advance('10m');
    await askConsumer(mock, await login(mock));
    expect(mock).not.toHaveReusedToken();
    expect(
      said(() => {
        expect(mock).toHaveReusedToken();
      }),
    ).toBe(
      `expected every client to reuse its AppJWT; client ${CLIENT_ID} asked for another at 2026-11-20T12:10:00Z, while the one of ` +
        `2026-11-20T12:00:00Z was valid until 2026-11-20T13:00:00Z:\n  POST ${TOKEN} 200\n  POST ${TOKEN} 200`,
    );
  });

  it.each([
    ['47m', false],
    ['49m', true],
    ['61m', true],
  ])('an AppJWT may be replaced in the last fifth of its life (%s: %s)', async (later, isFine) => {
    const mock = openMock();
    await askConsumer(mock, await login(mock));
    mock.clock.advance(later);
    await askConsumer(mock, await login(mock));
    expect(matchers.toHaveReusedToken(mock)).toMatchObject({ pass: isFine });
  });

  it('lets a client replace what was refused', async () => {
    const mock = openMock();
    const appJwt = await login(mock);
    mock.faults.add({ endpoint: 'send-api.create', error: '40102', times: 1 });
    await post(mock, `/api/account/${ACCOUNT}/messaging/consumer/conversation?v=3`, '[]', { authorization: appJwt });
    await askConsumer(mock, await login(mock));
    expect(mock).toHaveReusedToken();
  });

  it('does not hold another client, or another account, against the first', async () => {
    const mock = openMock();
    await askConsumer(mock, await login(mock));
    await askConsumer(mock, await login(mock, 'another-client'));
    expect(mock).toHaveReusedToken();
  });

  it('says nothing of fewer than two calls, either way', async () => {
    const mock = openMock();
    expect(() => {
      expect(mock).not.toHaveReusedToken();
    }).toThrow('it takes two calls with an AppJWT to see it reused, and there was none');
    await askConsumer(mock, await login(mock));
    expect(() => {
      expect(mock).toHaveReusedToken();
    }).toThrow('and there was one:\n  POST /api/account/12345678/consumer 201');
  });
});

describe('toHaveRefreshedBeforeExpiry', () => {
  it('holds when the next AppJWT came in time', async () => {
    const mock = openMock();
    await login(mock);
    mock.clock.advance('59m');
    await login(mock);
    expect(mock).toHaveRefreshedBeforeExpiry();
    expect(
      said(() => {
        expect(mock).not.toHaveRefreshedBeforeExpiry();
      }),
    ).toBe('expected some client not to refresh before expiry; each did');
  });

  it('fails when it came too late', async () => {
    const mock = openMock();
    await login(mock);
    mock.clock.advance('1h');
    await login(mock);
    expect(
      said(() => {
        expect(mock).toHaveRefreshedBeforeExpiry();
      }),
    ).toBe(
      `expected every client to refresh before expiry; client ${CLIENT_ID} asked for the next AppJWT at 2026-11-20T13:00:00Z, when the last had expired at 2026-11-20T13:00:00Z`,
    );
  });

  it('fails when a call was refused as expired', async () => {
    const mock = openMock();
    const appJwt = await login(mock);
    mock.clock.advance('61m');
    await askConsumer(mock, appJwt);
    expect(
      said(() => {
        expect(mock).toHaveRefreshedBeforeExpiry();
      }),
    ).toMatch(
      /^expected every client to refresh before expiry; this call was refused: POST \/api\/account\/12345678\/consumer \d+ \(9011\), expired 60 s ago at 2026-11-20T13:00:00Z$/,
    );
  });

  it('says nothing when there was no second one, either way', async () => {
    const mock = openMock();
    await login(mock);
    expect(() => {
      expect(mock).not.toHaveRefreshedBeforeExpiry();
    }).toThrow('no client got a second AppJWT, so none was refreshed');
  });
});

describe('toHaveSentNoSecretInQuery', () => {
  it('holds for a secret in the body, and for an empty one in the query', async () => {
    const mock = openMock();
    await login(mock);
    await post(mock, `${TOKEN}?v=1.0&client_secret=`, credentials());
    expect(mock).toHaveSentNoSecretInQuery();
    expect(
      said(() => {
        expect(mock).not.toHaveSentNoSecretInQuery();
      }),
    ).toBe('expected some client not to send no secret in a query; none was in the URL of any call');
  });

  it('fails for one in the URL, and does not repeat it', async () => {
    const mock = openMock();
    await post(mock, `${TOKEN}?v=1.0&${credentials()}`);
    expect(
      said(() => {
        expect(mock).toHaveSentNoSecretInQuery();
      }),
    ).toBe(
      `expected every client to send no secret in a query; client_secret was in the URL of this call; send it in the body:\n  POST ${TOKEN} 200`,
    );
  });
});

describe('toHaveRetriedAtMost', () => {
  it('counts what follows a failure, up to the first success', async () => {
    const mock = openMock();
    mock.faults.add({ endpoint: 'sentinel.app-token', error: { status: 503 }, times: 1 });
    mock.faults.add({ endpoint: 'sentinel.app-token', error: { status: 429 }, times: 1 });
    for (let turn = 0; turn < 5; turn += 1) await post(mock, `${TOKEN}?v=1.0`, credentials());
    expect(mock).toHaveRetriedAtMost(2);
    expect(
      said(() => {
        expect(mock).toHaveRetriedAtMost(1);
      }),
    ).toBe(
      `expected every client to retry at most once; this call was retried twice:\n  POST ${TOKEN} 503\n  POST ${TOKEN} 429\n  POST ${TOKEN} 200`,
    );
    expect(
      said(() => {
        expect(mock).not.toHaveRetriedAtMost(3);
      }),
    ).toBe('expected some client not to retry at most 3 times; the most was twice');
  });

  it('takes calls that never failed for none', async () => {
    const mock = openMock();
    await login(mock);
    await login(mock);
    expect(mock).toHaveRetriedAtMost(0);
    expect(() => {
      expect(mock).toHaveRetriedAtMost(-1);
    }).toThrow(new TypeError('toHaveRetriedAtMost: -1 is not a whole number'));
  });

  it('counts a dropped connection as a failure', async () => {
    const mock = openMock();
    mock.faults.add({ error: 'reset', times: 1 });
    for (let turn = 0; turn < 2; turn += 1)
      await mock.fetch(`https://sentinel.liveperson.net${TOKEN}?v=1.0`, { method: 'POST', body: credentials() });
    expect(
      said(() => {
        expect(mock).toHaveRetriedAtMost(0);
      }),
    ).toBe(
      `expected every client to retry at most never; this call was retried once:\n  POST ${TOKEN} reset\n  POST ${TOKEN} 200`,
    );
  });
});

function openMock(options: MockOptions = {}): Mock {
  const mock = createMock(options);
  mock.clock.freeze(NOON);
  return mock;
}

function credentials(clientId = CLIENT_ID): string {
  return new URLSearchParams({
    client_id: clientId,
    client_secret: CLIENT_SECRET,
    grant_type: 'client_credentials',
  }).toString();
}

async function login(mock: Mock, clientId = CLIENT_ID): Promise<string> {
  const { body } = await post(mock, `${TOKEN}?v=1.0`, credentials(clientId));
  return (JSON.parse(body) as { access_token: string }).access_token;
}

async function askConsumer(mock: Mock, appJwt: string): Promise<void> {
  await post(mock, CONSUMER, { ext_consumer_id: 'John' }, { authorization: appJwt });
}

/** What an expectation that fails says. */
function said(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the expectation holds');
}
