import { beforeAll, expect, it } from '@jest/globals';
import type { Answer, Mock, MockOptions } from '../../../../mock-server/index.ts';
import { createMock } from '../../../../mock-server/index.ts';
import { ask, callOf, post } from '../../../support/calls.ts';
import type { TemporaryUrl, TemporaryUrlBody } from '../../../support/files.ts';
import { temporaryUrl } from '../../../support/files.ts';
import { SEND_PATH } from '../../../support/flows.ts';
import type { Headers } from '../../../support/messaging-rest.ts';

interface Uploads {
  readonly mock: Mock;
  /** A new URL for an upload, and the path of its file. */
  readonly upload: () => Promise<TemporaryUrl>;
  readonly download: (path: string) => Promise<Answer>;
}

async function startUploads(options: MockOptions = {}): Promise<Uploads> {
  const mock = createMock(options);
  const headers: Headers = { authorization: await mock.mint.appJwt(), 'x-lp-on-behalf': await mock.mint.consumerJws() };
  const urlFor = async (type: string, body: object): Promise<TemporaryUrl> => {
    const answer = await post(mock, SEND_PATH, { kind: 'req', id: '1', type, body }, headers);
    return temporaryUrl((JSON.parse(answer.body) as { body: TemporaryUrlBody }).body);
  };
  return {
    mock,
    upload: () => urlFor('ms.GenerateURLForUploadFile', { fileSize: 1, fileType: 'PNG' }),
    download: async (relativePath) =>
      ask(mock, { target: (await urlFor('ms.GenerateURLForDownloadFile', { relativePath })).url }),
  };
}

let uploads: Uploads;
beforeAll(async () => {
  uploads = await startUploads();
});

const ANY = 'application/octet-stream';

it.each([
  ['image/png', 'image/png'],
  [' image/png ', 'image/png'],
  ['image/svg+xml', 'image/svg+xml'],
  ['text/plain; charset=utf-8', 'text/plain; charset=utf-8'],
  ['text/plain ;charset=utf-8', 'text/plain ;charset=utf-8'],
  ['text/plain;', 'text/plain;'],
  [`image/${'x'.repeat(94)}`, `image/${'x'.repeat(94)}`],
  [`image/${'x'.repeat(95)}`, ANY],
  ['an image/png', ANY],
  ['image/png, image/gif', ANY],
  ['image/png gif', ANY],
  ['text/plainx;y\u00fc', ANY],
  ['image', ANY],
  [undefined, ANY],
])('A file of the content type %p is downloaded under %s', async (type, kept) => {
  const { path, url } = await uploads.upload();
  const headers: Headers = type === undefined ? {} : { 'content-type': type };
  expect(await ask(uploads.mock, { method: 'PUT', target: url, headers, body: 'cat' })).toMatchObject({ status: 201 });
  const { status, headers: told, body, bytes } = await uploads.download(path);
  expect([status, told['content-type'], body, Buffer.from(bytes ?? []).toString()]).toEqual([200, kept, '', 'cat']);
});

it('Files fill an account to its last byte', async () => {
  const { mock, upload } = await startUploads({ uploads: { maxAccountBytes: 6 } });
  for (const [body, status] of [
    ['cat', 201],
    ['dog', 201],
    ['!', 413],
    ['', 201],
  ] as const)
    expect((await ask(mock, { method: 'PUT', target: (await upload()).url, body })).status).toBe(status);
});

it('A file is found by a path with two slashes at its start, and by no other spelling', async () => {
  const { path, url } = await uploads.upload();
  await ask(uploads.mock, { method: 'PUT', target: `/${url}`, body: 'cat' });
  expect(Buffer.from((await uploads.download(path)).bytes ?? []).toString()).toBe('cat');
});

it('A file that something has made a text of, and lost bytes of, is refused', async () => {
  const { url } = await uploads.upload();
  const call = { ...callOf({ method: 'PUT', target: url, body: '\ufffd' }), isBodyUtf8: false };
  expect(await uploads.mock.handle(call)).toMatchObject({
    status: 400,
    body: '{"error":"bad_request"}',
    headers: {
      'lp-mock-reason':
        'text-malformed; the file came as a text, which has lost bytes of it; mount the mock before a body parser for texts',
    },
  });
});
