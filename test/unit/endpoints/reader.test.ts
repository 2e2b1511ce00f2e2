import { expect, it } from '@jest/globals';
import type { Account } from '../../../mock-server/domain/account.ts';
import { requireReader } from '../../../mock-server/endpoints/reader.ts';
import { contextOf, refusalOf } from '../../support/endpoint-context.ts';

/** The bearer of Ada's login counts until the 100th second. */
const ACCOUNT = {
  agentSessions: {
    findByBearer: (bearer: string, nowSeconds: number) => (bearer === 'of-ada' && nowSeconds < 100 ? {} : undefined),
  },
} as unknown as Account;

const read = (authorization: string | undefined, nowMs = 99_999): void => {
  const headers = authorization === undefined ? {} : { authorization };
  requireReader(contextOf({ call: { headers }, nowMs }), ACCOUNT, 'history_unauthorized');
};

const refused = (authorization: string | undefined, nowMs?: number): readonly string[] =>
  refusalOf(() => {
    read(authorization, nowMs);
  });

it.each(['Bearer of-ada', 'of-ada', 'OAuth a=b', ' oauth  oauth_consumer_key="key"'])(
  '%p may read',
  (authorization) => {
    expect(() => {
      read(authorization);
    }).not.toThrow();
  },
);

it.each([
  [undefined, 'missing'],
  ['', 'missing'],
  ['Basic YTpi', 'missing'],
  ['basic', 'missing'],
  ['OAuth', 'missing'],
  ['OAuth key', 'missing'],
  ['basics', 'unknown'],
  ['oauthToken', 'unknown'],
  ['no-basic token', 'unknown'],
  ['xOAuth a=b', 'unknown'],
  ['Bearer of-bob', 'unknown'],
])('%p may not read: the bearer is %s', (authorization, why) => {
  expect(refused(authorization)).toEqual([
    'history_unauthorized',
    `agent-bearer-${why}`,
    why === 'missing'
      ? 'send Authorization: Bearer with the bearer of an agent login, or an OAuth 1 header'
      : 'the bearer is of no login that lives: it expired, was logged out, or is of another account; log in again',
  ]);
});

it('A bearer may read no longer than its login lives', () => {
  expect(refused('Bearer of-ada', 100_000)[1]).toBe('agent-bearer-unknown');
});
