import { describe, expect, it } from '@jest/globals';
import { catalogue } from '../../mock-server/errors/catalogue.ts';
import type { FaultPreset } from '../../mock-server/control/faults/presets.ts';
import { connectMock } from '../../mock-server/client/client.ts';
import { createMock } from '../../mock-server/index.ts';
import { tokenId } from '../../mock-server/tokens/token-id.ts';
import { post } from '../support/calls.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET, NOON_SECONDS, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';
import { issue, openAdmin, openFrozen } from './admin-setup.ts';

describe('GET /__admin/fault-presets', () => {
  it('has faults that can be armed as they are, each with what the client will see', async () => {
    const { ask } = await openAdmin();
    const { presets } = (await ask('GET', '/fault-presets')).body as { presets: FaultPreset[] };
    expect(new Set(presets.map(({ name }) => name)).size).toBe(presets.length);
    for (const { name, sentence, spec } of presets) {
      const { status, body } = await ask('POST', '/faults', { body: spec });
      expect([name, status, body]).toMatchObject([name, 201, { state: 'armed', fired: 0 }]);
      expect(sentence).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('names the status of each error, and until when it lasts', async () => {
    const { ask } = await openAdmin();
    const { presets } = (await ask('GET', '/fault-presets')).body as { presets: FaultPreset[] };
    for (const { sentence, spec } of presets) {
      const row = Object.entries(catalogue).find(([name]) => name === spec.error);
      expect(sentence).toContain(row === undefined ? '' : `answered ${String(row[1].status)}`);
      expect(sentence.includes('next')).toBe(spec.times === 1);
    }
  });
});

describe('GET /__admin/tokens', () => {
  it('has the tokens that were issued, the one that expires next first', async () => {
    const admin = await openFrozen();
    const { mock, ask } = admin;
    const appJwt = await issue(admin);
    const consumer = await post(
      mock,
      `/api/account/${ACCOUNT}/consumer?v=1.0`,
      { ext_consumer_id: 'jane' },
      { authorization: appJwt },
    );
    const { token: consumerJws } = JSON.parse(consumer.body) as { token: string };
    mock.account(ACCOUNT).clock.advance('50m');
    const anonymous = await post(mock, `/api/account/${ACCOUNT}/anonymous/authorize`);
    const { token: extJwt } = JSON.parse(anonymous.body) as { token: string };
    mock.account(ACCOUNT).clock.advance('5m');
    const [first, second, third] = mock.journal.find().map(({ id }) => id);
    expect((await ask('GET', '/tokens')).body).toEqual({
      tokens: [
        {
          id: tokenId(appJwt),
          kind: 'AppJWT',
          accountId: ACCOUNT,
          entry: first,
          issuedMs: NOON_SECONDS * 1000,
          expiresMs: (NOON_SECONDS + 3600) * 1000,
          leftMs: 300_000,
        },
        expect.objectContaining({ id: tokenId(extJwt), kind: 'LP_EXT_JWT', entry: third, leftMs: 300_000 }),
        { id: tokenId(consumerJws), kind: 'ConsumerJWS', accountId: ACCOUNT, entry: second },
      ],
    });
    mock.account(ACCOUNT).clock.advance('6m');
    const { tokens } = (await ask('GET', `/tokens?accountId=${ACCOUNT}`)).body as { tokens: { kind: string }[] };
    expect(tokens.map(({ kind }) => kind)).toEqual(['ConsumerJWS', 'AppJWT', 'LP_EXT_JWT']);
    expect((await ask('GET', `/tokens?accountId=${OTHER_ACCOUNT}`)).body).toEqual({ tokens: [] });
  });

  it('has none of those that were only presented', async () => {
    const { mock, ask } = await openAdmin();
    await post(mock, `/api/account/${ACCOUNT}/consumer?v=1.0`, '', { authorization: await createMock().mint.appJwt() });
    expect((await ask('GET', '/tokens')).body).toEqual({ tokens: [] });
  });
});

describe('GET /__admin/agent/script', () => {
  const script = { name: 'Ada', rules: [{ match: '*', reply: 'yes' }] };

  it('gives the script that is followed, by whom', async () => {
    const { ask } = await openAdmin({ agent: 'echo' });
    const scriptOf = async (query = ''): Promise<unknown> =>
      ((await ask('GET', `/agent/script${query}`)).body as { script: unknown }).script;
    expect(await scriptOf()).toBe('echo');
    await ask('POST', '/agent/script', { body: { script, accountId: ACCOUNT } });
    expect([await scriptOf(), await scriptOf(`?accountId=${ACCOUNT}`)]).toEqual(['echo', script]);
    await ask('POST', '/agent/script', { body: { script: 'off' } });
    expect([await scriptOf(), await scriptOf(`?accountId=${ACCOUNT}`)]).toEqual(['off', 'off']);
    await ask('POST', '/reset');
    expect(await scriptOf(`?accountId=${ACCOUNT}`)).toBe('echo');
  });

  it('is the same in process and from afar', async () => {
    const { mock, server } = await openAdmin({ accounts: [{ accountId: ACCOUNT, agent: script }] });
    const remote = connectMock(server.url);
    expect([mock.agent.current(), mock.agent.current(ACCOUNT)]).toEqual(['off', script]);
    expect([await remote.agent.current(), await remote.agent.current(ACCOUNT)]).toEqual(['off', script]);
  });

  it('refuses an account that is not there', async () => {
    const { ask } = await openAdmin({ closed: true });
    expect((await ask('GET', '/agent/script?accountId=nobody')).status).toBe(400);
  });
});

describe('GET /__admin/accounts/{accountId}/variables', () => {
  const OF_CLIENT = { LP_ACCOUNT: ACCOUNT, LP_CLIENT_ID: CLIENT_ID, LP_CLIENT_SECRET: CLIENT_SECRET };
  const variablesAt = async (path: string): Promise<unknown> => {
    const { body } = await (await openAdmin()).ask('GET', path);
    return (body as { variables: unknown }).variables;
  };

  it("names LivePerson's hosts, or the one that stands for them", async () => {
    expect(await variablesAt(`/accounts/${ACCOUNT}/variables`)).toMatchObject({
      ...OF_CLIENT,
      LP_SENTINEL: createMock().hosts.services['sentinel'],
      LP_CONN_ID: '4567890',
    });
    const host = 'localhost:4407';
    expect(await variablesAt(`/accounts/${ACCOUNT}/variables?host=${host}`)).toEqual({
      ...OF_CLIENT,
      LP_SENTINEL: host,
      LP_IDP: host,
      LP_ASYNCMESSAGINGENT: host,
      LP_ACCDNDOMAIN: host,
      LP_CONN_ID: '4567890',
      LP_APP_CONN_ID: '4567890',
    });
  });

  it('takes no more than a host', async () => {
    const { ask } = await openAdmin();
    const { status, body } = await ask('GET', `/accounts/${ACCOUNT}/variables?host=https://x/`);
    expect([status, body]).toMatchObject([400, { error: { path: 'host' } }]);
  });
});
