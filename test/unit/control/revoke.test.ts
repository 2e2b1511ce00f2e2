import { describe, expect, it } from '@jest/globals';
import type { Mock } from '../../../mock-server/index.ts';
import { createMock } from '../../../mock-server/index.ts';
import { post } from '../../support/calls.ts';
import { AUTHORIZE_PATH } from '../../support/flows.ts';

describe('revoke', () => {
  it('makes the IDP refuse an LP_EXT_JWT', async () => {
    const mock = createMock();
    const token = await mock.mint.extJwt();
    mock.revoke(token);
    const answer = await post(mock, AUTHORIZE_PATH, { id_token: token });
    expect([answer.status, answer.body]).toEqual([401, '{"internalErrorCode":"1049"}']);
  });

  const ONLY = 'only an LP_EXT_JWT of anonymous/authorize can be revoked';
  it.each<readonly [string, (mock: Mock) => Promise<string>, string]>([
    ['a ConsumerJWS', (mock) => mock.mint.consumerJws(), `revoke: this is a ConsumerJWS; ${ONLY}`],
    ['an AppJWT', (mock) => mock.mint.appJwt(), `revoke: this is an AppJWT; ${ONLY}`],
    ['an LP_JWT', (mock) => mock.mint.lpJwt(), `revoke: this is an LP_JWT; ${ONLY}`],
    ['an id token', (mock) => mock.mint.idToken(), `revoke: this is an id token; ${ONLY}`],
    [
      'a token of no known kind',
      (mock) => mock.mint.appJwt({ omit: ['azp', 'iss'] }),
      `revoke: this is a token of no known kind; ${ONLY}`,
    ],
    [
      'an LP_EXT_JWT of no account',
      (mock) => mock.mint.extJwt({ omit: ['aud'] }),
      'revoke: aud of the LP_EXT_JWT does not name an account as acc:<id>',
    ],
    [
      'an LP_EXT_JWT whose audience is an id alone',
      (mock) => mock.mint.extJwt({ claims: { aud: '1234567812345678' } }),
      'revoke: aud of the LP_EXT_JWT does not name an account as acc:<id>',
    ],
    [
      'an LP_EXT_JWT of an account that is none',
      (mock) => mock.mint.extJwt({ claims: { aud: 'acc:a b' } }),
      'this mock has no account "a b": that is not an account id',
    ],
  ])('throws at once for %s, and makes no account', async (_, make, message) => {
    const mock = createMock();
    const token = await make(mock);
    const before = Object.keys(mock.snapshot().accounts);
    expect(() => {
      mock.revoke(token);
    }).toThrow(new TypeError(message));
    expect(Object.keys(mock.snapshot().accounts)).toEqual(before);
  });

  it.each([
    [undefined, 'revoke: not a token but undefined'],
    [null, 'revoke: not a token but null'],
    [17, 'revoke: not a token but number'],
    [Promise.resolve('eyJ'), 'revoke: not a token but a promise; await it first'],
    ['hello', 'not a token: the text has 1 part between dots instead of three'],
  ])('throws at once for what is no token: %p', (given, message) => {
    expect(() => {
      createMock().revoke(given as string);
    }).toThrow(new TypeError(message));
  });

  it('throws for an account that a closed mock does not have', async () => {
    const token = await createMock({ accounts: [{ accountId: '777' }] }).mint.extJwt();
    expect(() => {
      createMock({ closed: true }).revoke(token);
    }).toThrow(new TypeError('this mock has no account "777": it is closed'));
  });
});
