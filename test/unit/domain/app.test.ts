import { describe, expect, it } from '@jest/globals';
import type { AppSettings } from '../../../mock-server/domain/account-options.ts';
import { authenticate, grantedScope, unconfiguredApp } from '../../../mock-server/domain/app.ts';

const SETTINGS: AppSettings = {
  client_id: 'app',
  client_secret: 'secret',
  grant_types: ['client_credentials'],
  scope: 'msg.consumer  other',
  enabled: true,
  deleted: false,
};

describe('an app', () => {
  it('is authenticated by its secret', () => {
    expect(authenticate(SETTINGS, 'secret')).toEqual({
      ok: true,
      app: {
        clientId: 'app',
        scopes: ['msg.consumer', 'other'],
        grantTypes: ['client_credentials'],
        anyScope: false,
        redirectUris: [],
      },
    });
  });

  it.each([[''], ['Secret'], ['secret '], ['secre']])('is not authenticated by %j', (secret) => {
    expect(authenticate(SETTINGS, secret)).toEqual({ ok: false, failure: 'secret' });
  });

  it('that is disabled or deleted is refused, but only to those who know its secret', () => {
    expect(authenticate({ ...SETTINGS, enabled: false }, 'secret')).toEqual({ ok: false, failure: 'disabled' });
    expect(authenticate({ ...SETTINGS, deleted: true }, 'secret')).toEqual({ ok: false, failure: 'disabled' });
    expect(authenticate({ ...SETTINGS, enabled: false }, 'wrong')).toEqual({ ok: false, failure: 'secret' });
  });
});

describe('the scope that is granted (D44)', () => {
  const app = { clientId: 'app', scopes: ['a', 'b', 'c'], grantTypes: [], anyScope: false, redirectUris: [] };

  it.each([
    [undefined, 'a b c'],
    ['', 'a b c'],
    ['  ', 'a b c'],
    ['b', 'b'],
    ['c a', 'c a'],
    [' a\t b ', 'a b'],
    ['a a', 'a a'],
  ])('for %j is %j', (asked, granted) => {
    expect(grantedScope(app, asked)).toBe(granted);
  });

  it.each([['d'], ['a d'], ['A'], ['a,b'], ['__proto__']])('is none for %j, which the app does not hold', (asked) => {
    expect(grantedScope(app, asked)).toBeUndefined();
  });

  it('is whatever a client asks for that nobody configured', () => {
    expect(grantedScope(unconfiguredApp('x'), 'anything at.all')).toBe('anything at.all');
    expect(grantedScope(unconfiguredApp('x'), '')).toBe('msg.consumer');
  });
});

it('an app of an open mock that nobody configured may have any scope, all grants and its own machine', () => {
  expect(unconfiguredApp('x')).toEqual({
    clientId: 'x',
    scopes: ['msg.consumer'],
    grantTypes: ['client_credentials', 'authorization_code', 'refresh_token'],
    anyScope: true,
    redirectUris: 'loopback',
  });
});
