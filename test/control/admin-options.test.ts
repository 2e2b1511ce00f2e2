import { describe, expect, it } from '@jest/globals';
import ownKey from '../../keys/appjwt-13-05-17.json' with { type: 'json' };
import { OPTION_NAMES } from '../../mock-server/config/option-names.ts';
import type { ShownOption } from '../../mock-server/config/shown-options.ts';
import type { MockOptions, PrivateJwk } from '../../mock-server/index.ts';
import { openAdmin } from './admin-setup.ts';

async function shownFor(options: MockOptions): Promise<ReadonlyMap<string, ShownOption>> {
  const { body } = await (await openAdmin(options)).ask('GET', '/options');
  return new Map((body as { options: ShownOption[] }).options.map((option) => [option.name, option]));
}

describe('GET /__admin/options', () => {
  it('has every option that can be written as text', async () => {
    const shown = await shownFor({});
    expect([...shown.keys()]).toEqual(OPTION_NAMES.filter((name) => name !== 'admin'));
    expect(shown.get('idp.refreshWindowHours')).toEqual({
      name: 'idp.refreshWindowHours',
      value: 730,
      default: 730,
      source: 'default',
    });
    expect(shown.get('accounts')).toEqual({ name: 'accounts', source: 'default' });
  });

  it('tells what was set in code from what is by default', async () => {
    const shown = await shownFor({ capture: true, sendApi: { strictVersion: false }, seed: 7 });
    expect(['capture', 'sendApi.strictVersion', 'seed', 'closed'].map((name) => shown.get(name))).toEqual([
      { name: 'capture', value: true, default: false, source: 'code' },
      { name: 'sendApi.strictVersion', value: false, default: false, source: 'code' },
      { name: 'seed', value: 7, source: 'code' },
      { name: 'closed', value: false, default: false, source: 'default' },
    ]);
  });

  it('says of what strict turns on that it was set there', async () => {
    const shown = await shownFor({ strict: true, sentinel: { strictVersion: false } });
    expect(shown.get('sentinel.strictVersion')).toEqual({
      name: 'sentinel.strictVersion',
      value: true,
      default: false,
      source: 'code',
    });
    expect(shown.get('sendApi.strictVersion')).toMatchObject({ value: true, source: 'code' });
  });

  it('shows no secret of an account, no private key and no certificate', async () => {
    const shown = await shownFor({
      accounts: [
        {
          accountId: 'acme',
          apps: [{ client_id: 'me', client_secret: 'the-secret-of-acme' }],
          agents: [{ username: 'ada', password: 'the-password-of-ada' }],
          connectors: [],
        },
      ],
      keys: { sentinelV1: ownKey as PrivateJwk },
      server: { tls: false },
    });
    const text = JSON.stringify([...shown.values()]);
    const secrets = ['the-secret-of-acme', 'the-password-of-ada', ownKey.d, ownKey.p, ownKey.qi];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(shown.get('accounts')?.value).toMatchObject([
      { accountId: 'acme', apps: [{ client_id: 'me', client_secret: '<not shown>' }] },
    ]);
    expect(shown.get('keys')?.value).toMatchObject({ sentinelV1: { kid: ownKey.kid, d: '<not shown>' } });
  });
});
