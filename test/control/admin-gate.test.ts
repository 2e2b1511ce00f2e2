import { describe, expect, it } from '@jest/globals';
import { hear } from '../adapters/raw-socket.ts';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect as connectTls } from 'node:tls';
import type { AdminCall, AdminSetup } from './admin-setup.ts';
import { openAdmin } from './admin-setup.ts';

type Headers = NonNullable<AdminCall['headers']>;

const PORT = /PORT/g;

/** `PORT` in a header stands for the port of the server. */
async function askWith(
  admin: AdminSetup,
  headers: Headers,
  method = 'GET',
  path = '/journal',
): Promise<{ status: number; headers: Readonly<Record<string, string>>; body: unknown }> {
  const real = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value?.replace(PORT, String(admin.server.port))]),
  );
  return admin.ask(method, path, { headers: real });
}

async function statusFor(headers: Headers, hosts: readonly string[] = []): Promise<number> {
  return (await askWith(await openAdmin({ admin: { hosts } }), headers)).status;
}

describe('The Host of a call', () => {
  it.each([
    ['localhost:PORT'],
    ['LocalHost:PORT'],
    ['localhost'],
    ['127.0.0.1:PORT'],
    ['127.0.0.2:PORT'],
    ['127.255.255.254'],
    ['[::1]:PORT'],
    ['[::1]'],
    ['[0:0:0:0:0:0:0:1]'],
    // A port that is forwarded has another number outside.
    ['localhost:1'],
  ])('may be loopback: %s', async (host) => {
    expect(await statusFor({ host })).toBe(200);
  });

  it.each([
    ['a name that was made to lead here', 'evil.example:PORT'],
    ['with loopback in it', 'localhost.evil.example:PORT'],
    ['that ends like loopback', 'notlocalhost:PORT'],
    ['an address in a name', '127.0.0.1.evil.example'],
    ['a name that looks like an address', '127.evil'],
    ['a trailing dot', 'localhost.:PORT'],
    ['a subdomain of localhost', 'evil.localhost:PORT'],
    ['another address', '192.168.0.7:PORT'],
    ['the address of everything', '0.0.0.0:PORT'],
    ['another address of version 6', '[::2]:PORT'],
    ['a mapped address', '[::ffff:127.0.0.1]:PORT'],
    ['a user before it', 'evil@localhost:PORT'],
    ['a path after it', 'localhost/evil'],
    ['a port that is none', 'localhost:PORT0000'],
    ['two of them', 'localhost, evil.example'],
    ["LivePerson's", 'va.idp.liveperson.net'],
  ])('may not be %s', async (_, host) => {
    expect(await statusFor({ host })).toBe(403);
  });

  it.each([
    ['lp-mock:PORT', ['lp-mock'], 200],
    ['LP-Mock', ['lp-mock'], 200],
    ['lp-mock:PORT', ['lp-mock:1'], 403],
    ['lp-mock:8080', ['other', 'lp-mock:8080'], 200],
    ['lp-mock.evil.example', ['lp-mock'], 403],
    ['[fe80::1]:80', ['[fe80::1]'], 200],
    ['192.168.0.7', ['192.168.0.7'], 200],
    ['192.168.0.8', ['192.168.0.7'], 403],
  ])('may be a configured one: %s for %j is %i', async (host, hosts, status) => {
    expect(await statusFor({ host }, hosts)).toBe(status);
  });

  it.each([
    'GET /__admin/journal HTTP/1.0\r\n\r\n',
    'GET /__admin/journal HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n',
  ])('may not be missing: %j', async (bytes) => {
    const { server } = await openAdmin();
    expect((await hear(server.port, bytes)).status).toBe(403);
  });

  it('is refused in words', async () => {
    const admin = await openAdmin();
    expect((await askWith(admin, { host: 'evil.example' })).body).toEqual({
      error: {
        message:
          'Host must be a loopback name or address for the admin API; it is "evil.example"; call it at localhost, or add this host to the option admin.hosts',
      },
    });
  });
});

describe('The Origin of a call', () => {
  it.each([
    ['its own', { origin: 'http://localhost:PORT' }],
    ['its own at another name of loopback', { origin: 'http://127.0.0.1:PORT', host: '127.0.0.1:PORT' }],
    ['none, as a program has it', {}],
  ])('may be %s', async (_, headers) => {
    expect(await statusFor(headers)).toBe(200);
  });

  it.each([
    ['another', { origin: 'https://evil.example' }],
    ['null, as a file or a sandboxed frame has it', { origin: 'null' }],
    ['another port', { origin: 'http://localhost:1' }],
    ['another scheme', { origin: 'https://localhost:PORT' }],
    ['another name of loopback', { origin: 'http://127.0.0.1:PORT' }],
    ['its own and more', { origin: 'http://localhost:PORT.evil.example' }],
    ['two', { origin: 'http://localhost:PORT, https://evil.example' }],
    ['that of a name which was made to lead here', { origin: 'http://evil.example:PORT', host: 'evil.example:PORT' }],
    ['empty', { origin: '' }],
  ])('may not be %s', async (_, headers: Headers) => {
    expect(await statusFor(headers)).toBe(403);
  });
});

