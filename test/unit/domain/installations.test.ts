import { describe, expect, it } from '@jest/globals';
import type { AccountSettings } from '../../../mock-server/domain/account-options.ts';
import type { InstallationRecord } from '../../../mock-server/domain/installations.ts';
import { createInstallations, MAX_INSTALLATIONS, secretOf } from '../../../mock-server/domain/installations.ts';
import { createIds } from '../../../mock-server/ids.ts';
import type { Mock, MockOptions } from '../../../mock-server/index.ts';
import { createMock } from '../../../mock-server/index.ts';
import { ask, post } from '../../support/calls.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET } from '../../support/through-every-adapter.ts';

const RECORD: InstallationRecord = {
  grant_types: ['client_credentials'],
  scope: 'msg.consumer',
  enabled: true,
  deleted: false,
};
const LIST = `/api/account/${ACCOUNT}/configuration/app-install/installations`;

const none = (configured: AccountSettings['apps'] = []): ReturnType<typeof createInstallations> =>
  createInstallations({ accountId: ACCOUNT, configured, ids: createIds('installations') });

describe('The app installations of an account', () => {
  it('are bounded: removed ones make room, and past that nothing is installed', () => {
    const installations = none([{ ...RECORD, client_id: 'configured', client_secret: 's', deleted: true }]);
    const [first] = Array.from({ length: MAX_INSTALLATIONS - 1 }, () => installations.install(RECORD));
    expect(installations.install(RECORD)).toBeUndefined();
    installations.remove(first!);
    expect(installations.install(RECORD)).toBeDefined();
    expect(installations.apps.size).toBe(MAX_INSTALLATIONS);
    expect(installations.apps.has('configured')).toBe(true);
    expect(installations.apps.has(first!.client_id)).toBe(false);
  });

  it('are listed until they are removed, and replaced under their id and secret', () => {
    const installations = none();
    const [one, other] = [installations.install(RECORD)!, installations.install(RECORD)!];
    installations.remove(one);
    const replaced = installations.replace(other, { ...RECORD, scope: 'other' });
    expect(replaced).toEqual({ ...other, scope: 'other' });
    expect([installations.list(), installations.find(one.client_id), installations.find(other.client_id)]).toEqual([
      [replaced],
      undefined,
      replaced,
    ]);
    expect([...installations.apps.values()]).toEqual([{ ...one, deleted: true }, replaced]);
  });

  it('have secrets that follow from account and id, the same in every version', () => {
    const ids = ['a', 'b'].flatMap((accountId) => ['x', 'y'].map((clientId) => secretOf(accountId, clientId)));
    for (const secret of ids) expect(secret).toMatch(/^[0-9a-v]{26}$/);
    expect(new Set(ids).size).toBe(4);
    expect(secretOf(ACCOUNT, 'app')).toBe('a4tp0r1juch00cd68r3id3ig7q');
  });

  it('tell after each change', () => {
    const installations = none();
    const revisions: number[] = [];
    installations.onChange(() => revisions.push(installations.revision()));
    const installed = installations.install(RECORD)!;
    installations.replace(installed, RECORD);
    installations.remove(installed);
    expect(revisions).toEqual([2, 3, 4]);
  });
});

interface Installed {
  readonly client_id: string;
  readonly client_secret: string;
}

async function install(mock: Mock): Promise<Installed> {
  const login = await post(mock, `/api/account/${ACCOUNT}/login?v=1.3`, { username: 'ada', password: 'secret-of-ada' });
  const { bearer } = JSON.parse(login.body) as { readonly bearer: string };
  const authorization = `Bearer ${bearer}`;
  await ask(mock, {
    method: 'PUT',
    target: `${LIST}/${CLIENT_ID}`,
    headers: { authorization },
    body: '{"scope":"other"}',
  });
  const body = { scope: 'installed', redirect_uris: ['https://example.test/'] };
  const answer = await post(mock, LIST, body, { authorization });
  return JSON.parse(answer.body) as Installed;
}

async function scopeOf(mock: Mock, { client_id: id, client_secret: secret }: Installed): Promise<unknown> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
  const answer = await post(mock, `/sentinel/api/account/${ACCOUNT}/app/token?v=1.0`, form);
  if (answer.status !== 200) return answer.headers['lp-mock-reason']?.split(';')[0];
  const { access_token: token } = JSON.parse(answer.body) as { readonly access_token: string };
  return (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { scope: unknown }).scope;
}

describe('A snapshot with app installations', () => {
  const CONFIGURED = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
  const mockOf = (options: MockOptions = {}): Mock => createMock({ seed: 'installations', ...options });

  it('has none of them while they are as they were configured', () => {
    expect(mockOf().snapshot().accounts[ACCOUNT]).not.toHaveProperty('installations');
  });

  it('has no secret, and brings them back with the same ones, in another mock too', async () => {
    const mock = mockOf();
    const installed = await install(mock);
    const snapshot = mock.snapshot();
    const text = JSON.stringify(snapshot);
    expect(text).not.toContain(installed.client_secret);
    expect(text).not.toContain(CLIENT_SECRET);
    mock.reset();
    expect(await scopeOf(mock, CONFIGURED)).toBe('msg.consumer');
    for (const restored of [mock, mockOf()]) {
      restored.restore(JSON.parse(text) as typeof snapshot);
      expect(await scopeOf(restored, installed)).toBe('installed');
      expect(await scopeOf(restored, CONFIGURED)).toBe('other');
      expect(restored.snapshot().accounts[ACCOUNT]?.installations).toEqual(snapshot.accounts[ACCOUNT]?.installations);
    }
  });

  it('leaves out what another mock was configured with, and nothing that this one is', async () => {
    const mock = mockOf();
    const installed = await install(mock);
    const app = { client_id: 'mine', client_secret: 'secret-of-mine', scope: 'mine' };
    const other = mockOf({ accounts: [{ accountId: ACCOUNT, apps: [app] }] });
    other.restore(mock.snapshot());
    expect(await scopeOf(other, installed)).toBe('installed');
    expect(await scopeOf(other, app)).toBe('mine');
    expect(other.snapshot().accounts[ACCOUNT]?.installations?.apps.map((each) => each.client_id)).toEqual([
      'mine',
      installed.client_id,
    ]);
  });

  it('is refused with an installation that is none', () => {
    const mock = mockOf();
    const snapshot = mock.snapshot();
    const account = snapshot.accounts[ACCOUNT]!;
    const app = { ...RECORD, client_id: 'twice', installed: true };
    for (const installations of [
      { revision: 0, apps: [] },
      { revision: 2, apps: [app, app] },
    ])
      expect(() => {
        mock.restore({ ...snapshot, accounts: { [ACCOUNT]: { ...account, installations } } });
      }).toThrow(/^snapshot: accounts\.12345678\.installations/);
  });
});

describe('An account that is configured with webhooks', () => {
  it('is refused with an endpoint that is no URL', () => {
    const capabilities = { webhooks: { 'ms.MessagingEventNotification.ContentEvent': { endpoint: 'no URL' } } };
    const apps = [{ client_id: 'a', client_secret: 'b', capabilities }];
    expect(() => createMock({ accounts: [{ accountId: ACCOUNT, apps }] })).toThrow(
      'accounts[0].apps[0].capabilities: webhooks.ms.MessagingEventNotification.ContentEvent.endpoint: Expected a URL',
    );
  });
});
