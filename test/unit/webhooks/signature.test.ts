import { createHmac } from 'node:crypto';
import { afterEach, expect, it, jest } from '@jest/globals';
import { createSignature } from '../../../mock-server/webhooks/signature.ts';

const SECRET = '0123456789abcdefghijklmnop';
const EMPTY = '{"kind":"notification","body":{"changes":[]},"type":"ms.MessagingEventNotification"}';

afterEach(() => {
  jest.restoreAllMocks();
});

it.each([
  ['sha1', EMPTY, 'sha1=es9jb83YSuWXhmXoYzukVrM/iGo='],
  ['sha256', EMPTY, 'sha256=BkHj7Vo5aai7ZTNOfPTKvL4pcBPKXFSDllAvkfke1nQ='],
  ['sha1', '{"text":"grüße 😀"}', 'sha1=dInE7yBLRyjDeUnYmZxxU5oaXlg='],
] as const)('the signature is the documented one: %s of %s', async (kind, body, signature) => {
  expect(await createSignature(kind)(SECRET, body)).toBe(signature);
});

it('the signature is of each secret its own, however many there are', async () => {
  const sign = createSignature('sha256');
  for (let count = 0; count < 250; count += 1) {
    const secret = `secret-${String(count % 150)}`;
    const expected = createHmac('sha256', secret).update(EMPTY).digest('base64');
    expect(await sign(secret, EMPTY)).toBe(`sha256=${expected}`);
  }
});

it('the keys of the last hundred secrets are kept, and none of them can be exported', async () => {
  const importKey = jest.spyOn(crypto.subtle, 'importKey');
  const sign = createSignature('sha1');
  const imported = async (secret: number): Promise<number> => {
    importKey.mockClear();
    await sign(`secret-${String(secret)}`, EMPTY);
    for (const { value } of importKey.mock.results)
      expect((await (value as Promise<CryptoKey>)).extractable).toBe(false);
    return importKey.mock.calls.length;
  };
  const before: number[] = [];
  for (let secret = 0; secret < 100; secret += 1) before.push(await imported(secret));
  expect(before).toEqual(before.map(() => 1));
  expect([await imported(0), await imported(99)]).toEqual([0, 0]);
  // The hundred and first takes the place of the first.
  expect([await imported(100), await imported(1), await imported(0), await imported(1)]).toEqual([1, 0, 1, 1]);
});
