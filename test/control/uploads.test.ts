import { describe, expect, it } from '@jest/globals';
import type { Mock, MockOptions, Snapshot } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { fromBase64, toBase64 } from '../../mock-server/base64.ts';
import { ask, callOf } from '../support/calls.ts';
import { temporaryUrl } from '../support/files.ts';
import { ACCOUNT, NOON, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

const CAT = 'cat';

function openMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'uploads', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

/** A URL for an upload, and the path in it. */
async function uploadUrl(mock: Mock, accountId = ACCOUNT): Promise<{ path: string; url: string }> {
  const consumer = await mock.consumer({ accountId });
  const { body } = await consumer.request('ms.GenerateURLForUploadFile', { fileSize: 1, fileType: 'PNG' });
  return temporaryUrl(body);
}

/** Uploads a file. Gives its path. */
async function upload(mock: Mock, body = CAT, accountId = ACCOUNT): Promise<string> {
  const { path, url } = await uploadUrl(mock, accountId);
  expect((await ask(mock, { method: 'PUT', target: url, body })).status).toBe(201);
  return path;
}

/** Downloads a file as an agent. */
async function download(mock: Mock, relativePath: string, accountId = ACCOUNT): Promise<string | number> {
  const agent = await mock.agentClient({ accountId });
  const { body } = await agent.request('.ams.ms.GenerateURLForDownloadFile', { relativePath });
  const answer = await ask(mock, { target: temporaryUrl(body).url });
  return answer.bytes === undefined ? answer.status : Buffer.from(answer.bytes).toString('latin1');
}

describe('An uploaded file', () => {
  it('is sent by a consumer and downloaded by an agent, each on a socket', async () => {
    const mock = openMock();
    const consumer = await mock.consumer();
    await consumer.requestConversation();
    const relativePath = await upload(mock);
    const message = { caption: '', relativePath, fileType: 'PNG', preview: '' };
    expect(await consumer.publish({ type: 'ContentEvent', contentType: 'hosted/file', message })).toBe(0);
    expect(await download(mock, relativePath)).toBe(CAT);
  });

  it('is in a snapshot, and in every mock that restores it', async () => {
    const mock = openMock();
    const path = await upload(mock, '\x00\u00ff');
    const snapshot = JSON.parse(JSON.stringify(mock.snapshot())) as Snapshot;
    expect(snapshot.accounts[ACCOUNT]?.uploads).toEqual([
      { path, type: 'application/octet-stream', base64: Buffer.from('\x00\u00ff').toString('base64') },
    ]);
    expect(snapshot.accounts[OTHER_ACCOUNT]).not.toHaveProperty('uploads');
    mock.reset();
    expect(await download(mock, path)).toBe(404);
    const twin = openMock();
    for (const restored of [mock, twin]) {
      restored.restore(snapshot);
      expect(await download(restored, path)).toBe(Buffer.from('\u00ff').toString('latin1').padStart(3, '\0'));
    }
  });

  it.each([
    ['no base64', [{ path: '/a', type: 'image/png', base64: '%' }]],
    ['no path', [{ type: 'image/png', base64: '' }]],
    ['more than 10,000', Array.from({ length: 10_001 }, () => ({ path: '/a', type: 'image/png', base64: '' }))],
  ])('is not restored from a snapshot with %s', (_, uploads) => {
    const mock = openMock();
    const snapshot = mock.snapshot();
    const account = { ...snapshot.accounts[ACCOUNT], uploads };
    const spoilt = { ...snapshot, accounts: { [ACCOUNT]: account } } as unknown as Snapshot;
    expect(() => {
      mock.restore(spoilt);
    }).toThrow(/^snapshot: accounts\.12345678\.uploads/);
  });

  it('is one account’s alone, as its URL is', async () => {
    const mock = openMock();
    const path = await upload(mock);
    expect(await download(mock, path, OTHER_ACCOUNT)).toBe(401);
    mock.reset(OTHER_ACCOUNT);
    expect(await download(mock, path)).toBe(CAT);
    mock.reset(ACCOUNT);
    expect(await download(mock, path)).toBe(404);
  });

  it('is the 10,000th of its account at the most', async () => {
    const mock = openMock();
    const snapshot = mock.snapshot();
    const uploads = Array.from({ length: 10_000 }, (_, at) => ({ path: `/${String(at)}`, type: 'a/b', base64: '' }));
    const accounts = { [ACCOUNT]: { ...snapshot.accounts[ACCOUNT], uploads } };
    mock.restore({ ...snapshot, accounts } as unknown as Snapshot);
    const answer = await ask(mock, { method: 'PUT', target: (await uploadUrl(mock)).url, body: CAT });
    expect([answer.status, answer.body, answer.headers['lp-mock-reason']]).toEqual([
      413,
      '{"error":"too_large"}',
      'files-full; the account has as many files as it keeps; reset the account, or raise the bound',
    ]);
  });

  it('goes when what is kept fills limits.megabytes, the older ones first, and the journal says so', async () => {
    const mock = openMock({ limits: { megabytes: 10 }, uploads: { maxFileBytes: 4_000_000 } });
    const [first, second] = [
      await upload(mock, '\u00ff'.repeat(2_000_000)),
      await upload(mock, '\u00fe'.repeat(2_000_000)),
    ];
    expect(await download(mock, first)).toBe(404);
    expect(await download(mock, second)).toHaveLength(4_000_000);
    const told = mock.journal.find().flatMap(({ evicted = [] }) => evicted);
    expect(told).toEqual(['what the mock keeps reached limits.megabytes (10); gone: 1 uploaded files']);
  });

  it('counts no more once its account is reset', async () => {
    const mock = openMock({ limits: { megabytes: 10 }, uploads: { maxFileBytes: 4_000_000 } });
    for (let time = 0; time < 5; time += 1) {
      const path = await upload(mock, '\u00ff'.repeat(2_000_000));
      expect(await download(mock, path)).toHaveLength(4_000_000);
      mock.reset(ACCOUNT);
      mock.clock.freeze(NOON);
    }
    expect(mock.journal.find().flatMap(({ evicted = [] }) => evicted)).toEqual([]);
  });

  it('is refused when an adapter hands over a text for bytes that were none', async () => {
    const mock = openMock();
    const { path, url } = await uploadUrl(mock);
    const call = { ...callOf({ method: 'PUT', target: url, body: '\ufffd' }), isBodyUtf8: false };
    expect(await mock.handle(call)).toMatchObject({ status: 400, body: '{"error":"bad_request"}' });
    expect(await download(mock, path)).toBe(404);
  });

  it('is no longer the caller’s: what is done to its bytes afterwards is not seen', async () => {
    const mock = openMock();
    const { path, url } = await uploadUrl(mock);
    const bytes = Uint8Array.of(0xff, 0x61);
    await mock.handle({ ...callOf({ method: 'PUT', target: url, body: '\ufffda' }), isBodyUtf8: false, bytes });
    bytes.fill(0);
    expect(await download(mock, path)).toBe('\xffa');
  });
});

describe('base64', () => {
  it('gives back every byte, of more than engines take as arguments', () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, at) => at % 256);
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    expect([toBase64(new Uint8Array()), fromBase64('')]).toEqual(['', new Uint8Array()]);
  });
});
