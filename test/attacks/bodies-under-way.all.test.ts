import { afterEach, expect, it } from '@jest/globals';
import type { ClientRequest } from 'node:http';
import { request } from 'node:http';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { createMock } from '../../mock-server/index.ts';

const PATH = '/api/account/12345678/login?v=1.3';
/** The largest body that is read. */
const BODY_BYTES = 1_048_576;

let server: RunningServer | undefined;
const halfSent: ClientRequest[] = [];

afterEach(async () => {
  halfSent.splice(0).forEach((each) => {
    each.destroy();
  });
  await server?.close();
});

/** A body of which the last byte does not come. */
function beginBody(url: string): void {
  const sent = request(`${url}${PATH}`, { method: 'POST', headers: { 'content-length': String(BODY_BYTES) } });
  sent.on('error', () => undefined);
  sent.write(Buffer.alloc(BODY_BYTES - 1, ' '));
  halfSent.push(sent);
}

async function login(
  url: string,
  padding: number,
): Promise<{ status: number; body: string; retryAfter: string | null }> {
  const answer = await fetch(`${url}${PATH}`, {
    method: 'POST',
    body: JSON.stringify({ username: 'jane', password: 'p' }) + ' '.repeat(padding),
  });
  return { status: answer.status, body: await answer.text(), retryAfter: answer.headers.get('retry-after') };
}

it('large bodies that do not end keep out other large ones, and no ordinary one', async () => {
  server = await startServer(createMock({ limits: { megabytes: 10 } }), { port: 0 });
  const { url } = server;
  expect((await login(url, 1_000_000)).status).toBe(200);
  for (let count = 0; count < 5; count += 1) beginBody(url);
  let last = await login(url, 1_000_000);
  // What was sent is with the server some time, not at once, and one of them may have been dropped for a login's sake.
  while (last.status === 200) {
    beginBody(url);
    last = await login(url, 1_000_000);
  }
  expect(last).toEqual({ status: 503, body: '{"error":"too_many_bodies"}', retryAfter: '1' });
  expect((await login(url, 60_000)).status).toBe(200);
  halfSent.splice(0).forEach((each) => {
    each.destroy();
  });
  while (last.status === 503) last = await login(url, 1_000_000);
  expect(last.status).toBe(200);
});
