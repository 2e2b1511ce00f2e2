import { describe, expect, it } from '@jest/globals';
import {
  checkUploaded,
  generateDownloadUrl,
  generateUploadUrl,
} from '../../../mock-server/messaging/commands/file-urls.ts';
import { signTemporaryUrl } from '../../../mock-server/tokens/temporary-url.ts';
import { ACCOUNT } from '../../support/through-every-adapter.ts';
import type { Stage } from './command-scene.ts';
import { expectRefused, JANE, NOON_MS, openStage } from './command-scene.ts';

const MOST = 1000;
const openWithUploads = (): Stage => openStage({ uploads: { maxFileBytes: MOST, urlLifetimeSeconds: 60 } });

/** What an answer says of a URL for that method and path. */
function urlOf({ account }: Stage, method: 'GET' | 'PUT', path: string): object {
  const expires = String(NOON_MS / 1000 + 60);
  const signature = signTemporaryUrl(account.uploads.key(), { method, path, expires });
  return {
    name: 'ms.GenerateURL',
    body: { relativePath: path, queryParams: { temp_url_sig: signature, temp_url_expires: expires } },
  };
}

describe('a URL for a file to upload', () => {
  it.each([1, 0.5, MOST, '1', '0001', String(MOST)])('is given for a file of %j bytes', (fileSize) => {
    const stage = openWithUploads();
    const result = generateUploadUrl({ fileSize, fileType: 'PNG' }, stage.as(JANE));
    const { relativePath } = result.body as { relativePath: string };
    expect(relativePath).toMatch(new RegExp(`^/v1/AUTH_async-images/${ACCOUNT}/[0-9a-f-]{36}\\.PNG$`));
    expect(result).toEqual(urlOf(stage, 'PUT', relativePath));
  });

  it.each([undefined, null, '', 0, -1, '0', '-1', '1x', 'x1', '1.5', ' 1', true, [1], [MOST + 1], {}])(
    'is not given for a file of %j bytes',
    (fileSize) => {
      expectRefused(
        () => generateUploadUrl({ fileSize, fileType: 'PNG' }, openWithUploads().as(JANE)),
        ['file-size-invalid', 'fileSize must be a positive number of bytes'],
        { message: 'check file size' },
      );
    },
  );

  it.each([MOST + 1, MOST + 0.5, String(MOST + 1), '9'.repeat(400)])('is not given for as much as %j', (fileSize) => {
    expectRefused(
      () => generateUploadUrl({ fileSize, fileType: 'PNG' }, openWithUploads().as(JANE)),
      ['file-too-large', 'fileSize is over 1000 bytes (uploads.maxFileBytes)'],
      { message: 'check file size' },
    );
  });

  it.each([undefined, null, '', 5, ['PNG'], 'image/png', '.png', 'png ', 'p'.repeat(11)])(
    'is not given for a file of the type %j',
    (fileType) => {
      expectRefused(
        () => generateUploadUrl({ fileSize: 1, fileType }, openWithUploads().as(JANE)),
        ['command-malformed', 'fileType must be letters and digits, such as PNG'],
      );
    },
  );

  it('is given for types of one to ten letters', () => {
    for (const fileType of ['p', 'p'.repeat(10)])
      expect(generateUploadUrl({ fileSize: 1, fileType }, openWithUploads().as(JANE)).name).toBe('ms.GenerateURL');
  });
});

describe('a URL for a file to download', () => {
  it('is given for whatever path is asked for', () => {
    const stage = openWithUploads();
    expect(generateDownloadUrl({ relativePath: '/v1/a' }, stage.as(JANE))).toEqual(urlOf(stage, 'GET', '/v1/a'));
  });

  it.each([undefined, null, '', 5, ['/v1/a']])('is not given for the path %j', (relativePath) => {
    expectRefused(
      () => generateDownloadUrl({ relativePath }, openWithUploads().as(JANE)),
      ['command-malformed', 'relativePath is missing'],
    );
  });
});

it('a file that was never uploaded is noted, and refused on a strict mock', () => {
  const sentence =
    'relativePath names no file of the account; upload it first, with ms.GenerateURLForUploadFile and a PUT';
  const stage = openStage();
  stage.account.uploads.keep({ path: '/v1/there', type: 'image/png', bytes: new Uint8Array(1) });
  checkUploaded('/v1/there', stage.as(JANE));
  expect(stage.noted()).toEqual([]);
  checkUploaded('/v1/missing', stage.as(JANE));
  expect(stage.noted()).toEqual([`file-unknown; ${sentence}`]);
  expectRefused(() => {
    checkUploaded('/v1/missing', openStage({ strict: true }).as(JANE));
  }, ['deviation-refused', sentence]);
});
