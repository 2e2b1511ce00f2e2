import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createMiddleware, startServer } from '../../mock-server/adapters/node/server.ts';
import { createWebhookSender } from '../../mock-server/adapters/node/webhook-sender.ts';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import type { DevelopmentCertificates } from '../../mock-server/tls/certificate-store.ts';
import { openCertificates } from '../../mock-server/tls/certificate-store.ts';
import type { Receiver } from './receiver.ts';
import { openReceiver } from './receiver.ts';
import { CONTENT, openConversation, textsOf, webhookMock } from './webhook-setup.ts';

const EXTRA = 'NODE_EXTRA_CA_CERTS';
/** An empty one names no file. */
const before = process.env[EXTRA] ?? '';
const folder = mkdtempSync(join(tmpdir(), 'lp-webhooks-'));
let certificates: DevelopmentCertificates;
beforeAll(async () => {
  const { domains, hosts } = createMock();
  const scope = { domains, publicSites: hosts.publicSites, hosts: hosts.known };
  certificates = await openCertificates({ ...scope, folder, onNotice: () => undefined });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  process.env[EXTRA] = before;
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

/** A receiver whose certificate is of a CA that no system knows. */
async function secureReceiver(): Promise<Receiver> {
  const { certificate, key } = certificates.leaf;
  const receiver = await openReceiver(undefined, { cert: certificate, key });
  opened.push(receiver);
  return receiver;
}

/** Serves the mock by `startServer`, without TLS and so without the development CA. */
async function serve(mock: Mock): Promise<void> {
  opened.push(await startServer(mock, { port: 0, tls: false }));
}

/** Serves it by a server of somebody else's, which has had a request. */
async function mount(mock: Mock): Promise<void> {
  const server = createServer(createMiddleware(mock) as RequestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push({
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  });
  const { port } = server.address() as AddressInfo;
  await (await fetch(`http://127.0.0.1:${String(port)}/sentinel/well-known/jwks`)).arrayBuffer();
}

describe('A receiver by https', () => {
  it.each([
    ['startServer', serve],
    ['a server of your own', mount],
  ])('is trusted by NODE_EXTRA_CA_CERTS: %s', async (_, open) => {
    process.env[EXTRA] = certificates.caFile;
    const receiver = await secureReceiver();
    const mock = webhookMock({ [CONTENT]: { endpoint: receiver.url } });
    await open(mock);
    await (await openConversation(mock)).say('hello');
    await mock.settled();
    expect(mock.webhooks.list()).toMatchObject([{ state: 'delivered', status: 200, url: receiver.url }]);
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.heard;
    expect(textsOf(receiver.heard)).toEqual(['hello']);
    expect((headers as Record<string, string>)['x-liveperson-signature']).toBe(await mock.webhooks.sign(body));
  });

  it.each([
    ['startServer', serve],
    ['a server of your own', mount],
  ])('is not trusted otherwise, and the attempt says what to do: %s', async (_, open) => {
    const { url, heard } = await secureReceiver();
    const mock = webhookMock({});
    await open(mock);
    const { state, status, reason } = await mock.webhooks.send(url, CONTENT);
    expect([state, status, heard]).toEqual(['dropped', undefined, []]);
    expect(reason).toMatch(
      /^its certificate is not trusted \([A-Z_]+\); name its CA in NODE_EXTRA_CA_CERTS of the mock$/,
    );
  });

  it('is not trusted where its certificate is of another name', async () => {
    const { url } = await secureReceiver();
    const { carry, close } = createWebhookSender({
      settings: createMock().settings.webhooks,
      ownPorts: () => [],
      developmentCa: () => Promise.resolve(certificates.ca),
      lookUp: () => Promise.resolve(['127.0.0.1']),
    });
    const post = { headers: {}, body: '{}' };
    await expect(carry({ ...post, url: url.replace('localhost', 'receiver.example.test') })).rejects.toThrow(
      'its certificate is not trusted (ERR_TLS_CERT_ALTNAME_INVALID)',
    );
    expect(await carry({ ...post, url })).toEqual({ status: 200 });
    close();
  });

  it('is a failed attempt where one side speaks TLS and the other does not', async () => {
    const secure = await secureReceiver();
    const plain = await openReceiver();
    opened.push(plain);
    const mock = webhookMock({});
    await serve(mock);
    for (const url of [secure.url.replace('https:', 'http:'), plain.url.replace('http:', 'https:')]) {
      const { state, reason } = await mock.webhooks.send(url, CONTENT);
      expect([state, reason]).toEqual(['dropped', expect.stringMatching(/^the connection failed \(\w+\)$/)]);
    }
    expect([...secure.heard, ...plain.heard]).toEqual([]);
  });
});
