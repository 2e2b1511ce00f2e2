import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { join, relative } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { connect as connectTls } from 'node:tls';
import { DEFAULT_TIMES } from '../../../../mock-server/adapters/node/connection-times.ts';
import type { Https, HttpsOptions } from '../../../../mock-server/adapters/node/https.ts';
import { createHttps, isBun, openDevelopmentCertificates } from '../../../../mock-server/adapters/node/https.ts';
import type { MockOptions } from '../../../../mock-server/index.ts';
import { createMock } from '../../../../mock-server/index.ts';
import { createScratchFolder } from '../../../cli/scratch-folder.ts';
import { ask, shakeHands } from '../../../tls/secure-client.ts';

const scratch = createScratchFolder();
const dataFolder = join(scratch.path, 'data');
const inScratch = (name: string): string => join(scratch.path, name);

const opened: Server[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  Reflect.deleteProperty(process.versions, 'bun');
  for (const server of opened.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const prepare = (options: HttpsOptions = {}, mock: MockOptions = {}, times: object = {}): Promise<Https | undefined> =>
  createHttps(createMock(mock), { dataFolder, ...options }, { ...DEFAULT_TIMES, ...times });

/** TLS that is on, and the port of a server that has it and answers `plain` by HTTP/1. */
async function serve(options: HttpsOptions = {}, times: object = {}): Promise<{ https: Https; port: number }> {
  const https = (await prepare(options, {}, times)) as Https;
  const server = createServer((_, response) => response.end('plain'));
  https.addTo(server);
  opened.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { https, port: (server.address() as AddressInfo).port };
}

/** A certificate of somebody's own, and what to trust for it. */
async function ownPair(): Promise<{ ca: string; certificate: string; key: string }> {
  const { domains, hosts } = createMock();
  const { ca, leaf } = await openDevelopmentCertificates({ domains, hosts }, { dataFolder: inScratch('own') });
  return { ca, ...leaf };
}

describe('TLS', () => {
  it('is as the option says, or as the mock does', async () => {
    expect(await prepare({ tls: false })).toBeUndefined();
    expect(await prepare({}, { server: { tls: false } })).toBeUndefined();
    expect(await prepare({ tls: true }, { server: { tls: false } })).toBeDefined();
  });

  it('is off inside Bun, which is told', async () => {
    expect([isBun({ bun: '1.2.0', node: '20.0.0' }), isBun({ node: '20.0.0' })]).toEqual([true, false]);
    Object.defineProperty(process.versions, 'bun', { value: '1.2.0', configurable: true });
    const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const line =
      'inside Bun this server answers http alone, no https and no HTTP/2; start it under Node for those (npx --no lp-auth-mock), or turn TLS off (server.tls: false)';
    const onNotice = jest.fn();
    expect([await prepare({ onNotice }), onNotice.mock.calls, warn.mock.calls]).toEqual([undefined, [[line]], []]);
    expect([await prepare(), warn.mock.calls]).toEqual([undefined, [[line, 'LpAuthMockWarning']]]);
    expect([await prepare({ tls: false, onNotice }), onNotice.mock.calls]).toEqual([undefined, [[line]]]);
  });

  it.each(['itself', 'a file of it'])('shows a certificate of your own, named by %s', async (by) => {
    const { ca, ...pair } = await ownPair();
    scratch.write('certificate.pem', pair.certificate);
    scratch.write('key.pem', pair.key);
    const tls = by === 'itself' ? pair : { certificate: inScratch('certificate.pem'), key: inScratch('key.pem') };
    const { https, port } = await serve({ tls });
    expect(await https.certificates()).toBeUndefined();
    expect(await ask({ port, ca })).toEqual({ status: 200, text: 'plain' });
  });

  it('refuses a certificate or a key that it cannot use, and says which and why', async () => {
    const { certificate, key } = await ownPair();
    const [none, folder] = [inScratch('none.pem'), scratch.path];
    const refusal = async (tls: { certificate: string; key: string }): Promise<string> => {
      const error: unknown = await prepare({ tls }).catch((thrown: unknown) => thrown);
      return String(error);
    };
    expect([
      await refusal({ certificate: none, key: folder }),
      await refusal({ certificate, key: folder }),
      await refusal({ certificate, key: '/dev/null' }),
    ]).toEqual([
      `CertificateError: server.tls.certificate: ${none} cannot be read (ENOENT)`,
      `CertificateError: server.tls.key: ${folder} cannot be read (EISDIR)`,
      'CertificateError: server.tls.key: /dev/null is no ordinary file but a pipe, a socket or a device',
    ]);
    const unusable = 'CertificateError: server.tls: the certificate and the key cannot be used';
    expect(await refusal({ certificate, key: certificate })).toMatch(`${unusable} (ERR_OSSL_`);
    expect(await refusal({ certificate: `${key}-----BEGIN `, key })).toMatch(`${unusable} (ERR_OSSL_`);
  });
});

describe('the development certificates', () => {
  it('are opened once, and again when they are due', async () => {
    let nowMs = Date.now();
    const { https, port } = await serve({ time: { now: () => nowMs }, dataFolder: inScratch('due') });
    const first = https.certificates();
    expect(https.certificates()).toBe(first);
    const { ca, renewalDueMs } = (await first) as { ca: string; renewalDueMs: number };
    nowMs = renewalDueMs - 1;
    expect(https.certificates()).toBe(first);
    const before = await shakeHands({ port, ca });
    expect(await shakeHands({ port, ca })).toEqual(before);
    nowMs = renewalDueMs;
    const second = https.certificates();
    expect(second).not.toBe(first);
    const after = await shakeHands({ port, ca: (await second)?.ca, rejectUnauthorized: false });
    expect(after.fingerprint).not.toBe(before.fingerprint);
    expect(https.certificates()).toBe(second);
  });

  it('that could not be opened are tried again for the next client', async () => {
    let isBroken = true;
    const now = (): number => {
      if (isBroken) throw new RangeError('no time');
      return Date.now();
    };
    const { https, port } = await serve({ time: { now }, dataFolder: inScratch('broken') });
    await expect(shakeHands({ port })).rejects.toThrow();
    await expect(https.certificates()).rejects.toThrow('no time');
    isBroken = false;
    const { ca } = (await https.certificates()) as { ca: string };
    expect(await ask({ port, ca })).toEqual({ status: 200, text: 'plain' });
  });

  it('stay in the folder that was meant when TLS was prepared', async () => {
    const there = inScratch('there');
    const https = await prepare({ dataFolder: relative(process.cwd(), there) });
    process.env['LP_AUTH_MOCK_HOME'] = inScratch('home');
    const atHome = await prepare({ dataFolder: undefined });
    jest.spyOn(process, 'cwd').mockReturnValue('/elsewhere');
    delete process.env['LP_AUTH_MOCK_HOME'];
    const files = await Promise.all([https, atHome].map(async (each) => (await each?.certificates())?.caFile));
    expect(files).toEqual([join(there, 'ca.pem'), join(inScratch('home'), 'ca.pem')]);
  });

  it('are told of where they could not be kept', async () => {
    scratch.write('file', '');
    const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const lines: string[] = [];
    const within = { dataFolder: inScratch('file') };
    await (await prepare({ ...within, onNotice: (line) => lines.push(line) }))?.certificates();
    expect([lines, warn.mock.calls]).toEqual([[expect.stringContaining(within.dataFolder)], []]);
    await (await prepare(within))?.certificates();
    expect(warn.mock.calls).toEqual([[lines[0], 'LpAuthMockWarning']]);
  });
});

describe('a connection over TLS', () => {
  it('is answered by HTTP/1 or HTTP/2, beside plain HTTP', async () => {
    const { https, port } = await serve();
    const { ca } = (await https.certificates()) as { ca: string };
    expect(await ask({ port, ca })).toEqual({ status: 200, text: 'plain' });
    expect(await (await fetch(`http://127.0.0.1:${String(port)}`)).text()).toBe('plain');
    const session = connectHttp2(`https://localhost:${String(port)}`, { ca });
    const [headers] = (await once(session.request({ ':path': '/sentinel/well-known/jwks' }), 'response')) as [object];
    expect(headers).toMatchObject({ ':status': 200 });
    session.destroy();
  });

  it('need not show its certificate again to a client that comes back', async () => {
    const { https, port } = await serve();
    const { ca } = (await https.certificates()) as { ca: string };
    const options = { port, host: '127.0.0.1', servername: 'localhost', ca };
    const first = connectTls(options);
    const [session] = (await once(first, 'session')) as [Buffer];
    first.destroy();
    const second: TLSSocket = connectTls({ ...options, session });
    await once(second, 'secureConnect');
    expect(second.isSessionReused()).toBe(true);
    second.destroy();
  });

  it.each([
    ['its first byte', '', { firstByteMs: 1 }],
    ['its handshake', '\x16', { handshakeMs: 1 }],
  ])('that takes too long for %s is closed', async (_, bytes, times) => {
    const { port } = await serve({}, times);
    const socket = connect({ port, host: '127.0.0.1' }).on('error', () => undefined);
    if (bytes !== '') socket.write(bytes);
    socket.resume();
    await once(socket, 'close');
    expect(socket.bytesRead).toBe(0);
  });
});
