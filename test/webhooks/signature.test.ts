import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createMock } from '../../mock-server/index.ts';
import { ACCOUNT, OTHER_ACCOUNT, OTHER_CLIENT_ID, OTHER_CLIENT_SECRET } from '../support/through-every-adapter.ts';

const EMPTY = '{"kind":"notification","body":{"changes":[]},"type":"ms.MessagingEventNotification"}';

describe('The signature of a webhook', () => {
  it('is made for a test by mock.webhooks.sign', async () => {
    const mock = createMock();
    expect(await mock.webhooks.sign(EMPTY)).toBe('sha1=es9jb83YSuWXhmXoYzukVrM/iGo=');
    const other = createHmac('sha1', OTHER_CLIENT_SECRET).update(EMPTY).digest('base64');
    for (const app of [{ accountId: OTHER_ACCOUNT }, { accountId: OTHER_ACCOUNT, clientId: OTHER_CLIENT_ID }])
      expect(await mock.webhooks.sign(EMPTY, app)).toBe(`sha1=${other}`);
    expect(await mock.account(OTHER_ACCOUNT).webhooks.sign(EMPTY)).toBe(`sha1=${other}`);
    const sha256 = createMock({ webhooks: { signature: 'sha256' } });
    expect(await sha256.webhooks.sign(EMPTY)).toBe('sha256=BkHj7Vo5aai7ZTNOfPTKvL4pcBPKXFSDllAvkfke1nQ=');
  });

  it('needs an app installation', async () => {
    const mock = createMock();
    await expect(mock.webhooks.sign(EMPTY, { clientId: 'nobody' })).rejects.toThrow(
      `account ${ACCOUNT} has no app installation "nobody"`,
    );
    await expect(mock.webhooks.sign(EMPTY, { accountId: '999' })).rejects.toThrow('no app installation to sign with');
    await expect(createMock({ accounts: [] }).webhooks.sign(EMPTY)).rejects.toThrow('say which is meant');
    await expect(mock.account(OTHER_ACCOUNT).webhooks.sign(EMPTY, { accountId: ACCOUNT })).rejects.toThrow(TypeError);
  });
});
