import { describe, expect, it } from '@jest/globals';
import { unconfiguredApp } from '../../../mock-server/domain/app.ts';
import { entered, openAccounts } from './open-account.ts';

describe('a client', () => {
  const OK = { ok: true, app: { clientId: 'app', scopes: ['msg.consumer'], anyScope: false } };
  const anybody = (clientId: string): object => ({ ok: true, app: unconfiguredApp(clientId) });
  const refused = (failure: string): object => ({ ok: false, failure });

  it.each<[string, boolean, string, object, object]>([
    // account, whether the mock is closed, client, what it is with the right secret, and with a wrong one
    ['100', false, 'app', OK, refused('secret')],
    ['100', true, 'app', OK, refused('secret')],
    ['100', false, 'other', refused('foreign-account'), refused('foreign-account')],
    ['100', true, 'other', refused('foreign-account'), refused('foreign-account')],
    ['100', false, 'anybody', anybody('anybody'), anybody('anybody')],
    ['100', true, 'anybody', refused('unknown'), refused('unknown')],
    ['300', false, 'app', { ...anybody('app'), isForeign: true }, { ...anybody('app'), isForeign: true }],
    ['300', true, 'app', refused('foreign-account'), refused('foreign-account')],
    ['300', false, 'anybody', anybody('anybody'), anybody('anybody')],
    ['300', true, 'anybody', refused('unknown'), refused('unknown')],
  ])('at %s, on a mock whose closed is %j, called %s, is judged by who has an app of that id', (...row) => {
    const [accountId, closed, clientId, right, wrong] = row;
    const accounts = openAccounts({ closed });
    const account = entered(accounts, accountId);
    const judged = accounts.authenticateClient(account, clientId, `secret of ${clientId}`);
    expect(judged).toMatchObject(right);
    expect('isForeign' in judged).toBe('isForeign' in right);
    expect(accounts.authenticateClient(account, clientId, 'wrong')).toMatchObject(wrong);
    expect(accounts.identifyClient(account, clientId)).toEqual(judged);
  });
});
