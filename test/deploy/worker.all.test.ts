import { afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectMock } from '../../mock-server/client/client.ts';
import { run } from '../cli/captured-terminal.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import { temporaryUrl } from '../support/files.ts';
import type { RunningWorker } from '../support/worker-runtime.ts';
import { ADMIN_SECRET, startWorker } from '../support/worker-runtime.ts';

// A worker is bundled and started more than once here, which a busy machine takes its time for.
jest.setTimeout(120_000);

const ACCOUNT = '12345678';
const scratch = createScratchFolder();
const KEYS = join(scratch.path, 'mock-keys');
beforeAll(async () => {
  expect((await run(['keys', 'new', KEYS])).exitCode).toBe(0);
});

let running: RunningWorker | undefined;
async function stop(): Promise<void> {
  await running?.close();
  running = undefined;
}
afterEach(stop);

/** The worker of deploy/ with keys beside it, and storage that outlives it. */
async function start(bindings: Readonly<Record<string, unknown>> = {}): Promise<RunningWorker> {
  await stop();
  const source = readFileSync(join(import.meta.dirname, '../../deploy/worker/worker.js'), 'utf8');
  const folder = join(scratch.path, 'storage');
  return (running = await startWorker({ source: source.replaceAll('./mock-keys', KEYS), folder, bindings }));
}

it('deploy/worker/worker.js signs with the keys that stand beside it', async () => {
  const worker = await start();
  const { keys } = (await (await worker.fetch('/sentinel/well-known/jwks')).json()) as { keys: { kid: string }[] };
  const own = ['sentinelV1', 'sentinelV2', 'sentinelIdToken'].map(
    (name) => (JSON.parse(readFileSync(join(KEYS, `${name}.json`), 'utf8')) as { kid: string }).kid,
  );
  expect(keys.map(({ kid }) => kid).sort()).toEqual(own.sort());
  const lookUp = await worker.fetch(`/api/account/${ACCOUNT}/service/idp/baseURI.json?version=1.0`);
  expect(lookUp.status).toBe(200);
});

/** A URL for an upload, as an app asks for one. */
async function uploadUrl(worker: RunningWorker): Promise<string> {
  const { mint } = connectMock(worker.url, { accountId: ACCOUNT, secret: ADMIN_SECRET });
  const headers = {
    authorization: await mint.appJwt(),
    'x-lp-on-behalf': await mint.consumerJws(),
    'content-type': 'application/json',
  };
  const post = async (path: string, body: unknown): Promise<unknown> =>
    (
      await worker.fetch(`/api/account/${ACCOUNT}/messaging/consumer/${path}?v=3`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
    ).json();
  await post('conversation', [
    { kind: 'req', id: '1', type: 'userprofile.SetUserProfile', body: {} },
    { kind: 'req', id: '2', type: 'cm.ConsumerRequestConversation', body: { brandId: ACCOUNT } },
  ]);
  const body = { fileSize: 1, fileType: 'PNG' };
  const answer = await post('conversation/send', { kind: 'req', id: '1', type: 'ms.GenerateURLForUploadFile', body });
  return temporaryUrl((answer as { body: Parameters<typeof temporaryUrl>[0] }).body).url;
}

it.each([
  ['without a seed is refused afterwards', {}, [401, 'temp-url-signature']],
  ['with a seed is taken', { LP_AUTH_MOCK: '{"seed":"workers"}' }, [201, undefined]],
] as const)('a URL for an upload that was given before its object was forgotten, %s', async (_, bindings, expected) => {
  const target = await uploadUrl(await start(bindings));
  const answer = await (await start(bindings)).fetch(target, { method: 'PUT', body: 'x' });
  expect([answer.status, answer.headers.get('lp-mock-reason')?.split(';')[0]]).toEqual(expected);
});
