import { expect, it } from '@jest/globals';
import { clientOf, secretOf, settingsOf } from '../../../mock-server/webhooks/installed.ts';
import { appOf, openAccount } from '../domain/open-account.ts';
import { appWith, CONTENT, TO_CONTENT } from './queue-scene.ts';

const WEBHOOKS = { [CONTENT]: { endpoint: TO_CONTENT } };
const account = openAccount({
  apps: [
    appWith(WEBHOOKS, 'on'),
    { ...appWith(WEBHOOKS, 'off'), enabled: false },
    { ...appWith(WEBHOOKS, 'removed'), deleted: true },
    appOf('silent'),
  ],
});

it('an app wants webhooks while it is installed and switched on', () => {
  expect(settingsOf(account, 'on')).toEqual({
    endpoints: { [CONTENT]: { url: TO_CONTENT, maxRetries: undefined, headers: [] } },
    retentionSeconds: undefined,
  });
  for (const id of ['off', 'removed', 'silent', 'nobody']) expect(settingsOf(account, id)).toBeUndefined();
});

it('webhooks are signed with the secret of the app, also of one that is switched off', () => {
  expect(['on', 'off', 'silent'].map((id) => secretOf(account, id))).toEqual([
    'secret of on',
    'secret of off',
    'secret of silent',
  ]);
  for (const id of ['removed', 'nobody'])
    expect(() => secretOf(account, id)).toThrow(new TypeError(`account 100 has no app installation "${id}"`));
});

it('the app that is meant is the one that is named, else the first of the account', () => {
  expect([clientOf(account, undefined), clientOf(account, 'silent'), clientOf(account, 'nobody')]).toEqual([
    'on',
    'silent',
    'nobody',
  ]);
  expect(() => clientOf(openAccount(), undefined)).toThrow(
    new TypeError('account 100 has no app installation to sign with; configure or install one'),
  );
});
