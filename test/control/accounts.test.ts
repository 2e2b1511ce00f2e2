import { describe, expect, it } from '@jest/globals';
import { MAX_CREATED_ACCOUNTS } from '../../mock-server/domain/created-accounts.ts';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { ConfigError, createMock } from '../../mock-server/index.ts';
import { post } from '../support/calls.ts';
import { ACCOUNT, CLIENT_ID, NOON, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

describe('A created account', () => {
  it('comes with credentials that work, on a closed mock too', async () => {
    const mock = openMock({ closed: true });
    const { accountId, clientId = '', clientSecret = '', connectorId } = mock.accounts.create();
    expect(
      [accountId, clientId, clientSecret].map((text) => /^(?:[1-9]\d{9}|[\da-f-]{36}|[\da-f]{26})$/.test(text)),
    ).toEqual([true, true, true]);
    expect(connectorId).toBe(4567890);
    expect((await askForToken(mock, accountId, clientId, clientSecret)).status).toBe(200);
    expect((await askForToken(mock, accountId, clientId, 'wrong')).status).toBe(401);
  });

  it('is listed after the configured ones, and has controls', () => {
    const mock = openMock();
    const created = mock.accounts.create();
    expect(mock.accounts.list().map(({ accountId }) => accountId)).toEqual([ACCOUNT, '87654321', created.accountId]);
    expect(mock.account(created.accountId).credentials).toEqual(created);
  });

  it('is another one each time, and with a seed the same in every mock', () => {
    const [mock, twin] = [openMock(), openMock()];
    const ids = [mock, mock, twin].map((each) => each.accounts.create().accountId);
    expect([new Set(ids).size, ids[2]]).toEqual([2, ids[0]]);
  });

  it('can be given an id, apps and connectors of its own', () => {
    const mock = openMock();
    expect(mock.accounts.create({ accountId: 'mine', apps: [], connectors: [] })).toEqual({
      accountId: 'mine',
      clientId: undefined,
      clientSecret: undefined,
      connectorId: undefined,
    });
  });

  it('cannot take the place of another, and is checked as in the options', () => {
    const mock = openMock();
    mock.accounts.create({ accountId: 'mine' });
    expect(() => mock.accounts.create({ accountId: 'mine' })).toThrow(
      new TypeError('there is an account mine already'),
    );
    expect(() => mock.accounts.create({ accountId: ACCOUNT })).toThrow(TypeError);
    expect(() => mock.accounts.create({ accountId: 'not an id' })).toThrow(ConfigError);
  });

  it('owns its client: another account does not take it', async () => {
    const mock = openMock();
    const { clientId = '', clientSecret = '' } = mock.accounts.create();
    await askForToken(mock, ACCOUNT, clientId, clientSecret);
    expect(mock.journal.find()[0]?.reason?.slug).toBe('client-foreign-account');
  });

  it('forgets what an account of that id had before anybody created it', async () => {
    const mock = openMock();
    await askForToken(mock, 'mine', CLIENT_ID, 'secret');
    mock.account('mine').faults.add({ error: 'reset' });
    mock.accounts.create({ accountId: 'mine' });
    expect([mock.account('mine').journal.count(), mock.account('mine').faults.list()]).toEqual([0, []]);
  });

  it('goes with everything in it when it is removed', async () => {
    const mock = openMock({ closed: true });
    const { accountId, clientId = '', clientSecret = '' } = mock.accounts.create();
    await askForToken(mock, accountId, clientId, clientSecret);
    mock.account(accountId).faults.add({ error: 'reset' });
    expect([mock.accounts.remove(accountId), mock.accounts.remove(accountId), mock.accounts.remove(ACCOUNT)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([mock.journal.count(), mock.faults.list(), mock.accounts.list().length]).toEqual([0, [], 2]);
    expect((await askForToken(mock, accountId, clientId, clientSecret)).status).toBe(401);
  });

  it('stays when the mock is reset', async () => {
    const mock = openMock({ closed: true });
    const { accountId, clientId = '', clientSecret = '' } = mock.accounts.create();
    mock.account(accountId).clock.advance('1h');
    mock.reset();
    expect((await askForToken(mock, accountId, clientId, clientSecret)).status).toBe(200);
  });

  it('makes room for new ones when there are too many', () => {
    const mock = openMock({ closed: true });
    const created = Array.from({ length: MAX_CREATED_ACCOUNTS + 1 }, () => mock.accounts.create().accountId);
    expect(mock.accounts.list().length).toBe(MAX_CREATED_ACCOUNTS + 2);
    expect(() => mock.account(created[0] ?? '')).toThrow(TypeError);
    expect(mock.account(created[1] ?? '').accountId).toBe(created[1]);
  });
});

it('the controls of an account go on being its own after a reset', async () => {
  const mock = openMock();
  const { clock, faults, journal } = mock.account(ACCOUNT);
  mock.reset(ACCOUNT);
  clock.freeze('2030-01-01T00:00:00Z');
  faults.add({ error: { status: 503 } });
  expect((await askForToken(mock, ACCOUNT, 'any', 'any')).status).toBe(503);
  expect([mock.account(ACCOUNT).clock.now(), clock.nowSeconds(), journal.count()]).toEqual([
    Date.parse('2030-01-01T00:00:00Z'),
    1_893_456_000,
    1,
  ]);
  clock.reset();
  clock.set('2031-01-01');
  clock.advance('1d');
  expect(mock.account(ACCOUNT).clock.now()).toBe(clock.now());
});

describe('A call that is under way', () => {
  const holding = async (during: (mock: Mock) => void): Promise<Mock> => {
    let letGo = (): void => undefined;
    const mock = openMock({
      wait: () =>
        new Promise((resolve) => {
          letGo = resolve;
        }),
    });
    mock.faults.add({ delayMs: 1 });
    const calls = [askForToken(mock, ACCOUNT, 'any', 'any')];
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    during(mock);
    letGo();
    await Promise.all(calls);
    return mock;
  };

  it.each<[string, (mock: Mock) => void, number]>([
    ['while nothing happens', () => undefined, 1],
    [
      'while another account is reset',
      (mock) => {
        mock.reset(OTHER_ACCOUNT);
      },
      1,
    ],
    [
      'while the journal is cleared',
      (mock) => {
        mock.journal.clear();
      },
      1,
    ],
    [
      'while its account is reset',
      (mock) => {
        mock.reset(ACCOUNT);
      },
      0,
    ],
    [
      'while the mock is reset',
      (mock) => {
        mock.reset();
      },
      0,
    ],
    [
      'while an earlier state is restored',
      (mock) => {
        mock.restore(mock.snapshot());
      },
      0,
    ],
  ])('%s is in the journal only if it is of the same test', async (_, during, count) => {
    expect((await holding(during)).journal.count()).toBe(count);
  });
});

it('the controls of an account that was removed from a closed mock say so', () => {
  const mock = openMock({ closed: true });
  const { accountId } = mock.accounts.create();
  const account = mock.account(accountId);
  mock.accounts.remove(accountId);
  const verbs = [
    () => account.clock.now(),
    () => account.journal.find(),
    () => account.journal.count(),
    () => {
      account.reset();
    },
    () => account.snapshot(),
  ];
  for (const verb of verbs) expect(verb).toThrow(`this mock has no account "${accountId}"`);
});

it('a reset of one account that is not there is refused', () => {
  expect(() => {
    openMock({ closed: true }).reset('55555');
  }).toThrow(TypeError);
});

function openMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'accounts', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

function askForToken(mock: Mock, accountId: string, clientId: string, clientSecret: string): ReturnType<typeof post> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  return post(mock, `/sentinel/api/account/${accountId}/app/token?v=1.0`, form.toString());
}