describe('A page over TLS', () => {
  it('has the admin API at its own origin, over HTTP/1.1 and HTTP/2', async () => {
    const { server } = await openAdmin();
    const [own, plain] = [`https://localhost:${String(server.port)}`, `http://localhost:${String(server.port)}`];
    const statusOver = async (protocol: string, origin: string): Promise<number> => {
      const socket = connectTls({
        port: server.port,
        host: 'localhost',
        ALPNProtocols: [protocol],
        rejectUnauthorized: false,
      });
      await once(socket, 'secureConnect');
      if (protocol === 'http/1.1') {
        socket.write(
          `GET /__admin/clock HTTP/1.1\r\nHost: localhost:${String(server.port)}\r\nOrigin: ${origin}\r\nConnection: close\r\n\r\n`,
        );
        return Number(String((await once(socket, 'data'))[0]).split(' ')[1]);
      }
      const session = connectHttp2(own, { createConnection: () => socket });
      const [headers] = (await once(session.request({ ':path': '/__admin/clock', origin }), 'response')) as [
        { ':status': number },
      ];
      session.destroy();
      return headers[':status'];
    };
    expect(
      await Promise.all([
        statusOver('http/1.1', own),
        statusOver('h2', own),
        statusOver('http/1.1', plain),
        statusOver('h2', plain),
      ]),
    ).toEqual([200, 200, 403, 403]);
  });
});

describe('What browsers say of a call without an Origin', () => {
  it.each([
    ['same-origin', 'cors', 'empty', 200],
    ['none', 'navigate', 'document', 200],
    // A link that somebody follows: the page that it stands on learns nothing.
    ['cross-site', 'navigate', 'document', 200],
    ['cross-site', 'navigate', 'iframe', 403],
    ['cross-site', 'no-cors', 'image', 403],
    ['cross-site', 'no-cors', 'script', 403],
    // A page of another port of this machine.
    ['same-site', 'no-cors', 'empty', 403],
  ])('counts: %s, %s, %s is %i', async (site, mode, dest, status) => {
    expect(await statusFor({ 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest })).toBe(status);
  });

  it('keeps a form of another page from changing anything, whatever it claims to be', async () => {
    const admin = await openAdmin();
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await askWith(admin, headers, 'POST', '/reset')).status).toBe(403);
  });
});

describe('A change', () => {
  const changes = [
    ['POST', '/reset'],
    ['POST', '/faults'],
    ['POST', '/clock/reset'],
    ['DELETE', '/journal'],
    ['DELETE', '/faults'],
  ] as const;

  it.each(changes)('needs JSON as its content type: %s %s', async (method, path) => {
    const admin = await openAdmin();
    admin.mock.faults.add({ error: '40102' });
    for (const type of [
      undefined,
      '',
      'text/plain',
      'text/plain; application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=application/json',
      'application/jsonp',
      'application/json, text/plain',
    ]) {
      const { status, body } = await askWith(admin, { 'content-type': type }, method, path);
      expect({ type, status, body }).toEqual({
        type,
        status: 415,
        body: { error: { message: 'a change needs content-type: application/json, even without a body' } },
      });
    }
    expect(admin.mock.faults.list()).toHaveLength(1);
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON'])('takes %s', async (type) => {
    expect((await askWith(await openAdmin(), { 'content-type': type }, 'POST', '/reset')).status).toBe(204);
  });

  it('is refused from another page before anything of it is looked at', async () => {
    expect(
      (
        await askWith(
          await openAdmin(),
          { origin: 'https://evil.example', 'content-type': 'text/plain' },
          'POST',
          '/nowhere',
        )
      ).status,
    ).toBe(403);
  });
});

describe('CORS', () => {
  const names = (headers: Readonly<Record<string, string>>): string[] =>
    Object.keys(headers).filter((name) => name.startsWith('access-control-'));

  it.each([
    [
      'a preflight of another page',
      'OPTIONS',
      {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
      403,
    ],
    [
      'a preflight from a private network',
      'OPTIONS',
      {
        origin: 'https://evil.example',
        'access-control-request-method': 'GET',
        'access-control-request-private-network': 'true',
      },
      403,
    ],
    [
      'a preflight of its own page',
      'OPTIONS',
      { origin: 'http://localhost:PORT', 'access-control-request-method': 'POST' },
      405,
    ],
    ['a call of another page', 'GET', { origin: 'https://evil.example' }, 403],
    ['a call of its own page', 'GET', { origin: 'http://localhost:PORT' }, 200],
  ])('is there for nobody: %s', async (_, method, headers, status) => {
    const answer = await askWith(await openAdmin({ server: { cors: true } }), headers, method);
    expect([answer.status, names(answer.headers)]).toEqual([status, []]);
  });
});
