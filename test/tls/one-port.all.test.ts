import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect as connectByHttp2 } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectByTls } from 'node:tls';
import { openCertificates } from '../../mock-server/tls/certificate-store.ts';
import type { RunningServer, ServerOptions } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { createTlsTerminator } from '../../mock-server/tls/secure-context.ts';
import type { MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import { ask, shakeHands } from './secure-client.ts';

const scratch = createScratchFolder();
const dataFolder = join(scratch.path, 'data');
const running: RunningServer[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function serve(options: MockOptions = {}, server: ServerOptions = {}): Promise<RunningServer> {
  const started = await startServer(createMock(options), { port: 0, dataFolder, ...server });
  running.push(started);
  return started;
}

async function serveWithCa(options: MockOptions = {}): Promise<RunningServer & { readonly ca: string }> {
  const server = await serve(options);
  return { ...server, ca: (await server.certificates())?.ca ?? '' };
}

async function openSocket(port: number, host = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host });
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

const SERVICES = '/api/account/12345678/service/sentinel/baseURI.json?version=1.0';

describe('one port', () => {
  it('answers http and https, on both loopbacks, and tells each caller its own origin', async () => {
    const { port, url, httpsUrl, ca } = await serveWithCa();
    expect([url, httpsUrl]).toEqual([`http://localhost:${String(port)}`, `https://localhost:${String(port)}`]);
    const answer = { service: 'sentinel', account: '12345678', baseURI: `localhost:${String(port)}` };
    const headers = { host: `localhost:${String(port)}` };
    expect(await (await fetch(`${url}${SERVICES}`)).json()).toEqual(answer);
    for (const address of ['127.0.0.1', '::1']) {
      const { status, text: body } = await ask({ port, ca, address, path: SERVICES, headers });
      expect({ status, body: JSON.parse(body) as unknown }).toEqual({ status: 200, body: answer });
    }
  });

  it.each([
    'localhost',
    'va.idp.liveperson.net',
    'accdn.lpsnmedia.net',
    'csds-app.qa.int.gw.lpcloud.io',
    'a.b.c.d.liveperson.net',
    'app.localhost',
  ])('shows a certificate for %s', async (name) => {
    const { port, ca } = await serveWithCa();
    expect((await ask({ port, ca, name })).status).toBe(200);
  });

  it("shows the leaf when a client asks for a name that is not LivePerson's, and the client refuses it", async () => {
    const { port, ca } = await serveWithCa();
    await expect(ask({ port, ca, name: 'example.com' })).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  it('is not trusted without the CA', async () => {
    const { port } = await serveWithCa();
    await expect(ask({ port, ca: '' })).rejects.toMatchObject({ code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' });
  });

  it('takes large bodies and several requests of one connection over TLS', async () => {
    const { port, ca } = await serveWithCa();
    const socket = connectByTls({ port, host: '127.0.0.1', ca, servername: 'localhost' });
    sockets.push(socket);
    await once(socket, 'secureConnect');
    const body = JSON.stringify({ ext_consumer_id: 'x'.repeat(300_000) });
    const request = (last: boolean): string =>
      [
        'POST /api/account/12345678/consumer HTTP/1.1',
        'host: localhost',
        'content-type: application/json',
        `content-length: ${String(body.length)}`,
        ...(last ? ['connection: close'] : []),
        '',
        body,
      ].join('\r\n');
    socket.write(request(false));
    socket.write(request(true));
    const heard = await text(socket);
    expect(heard.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 401', 'HTTP/1.1 401']);
  });

  it('makes nothing and loads nothing as long as nobody speaks TLS', async () => {
    const unused = join(scratch.path, 'unused');
    const { url } = await serve({}, { dataFolder: unused });
    expect((await fetch(`${url}/sentinel/well-known/jwks`)).status).toBe(200);
    expect(existsSync(unused)).toBe(false);
  });

  it.each([
    ['by a host of its own, without', { servername: 'localhost' }, 0],
    ["by a host of LivePerson's, without", { servername: 'va.idp.liveperson.net' }, 0],
    ['by no name, with', { servername: '' }, 2],
    ['by an address in the place of a name, with', { servername: '127.0.0.1' }, 2],
  ])('shows a client that asks %s the IP addresses', async (_, options, addresses) => {
    const { port } = await serve();
    expect((await namesShown(port, options.servername)).filter((name) => name.startsWith('IP'))).toHaveLength(
      addresses,
    );
  });

  it('makes the certificates for the first client that speaks TLS', async () => {
    const unused = join(scratch.path, 'first');
    const { port } = await serve({}, { dataFolder: unused });
    await shakeHands({ port, rejectUnauthorized: false });
    expect(existsSync(join(unused, 'ca.pem'))).toBe(true);
  });

  it('tries again to make the certificates when that failed for the client before', async () => {
    let asked = 0;
    const now = (): number => {
      asked += 1;
      if (asked === 1) throw new Error('not yet');
      return Date.now();
    };
    const { port } = await serve({}, { dataFolder: join(scratch.path, 'second-try'), time: { now } });
    await expect(shakeHands({ port, rejectUnauthorized: false })).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await shakeHands({ port, rejectUnauthorized: false })).fingerprint).toMatch(/^[\dA-F:]+$/);
  });

  it('tries again to make the certificate of a name when that failed for the client before', async () => {
    const certificates = await openCertificates({
      folder: join(scratch.path, 'names'),
      domains: ['example.test'],
      hosts: [],
      onNotice: () => undefined,
    });
    let asked = 0;
    const { leaf, ca } = certificates;
    const terminate = createTlsTerminator(
      {
        leaf,
        issueFor: (name) => {
          asked += 1;
          return asked === 1 ? Promise.reject(new Error('not yet')) : certificates.issueFor(name);
        },
      },
      { onHttp1: () => undefined, onHttp2: () => undefined },
      10_000,
    );
    const server = createServer(terminate).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      await expect(shakeHands({ port, ca, servername: 'a.b.example.test' })).rejects.toMatchObject({
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      });
      await expect(shakeHands({ port, ca, servername: 'a.b.example.test' })).resolves.toBeDefined();
    } finally {
      server.close();
    }
  });

  it('keeps the certificates in one folder, however it was named', async () => {
    const named = join(scratch.path, 'named');
    const server = await serve({}, { dataFolder: relative(process.cwd(), named) });
    expect((await server.certificates())?.caFile).toBe(join(named, 'ca.pem'));
  });

  it('shows a new certificate before the old one ends, however long the server has run', async () => {
    let now = Date.now();
    const { port } = await serve({}, { dataFolder: join(scratch.path, 'renewed'), time: { now: () => now } });
    const first = await shakeHands({ port, rejectUnauthorized: false });
    now += 366 * 86_400_000;
    const same = await shakeHands({ port, rejectUnauthorized: false });
    now += 2 * 86_400_000;
    const renewed = await shakeHands({ port, rejectUnauthorized: false });
    expect(same.fingerprint).toBe(first.fingerprint);
    expect(renewed.fingerprint).not.toBe(first.fingerprint);
    expect((await shakeHands({ port, rejectUnauthorized: false })).fingerprint).toBe(renewed.fingerprint);
  });

  it('tells of a faulty CA where the options say', async () => {
    const notices: string[] = [];
    const { port } = await serve(
      {},
      {
        dataFolder: join(scratch.path, scratch.write('file', ''), 'data'),
        onNotice: (line) => {
          notices.push(line);
        },
      },
    );
    await shakeHands({ port, rejectUnauthorized: false });
    await shakeHands({ port, rejectUnauthorized: false });
    expect(notices).toHaveLength(1);
  });
});

describe('HTTP/2', () => {
  it('is spoken with a client that offers nothing else', async () => {
    const { port, ca } = await serveWithCa();
    const client = connectByHttp2(`https://localhost:${String(port)}`, { ca });
    const stream = client.request({ ':path': SERVICES, ':authority': 'va.idp.liveperson.net' });
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    const body = JSON.parse(await text(stream)) as unknown;
    client.close();
    expect(headers).toMatchObject({ ':status': 200, 'content-type': 'application/json' });
    expect(body).toEqual({ service: 'sentinel', account: '12345678', baseURI: 'va.sentinel.liveperson.net' });
  });

  it('carries bodies and refusals', async () => {
    const { port, ca } = await serveWithCa();
    const client = connectByHttp2(`https://localhost:${String(port)}`, { ca });
    const ask2 = async (path: string, method: string, body: string): Promise<unknown> => {
      const stream = client.request(
        { ':path': path, ':method': method, 'content-type': 'application/x-www-form-urlencoded' },
        { endStream: body === '' },
      );
      if (body !== '') stream.end(body);
      const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
      return [headers[':status'], JSON.parse(await text(stream))];
    };
    const refused = await ask2(
      '/sentinel/api/account/12345678/app/token?v=1.0',
      'POST',
      'grant_type=client_credentials&client_id=75588e18-0213-4e33-8174-883acac7e3c4&client_secret=wrong',
    );
    const unknown = await ask2('/nowhere', 'GET', '');
    client.close();
    expect(refused).toEqual([401, { error: 'invalid_client', error_description: expect.any(String) }]);
    expect(unknown).toEqual([404, { error: 'not_found' }]);
  });

  it.each([
    [['h2', 'http/1.1'], 'http/1.1'],
    [['http/1.1'], 'http/1.1'],
    [['h2'], 'h2'],
    [undefined, false],
  ] as const)('is not chosen where HTTP/1.1 is offered: %j gives %s', async (offered, chosen) => {
    const { port, ca } = await serveWithCa();
    expect(
      (await shakeHands({ port, ca, ...(offered === undefined ? {} : { ALPNProtocols: [...offered] }) })).protocol,
    ).toBe(chosen);
  });
});

describe('clients that behave badly', () => {
  it('get JSON when they speak neither TLS nor HTTP', async () => {
    const { port } = await serve();
    const socket = await openSocket(port);
    socket.write('SSH-2.0-OpenSSH_9.6\r\n');
    expect(await text(socket)).toBe(
      'HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: 29\r\nconnection: close\r\n\r\n{"error":"malformed_request"}',
    );
  });

  it('are let go when what begins like TLS is none', async () => {
    const { port, url } = await serve();
    const socket = await openSocket(port);
    socket.write(Buffer.from([0x16, 0xff, 0xff, 0xff, 0xff, 0x00, 0x01, 0x02]));
    await once(socket.resume(), 'close');
    expect((await fetch(`${url}/sentinel/well-known/jwks`)).status).toBe(200);
  });

  it('may hang up before their first byte, after it, and in the middle of a handshake', async () => {
    const { port, url } = await serve();
    for (const first of [
      Buffer.alloc(0),
      Buffer.from([0x16]),
      Buffer.from('G'),
      Buffer.from([0x16, 3, 1, 2, 0, 1, 0]),
    ]) {
      const ended = await openSocket(port);
      ended.end(first);
      await once(ended.resume(), 'close');
      const reset = await openSocket(port);
      reset.write(first);
      reset.resetAndDestroy();
    }
    expect((await fetch(`${url}/sentinel/well-known/jwks`)).status).toBe(200);
  });

  it('do not keep others from an answer, nor the server from closing: 1,000 silent ones, half of them in a handshake', async () => {
    const server = await serveWithCa();
    const { port, ca } = server;
    const silent = await Promise.all(Array.from({ length: 1000 }, () => openSocket(port)));
    for (const socket of silent.slice(500)) socket.write(Buffer.from([0x16, 3, 1, 2, 0, 1, 0]));
    const gone = silent.map((socket) => once(socket.resume(), 'close'));
    expect((await ask({ port, ca })).status).toBe(200);
    await server.close();
    expect(await Promise.all(gone)).toHaveLength(1000);
  });
});

describe('server.tls', () => {
  it('false leaves http alone: a TLS client gets no handshake', async () => {
    const server = await serve({ server: { tls: false } });
    expect(server.httpsUrl).toBeUndefined();
    expect(await server.certificates()).toBeUndefined();
    expect((await fetch(`${server.url}/sentinel/well-known/jwks`)).status).toBe(200);
    await expect(shakeHands({ port: server.port, rejectUnauthorized: false })).rejects.toMatchObject({
      code: expect.stringMatching(/^ERR_SSL_/),
    });
  });

  it('shows a certificate of your own, given as PEM or as files', async () => {
    const { ca, leaf } = await openCertificates({
      folder: join(scratch.path, 'own'),
      domains: ['example.test'],
      hosts: ['a.example.test'],
      onNotice: () => undefined,
    });
    const certificate = join(scratch.path, scratch.write('own.pem', leaf.certificate));
    const key = join(scratch.path, scratch.write('own.key', leaf.key));
    for (const tls of [
      { certificate: leaf.certificate, key: leaf.key },
      { certificate, key },
    ]) {
      const server = await serve({ server: { tls } });
      expect(await server.certificates()).toBeUndefined();
      expect((await ask({ port: server.port, ca, name: 'x.example.test' })).status).toBe(200);
    }
  });

  it.each([
    [
      'a file that is not there',
      { certificate: '/nowhere/cert.pem', key: '/nowhere/key.pem' },
      /^server\.tls\.certificate: \/nowhere\/cert\.pem cannot be read \(ENOENT\)$/,
    ],
    [
      'a PEM that is none',
      { certificate: '-----BEGIN CERTIFICATE-----', key: '-----BEGIN PRIVATE KEY-----' },
      /^server\.tls: the certificate and the key cannot be used \(ERR_OSSL_PEM_\w+\)$/,
    ],
  ])('is refused at the start when it names %s', async (_, tls, message) => {
    await expect(serve({ server: { tls } })).rejects.toMatchObject({
      name: 'CertificateError',
      message: expect.stringMatching(message),
    });
  });

  it('is refused when it is anything else', () => {
    expect(() => createMock({ server: { tls: { certificate: 'x' } as never } })).toThrow(
      'server.tls: Expected true, false, or a certificate and its key',
    );
  });
});

/** The names of the certificate that a client is shown. BoringSSL refuses those of IP addresses (RFC 5280 4.2.1.10). */
function namesShown(port: number, servername: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = connectByTls({ port, host: '127.0.0.1', servername, rejectUnauthorized: false }, () => {
      resolve((socket.getPeerCertificate().subjectaltname ?? '').split(', '));
      socket.destroy();
    });
    socket.on('error', reject);
  });
}
