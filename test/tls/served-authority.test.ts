import { afterEach, describe, expect, it } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { RunningServer, ServerOptions } from '../../mock-server/adapters/node/server.ts';
import type { MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';

const scratch = createScratchFolder();
const dataFolder = join(scratch.path, 'data');
const servers: RunningServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(options: MockOptions = {}, server: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const started = await startServer(createMock(options), { port: 0, dataFolder, ...server });
  servers.push(started);
  return started;
}

const ask = (server: RunningServer, init: RequestInit = {}): Promise<Response> =>
  fetch(`${server.url}/__admin/ca.pem`, init);

/** The status that a client gets who trusts this alone. */
function statusFor(url: string, ca: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { ca, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('GET /__admin/ca.pem', () => {
  it('is the certificate of the development CA, which clients may trust, and never its key', async () => {
    const server = await serve();
    const answer = await ask(server);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-pem-file']);
    const pem = await answer.text();
    expect(pem).toMatch(/^-----BEGIN CERTIFICATE-----\n[\w+/=\n]+-----END CERTIFICATE-----\n$/);
    expect(new X509Certificate(pem).ca).toBe(true);
    expect(pem).toBe(readFileSync(join(dataFolder, 'ca.pem'), 'utf8'));
    await expect(statusFor(`${server.httpsUrl ?? ''}/sentinel/well-known/jwks`, pem)).resolves.toBe(200);
  });

  it('is read only', async () => {
    const server = await serve();
    expect(await (await ask(server, { method: 'HEAD' })).text()).toBe('');
    const refused = await ask(server, { method: 'POST' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('says so where there is none', async () => {
    const answer = await ask(await serve({}, { tls: false }));
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { error: { message: 'there is no development CA here: server.tls is off, or names a certificate of your own' } },
    ]);
  });

  it('is behind the gate of the admin API, and gone with it', async () => {
    const page = await ask(await serve(), { headers: { origin: 'https://evil.example.test' } });
    expect([page.status, await page.text()]).toEqual([403, expect.stringContaining('another origin')]);
    const off = await ask(await serve({ admin: false }));
    expect([off.status, await off.json()]).toEqual([404, { error: 'not_found' }]);
  });
});
