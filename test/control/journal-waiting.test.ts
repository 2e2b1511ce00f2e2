import { describe, expect, it } from '@jest/globals';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { post } from '../support/calls.ts';
import { ACCOUNT, NOON, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

const TOKEN_PATH = `/sentinel/api/account/${ACCOUNT}/app/token`;

describe('Waiting for a call', () => {
  it('gives one that is there already', async () => {
    const mock = openMock();
    await askForToken(mock, ACCOUNT);
    expect((await mock.journal.waitFor(({ outcome }) => outcome === 401)).id).toBe(1);
  });

  it('ends with what was seen when the time is up', async () => {
    const mock = openMock();
    await expect(mock.journal.waitFor({}, 1)).rejects.toThrow(new Error('no call matched within 1 ms; there was none'));
    await askForToken(mock, ACCOUNT);
    await expect(mock.journal.waitFor({ outcome: 200 }, 1)).rejects.toThrow(
      new Error(`no call matched within 1 ms; there were 1, the last one POST ${TOKEN_PATH} (401)`),
    );
  });

  it('leaves nothing running once it has found its call', async () => {
    const mock = openMock();
    const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const filtered: number[] = [];
    const waiting = mock.journal.waitFor(({ id }) => filtered.push(id) > 0, 10_000);
    expect(timers()).toBe(before + 1);
    await askForToken(mock, ACCOUNT);
    await waiting;
    expect(timers()).toBe(before);
    await askForToken(mock, ACCOUNT);
    expect(filtered).toEqual([1]);
  });

  it('asks its filter no more once the time is up', async () => {
    const mock = openMock();
    const filtered: number[] = [];
    await expect(mock.journal.waitFor(({ id }) => filtered.push(id) < 0, 1)).rejects.toThrow(
      'no call matched within 1 ms',
    );
    await askForToken(mock, ACCOUNT);
    expect(filtered).toEqual([]);
  });

  it('hears of its own account only', async () => {
    const mock = openMock();
    const waiting = mock.account(OTHER_ACCOUNT).journal.waitFor({});
    await askForToken(mock, ACCOUNT);
    await askForToken(mock, OTHER_ACCOUNT);
    expect((await waiting).accountId).toBe(OTHER_ACCOUNT);
  });

  it('fails with the error of its own filter, and the call goes on', async () => {
    const mock = openMock();
    const waiting = mock.journal.waitFor((): boolean => {
      throw new RangeError('mine');
    });
    const answer = askForToken(mock, ACCOUNT);
    await expect(waiting).rejects.toThrow(new RangeError('mine'));
    expect((await answer).status).toBe(401);
  });

  it.each([Infinity, NaN, -1, 2 ** 31])('takes no timeout of %d', async (timeoutMs) => {
    await expect(openMock().journal.waitFor({}, timeoutMs)).rejects.toThrow(
      new TypeError(`not a timeout: ${String(timeoutMs)}. Give milliseconds from 0 to 2147483647.`),
    );
  });

  it.each(['verdict', 'error', 'reason'])(
    'refuses a %s that no entry can have, because it would never find anything',
    (name) => {
      expect(() => openMock().journal.count({ [name]: 'nonsense' })).toThrow(
        new TypeError(`no journal entry has ${name} "nonsense"`),
      );
    },
  );

  it('refuses a query for what no entry has', async () => {
    const query = { status: 200 } as unknown as { outcome: number };
    const sentence =
      'no journal entry has status; ask for method, path, endpointId, accountId, outcome, verdict, error, reason';
    await expect(openMock().journal.waitFor(query)).rejects.toThrow(new TypeError(sentence));
    expect(() => openMock().journal.count(query)).toThrow(new TypeError(sentence));
  });
});

function openMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'journal', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

/** A call that is refused and cheap: there is no client in it. */
function askForToken(mock: Mock, accountId: string): ReturnType<typeof post> {
  return post(mock, `/sentinel/api/account/${accountId}/app/token`, 'grant_type=client_credentials');
}
