import { expect, it } from '@jest/globals';
import { downloadUrl, EVERY_BYTE, uploadUrl } from '../support/files.ts';
import { OPEN_TO_ANY_ORIGIN, publish } from '../support/flows.ts';
import { reasonOf } from '../support/refusals.ts';
import { ok, startTalk } from '../support/talk.ts';
import { ACCOUNT, describeThroughEveryAdapter, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';
import type { Heard } from '../support/through-every-adapter.ts';

const PNG = { 'content-type': 'image/png' };
const ORIGIN = 'https://shop.example.test';

const FILE_HEADERS = {
  ...OPEN_TO_ANY_ORIGIN,
  'content-disposition': 'attachment',
  'content-security-policy': 'sandbox',
  'x-content-type-options': 'nosniff',
};

function heard({ status, headers, text }: Heard): object {
  return { status, headers, text };
}

/** The whole of a refusal. */
function refused(status: number, error: string, slug: string): object {
  return {
    status,
    text: JSON.stringify({ error }),
    headers: {
      ...OPEN_TO_ANY_ORIGIN,
      'content-type': 'application/json',
      'lp-mock-reason': expect.stringMatching(new RegExp(`^${slug}; `)),
    },
  };
}

describeThroughEveryAdapter(
  'a file of a conversation',
  (open) => {
    it.each([
      ['bytes of every kind', EVERY_BYTE],
      ['text', 'Grüße\r\n\0'],
      ['a text with the mark of its byte order', '\xef\xbb\xbfa;b\r\n'],
      ['more bytes than any other body may have', `\x89PNG${EVERY_BYTE.repeat(5000)}`],
    ])('is uploaded, sent and downloaded byte for byte: %s', async (_, body) => {
      const talk = await startTalk(open);
      const { path, url } = await uploadUrl(talk, body.length);
      const stored = await talk.mock.ask('PUT', url, { headers: PNG, body, isLatin1: true });
      expect(heard(stored)).toEqual({ status: 201, headers: OPEN_TO_ANY_ORIGIN, text: '' });
      const message = { caption: 'A cat', relativePath: path, fileType: 'PNG', preview: 'data:image/png;base64,' };
      const event = { type: 'ContentEvent', contentType: 'hosted/file', message };
      const said = await talk.send(publish(talk.id, event));
      expect([said.text, said.headers['lp-mock-deviation']]).toEqual([ok({ sequence: 0 }), undefined]);
      const file = await talk.mock.get((await downloadUrl(talk, path)).url, { isLatin1: true });
      expect(heard(file)).toEqual({ status: 200, headers: { ...FILE_HEADERS, ...PNG }, text: body });
    });

    it('is read by a page of any origin, after a preflight', async () => {
      const talk = await startTalk(open);
      const { path, url } = await uploadUrl(talk);
      const preflight = await talk.mock.ask('OPTIONS', url, {
        headers: { origin: ORIGIN, 'access-control-request-method': 'PUT' },
      });
      expect(preflight.status).toBe(204);
      expect(preflight.headers['access-control-allow-methods']).toContain('PUT');
      const stored = await talk.mock.ask('PUT', url, { headers: { ...PNG, origin: ORIGIN }, body: 'cat' });
      expect([stored.status, stored.headers['access-control-allow-origin']]).toEqual([201, ORIGIN]);
      const file = await talk.mock.get((await downloadUrl(talk, path)).url, { headers: { origin: ORIGIN } });
      expect([file.text, file.headers['access-control-allow-origin']]).toEqual(['cat', ORIGIN]);
    });

    it('is found by a URL that is glued together as the page does it, with two slashes', async () => {
      const talk = await startTalk(open);
      const { path, url } = await uploadUrl(talk);
      const body = '\xff'.repeat(150_000);
      expect((await talk.mock.ask('PUT', `/${url}`, { body, isLatin1: true })).status).toBe(201);
      const { url: download } = await downloadUrl(talk, path);
      expect((await talk.mock.get(`/${download}`, { isLatin1: true })).text).toBe(body);
    });

    it('has no body when only its headers are asked for', async () => {
      const talk = await startTalk(open);
      const { path, url } = await uploadUrl(talk);
      await talk.mock.ask('PUT', url, { headers: PNG, body: '\xff', isLatin1: true });
      const file = await talk.mock.ask('HEAD', (await downloadUrl(talk, path)).url);
      expect(heard(file)).toEqual({ status: 200, headers: { ...FILE_HEADERS, ...PNG }, text: '' });
    });

    it('is refused past its bound, whatever was announced', async () => {
      const talk = await startTalk(open, { uploads: { maxFileBytes: 100_000 } });
      const fits = await uploadUrl(talk);
      const body = '\xff'.repeat(100_000);
      expect((await talk.mock.ask('PUT', fits.url, { body, isLatin1: true })).status).toBe(201);
      const { path, url } = await uploadUrl(talk);
      const larger = await talk.mock.ask('PUT', url, { body: `${body}\xff`, isLatin1: true });
      expect(heard(larger)).toEqual(refused(413, 'too_large', 'file-too-large'));
      const much = await talk.mock.ask('PUT', url, { body: `${body}${body}`, isLatin1: true });
      expect(heard(much)).toEqual(refused(413, 'too_large', 'file-too-large'));
      expect((await talk.mock.get((await downloadUrl(talk, path)).url)).status).toBe(404);
    });
  },
  { wire: true, anyHeader: true },
);

describeThroughEveryAdapter('an upload', (open) => {
  it.each(['', 'no type', 'image/png\u00fc', `image/${'x'.repeat(100)}`, 'text/html;charset=utf-8'])(
    'keeps a content type that is one: %p',
    async (type) => {
      const talk = await startTalk(open);
      const { path, url } = await uploadUrl(talk);
      await talk.mock.ask('PUT', url, { headers: { 'content-type': type }, body: 'cat' });
      const file = await talk.mock.get((await downloadUrl(talk, path)).url);
      const kept = type.startsWith('text/html') ? type : 'application/octet-stream';
      expect(heard(file)).toEqual({ status: 200, headers: { ...FILE_HEADERS, 'content-type': kept }, text: 'cat' });
    },
  );

  it('is taken until the last second of its minute, and then refused', async () => {
    const talk = await startTalk(open);
    const [first, second] = [await uploadUrl(talk), await uploadUrl(talk)];
    await talk.mock.clock.advance('59s');
    expect((await talk.mock.ask('PUT', first.url, { body: 'cat' })).status).toBe(201);
    await talk.mock.clock.advance('1s');
    const late = await talk.mock.ask('PUT', second.url, { body: 'cat' });
    expect(heard(late)).toEqual(refused(401, 'unauthorized', 'temp-url-expired'));
    expect(late.headers['lp-mock-reason']).toContain('expired 0 s ago; one is valid for 60 s');
  });

  it('is taken as long as the option says', async () => {
    const talk = await startTalk(open, { uploads: { urlLifetimeSeconds: 120 } });
    const { url } = await uploadUrl(talk);
    await talk.mock.clock.advance('119s');
    expect((await talk.mock.ask('PUT', url, { body: 'cat' })).status).toBe(201);
  });

  it('is refused the second time, and the first file stays', async () => {
    const talk = await startTalk(open);
    const { path, url } = await uploadUrl(talk);
    await talk.mock.ask('PUT', url, { body: 'cat' });
    const again = await talk.mock.ask('PUT', url, { body: 'dog' });
    expect(heard(again)).toEqual(refused(401, 'unauthorized', 'file-already-uploaded'));
    expect((await talk.mock.get((await downloadUrl(talk, path)).url)).text).toBe('cat');
  });

  it.each<readonly [string, string, (url: string, path: string) => string]>([
    ['no query', 'temp-url-missing', (_, path) => path],
    ['no signature', 'temp-url-missing', (url) => url.replace('temp_url_sig', 'sig')],
    ['no time', 'temp-url-missing', (url) => url.replace('temp_url_expires', 'expires')],
    ['an empty signature', 'temp-url-missing', (url) => url.replace(/temp_url_sig=\w+/, 'temp_url_sig=')],
    ['a signature that was made up', 'temp-url-signature', (url) => url.replace(/temp_url_sig=../, 'temp_url_sig=zz')],
    ['a later time', 'temp-url-signature', (url) => url.replace(/temp_url_expires=\d/, 'temp_url_expires=9')],
    ['a time that is none', 'temp-url-signature', (url) => url.replace(/temp_url_expires=\d+/, 'temp_url_expires=x')],
    ['another file', 'temp-url-signature', (url) => url.replace('.PNG', '.HTML')],
    ['another account', 'temp-url-signature', (url) => url.replace(`/${ACCOUNT}/`, `/${OTHER_ACCOUNT}/`)],
    ['an account that is none', 'account-unknown', (url) => url.replace(`/${ACCOUNT}/`, '/no account/')],
  ])('is refused with %s', async (_, slug, spoil) => {
    const talk = await startTalk(open);
    const { path, url } = await uploadUrl(talk);
    const answer = await talk.mock.ask('PUT', encodeURI(spoil(url, path)), { body: 'cat' });
    expect(heard(answer)).toEqual(refused(401, 'unauthorized', slug));
    expect((await talk.mock.get((await downloadUrl(talk, path)).url)).status).toBe(404);
  });

  it('is refused with the URL of a download, and a download with the URL of an upload', async () => {
    const talk = await startTalk(open);
    const { path, url } = await uploadUrl(talk);
    const put = await talk.mock.ask('PUT', (await downloadUrl(talk, path)).url, { body: 'cat' });
    expect(heard(put)).toEqual(refused(401, 'unauthorized', 'temp-url-signature'));
    expect(put.headers['lp-mock-reason']).toContain('for a download; ask for one with ms.GenerateURLForUploadFile');
    await talk.mock.ask('PUT', url, { body: 'cat' });
    const get = await talk.mock.get(url);
    expect(heard(get)).toEqual(refused(401, 'unauthorized', 'temp-url-signature'));
    expect(get.headers['lp-mock-reason']).toContain('for an upload; ask for one with ms.GenerateURLForDownloadFile');
  });

  it("is refused past the account's bound, with what fills it", async () => {
    const talk = await startTalk(open, { uploads: { maxAccountBytes: 5 } });
    expect((await talk.mock.ask('PUT', (await uploadUrl(talk)).url, { body: 'cat' })).status).toBe(201);
    const second = await talk.mock.ask('PUT', (await uploadUrl(talk)).url, { body: 'dog' });
    expect(heard(second)).toEqual(refused(413, 'too_large', 'files-full'));
    expect(second.headers['lp-mock-reason']).toContain("the file has 3 bytes, the account's files 3 of 5");
    await talk.mock.account(ACCOUNT).reset();
    const anew = await startTalk(() => Promise.resolve(talk.mock));
    expect((await talk.mock.ask('PUT', (await uploadUrl(anew)).url, { body: 'dog' })).status).toBe(201);
  });

  it.each([
    ['file-empty', ''],
    ['file-multipart', '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\ncat\r\n--x--'],
  ])('is kept and noted, and refused when strict: %s', async (slug, body) => {
    const talk = await startTalk(open);
    const kept = await talk.mock.ask('PUT', (await uploadUrl(talk)).url, { body });
    expect([kept.status, kept.headers['lp-mock-deviation']?.split(';')[0]]).toEqual([201, slug]);
    const strict = await startTalk(open, { strict: true });
    const answer = await strict.mock.ask('PUT', (await uploadUrl(strict)).url, { body });
    expect(heard(answer)).toEqual(refused(400, 'bad_request', 'deviation-refused'));
  });

  it.each([3_000_001, '3000001', 1e300])('has no URL for %p bytes', async (fileSize) => {
    const { send } = await startTalk(open);
    const answer = await send({
      kind: 'req',
      id: '1',
      type: 'ms.GenerateURLForUploadFile',
      body: { fileSize, fileType: 'PNG' },
    });
    expect([answer.status, reasonOf(answer)]).toEqual([400, 'file-too-large']);
    expect(answer.text).toBe('{"code":"BAD_REQUEST","body":{"msg":"check file size"},"reqId":"1"}');
  });
});

describeThroughEveryAdapter('a download', (open) => {
  it('is refused where no file was uploaded, and after a reset', async () => {
    const talk = await startTalk(open);
    const { path, url } = await uploadUrl(talk);
    const before = await talk.mock.get((await downloadUrl(talk, path)).url);
    expect(heard(before)).toEqual(refused(404, 'not_found', 'file-unknown'));
    await talk.mock.ask('PUT', url, { body: 'cat' });
    await talk.mock.reset();
    await talk.mock.clock.freeze('2026-11-20T12:00:00Z');
    const anew = await startTalk(() => Promise.resolve(talk.mock));
    const after = await talk.mock.get((await downloadUrl(anew, path)).url);
    expect(heard(after)).toEqual(refused(404, 'not_found', 'file-unknown'));
  });

  it('is refused once its URL has expired', async () => {
    const talk = await startTalk(open);
    const { path, url } = await uploadUrl(talk);
    await talk.mock.ask('PUT', url, { body: 'cat' });
    const download = await downloadUrl(talk, path);
    expect((await talk.mock.get(download.url)).text).toBe('cat');
    await talk.mock.clock.advance('60s');
    expect(heard(await talk.mock.get(download.url))).toEqual(refused(401, 'unauthorized', 'temp-url-expired'));
  });

  it('of a file that a message names but nobody uploaded is foretold by the message, which a strict mock refuses', async () => {
    const message = { caption: '', relativePath: '/v1/cat.PNG', fileType: 'PNG', preview: '' };
    const event = { type: 'ContentEvent', contentType: 'hosted/file', message };
    const talk = await startTalk(open);
    const noted = await talk.send(publish(talk.id, event));
    expect([noted.status, noted.headers['lp-mock-deviation']?.split(';')[0]]).toEqual([200, 'file-unknown']);
    const strict = await startTalk(open, { strict: true });
    expect(reasonOf(await strict.send(publish(strict.id, event)))).toBe('deviation-refused');
  });
});
