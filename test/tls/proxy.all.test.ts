import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer as createHttpServer, request } from 'node:http';
import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectByTls } from 'node:tls';
import { startProxy } from '../../mock-server/interception/proxy.ts';
import { createMock } from '../../mock-server/index.ts';
import { askByUrl, askForTunnel, closers, IDP, IDP_ENTRY, openForeign, openProxy } from './proxy-setup.ts';

describe("LivePerson's hosts", () => {
  it.each([
    'api.liveperson.net',
    'va.idp.liveperson.net',
    'accdn.lpsnmedia.net',
    'API.LivePerson.net',
    'api.liveperson.net.',
    'csds-app.qa.int.gw.lpcloud.io',
    'proactive-messaging.z3.fs.liveperson.com',
    'api.liveperson.com',
  ])('are answered over TLS by the mock: %s', async (host) => {
    const { port, ca } = await openProxy();
    const { answer, socket } = await askForTunnel(port, `${host}:443`);
    const secure = connectByTls({ socket, ca, servername: host.replace(/\.$/, '') });
    await once(secure, 'secureConnect');
    secure.end(`GET ${IDP} HTTP/1.1\r\nhost: api.liveperson.net\r\nconnection: close\r\n\r\n`);
    const [, body = ''] = (await text(secure)).split('\r\n\r\n');
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(body)).toEqual(IDP_ENTRY);
  });

  it('are answered when the client sends its handshake together with the request for the tunnel', async () => {
    const { port } = await openProxy();
    const socket = connect(port, '127.0.0.1');
    closers.push(() => Promise.resolve(socket.destroy()));
    socket.end(
      `CONNECT api.liveperson.net:80 HTTP/1.1\r\nhost: api.liveperson.net:80\r\n\r\nGET ${IDP} HTTP/1.1\r\nhost: api.liveperson.net\r\nconnection: close\r\n\r\n`,
    );
    expect(await text(socket)).toMatch(
      /^HTTP\/1\.1 200 Connection Established\r\n\r\nHTTP\/1\.1 200 OK\r\n.*"baseURI":"va\.idp\.liveperson\.net"\}$/s,
    );
  });

  it('are answered over http, also an https URL that the client leaves to its proxy', async () => {
    const { port } = await openProxy();
    for (const scheme of ['http', 'https']) {
      const { status, text: body } = await askByUrl(port, `${scheme}://adminlogin.liveperson.net${IDP}`);
      expect({ status, body: JSON.parse(body) as unknown }).toEqual({ status: 200, body: IDP_ENTRY });
    }
  });

  it('are known by their whole domain, not by its end alone', async () => {
    const { port } = await openProxy();
    const { status } = await askByUrl(port, 'http://evilliveperson.net.localhost:1/');
    expect(status).toBe(502);
  });
});

describe('other hosts', () => {
  it('get every byte through a tunnel, in both directions, to the end of each', async () => {
    const { port } = await openProxy();
    const sent = Buffer.alloc(2_000_000, 'sent');
    const answered = Buffer.alloc(3_000_000, 'answered');
    const foreign = await openForeign(
      createServer({ allowHalfOpen: true }, (socket) => {
        // Not by an async iterator: it would close the socket behind itself.
        const heard: Buffer[] = [];
        socket.on('data', (chunk: Buffer) => {
          heard.push(chunk);
        });
        socket.on('end', () => {
          socket.end(Buffer.concat(heard).equals(sent) ? answered : 'wrong');
        });
      }),
    );
    const { answer, socket } = await askForTunnel(port, `127.0.0.1:${String(foreign)}`);
    socket.end(sent);
    expect(answer.statusCode).toBe(200);
    expect((await text(socket)) === answered.toString()).toBe(true);
  });

  it('may have said all they have to say, and still listen', async () => {
    const { port } = await openProxy();
    let tell: (bytes: number) => void = () => undefined;
    const heard = new Promise<number>((resolve) => {
      tell = resolve;
    });
    const foreign = await openForeign(
      createServer({ allowHalfOpen: true }, (socket) => {
        let bytes = 0;
        socket.end('that is all');
        socket.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        socket.on('end', () => {
          tell(bytes);
        });
      }),
    );
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    closers.push(() => Promise.resolve(socket.destroy()));
    socket.write(`CONNECT 127.0.0.1:${String(foreign)} HTTP/1.1\r\nhost: x\r\n\r\n`);
    await once(socket.resume(), 'end');
    socket.end(Buffer.alloc(500_000));
    expect(await heard).toBe(500_000);
  });

  it('lose their side of a tunnel when the other one is torn down', async () => {
    const { port } = await openProxy();
    const gone: Promise<unknown>[] = [];
    const foreign = await openForeign(
      createServer((socket) => {
        socket.on('error', () => undefined);
        gone.push(once(socket.resume(), 'close'));
        socket.write('hello');
      }),
    );
    const { socket, head } = await askForTunnel(port, `127.0.0.1:${String(foreign)}`);
    if (head.length === 0) await once(socket, 'data');
    socket.resetAndDestroy();
    await gone[0];
    expect(gone).toHaveLength(1);
  });

  it('get plain requests as they are, without what is for the proxy alone', async () => {
    const { port } = await openProxy();
    const heard: unknown[] = [];
    const foreign = await openForeign(
      createHttpServer((asked, response) => {
        void text(asked).then((body) => {
          heard.push([
            asked.method,
            asked.url,
            body,
            asked.headers['x-mine'],
            asked.headers.host,
            asked.headers['proxy-authorization'],
            asked.headers['proxy-connection'],
          ]);
          response.writeHead(201, { 'x-theirs': 'kept', 'set-cookie': ['a=1', 'b=2'] }).end('theirs');
        });
      }),
    );
    const url = `http://127.0.0.1:${String(foreign)}/path?query=1`;
    const {
      status,
      text: body,
      headers,
    } = await askByUrl(
      port,
      url,
      { 'x-mine': 'kept', 'proxy-authorization': 'Basic x', 'proxy-connection': 'keep-alive' },
      'mine',
    );
    expect(heard).toEqual([
      ['POST', '/path?query=1', 'mine', 'kept', `127.0.0.1:${String(foreign)}`, undefined, undefined],
    ]);
    expect([status, body, headers['x-theirs'], headers['set-cookie']]).toEqual([201, 'theirs', 'kept', ['a=1', 'b=2']]);
  });

  it('get headers by any name, and not those that Connection names, and the host of the target, whatever else is said', async () => {
    const { port } = await openProxy();
    const foreign = await openForeign(
      createHttpServer((asked, response) => {
        response.end(asked.rawHeaders.join('|'));
      }),
    );
    const authority = `127.0.0.1:${String(foreign)}`;
    const names = [
      'Host: a',
      'Host: b',
      'constructor: one',
      '__proto__: two',
      'toString: three',
      'x-Twice: 1',
      'X-twice: 2',
      'X-Hop: gone',
      'Connection: close, X-Hop',
    ];
    const socket = connect(port, '127.0.0.1');
    closers.push(() => Promise.resolve(socket.destroy()));
    socket.write([`GET http://${authority}/ HTTP/1.1`, ...names, '', ''].join('\r\n'));
    const [, heard = ''] = (await text(socket)).split('\r\n\r\n');
    expect(heard).toBe(
      `host|${authority}|constructor|one|__proto__|two|toString|three|x-Twice|1|x-Twice|2|Connection|close`,
    );
  });

  it.each(['DELETE', 'GET', 'OPTIONS'])('get the body of a %s that comes in chunks', async (method) => {
    const { port } = await openProxy();
    const foreign = await openForeign(
      createHttpServer((asked, response) => {
        void text(asked).then((body) => {
          response.end(`${String(asked.method)} ${body}`);
        });
      }),
    );
    const asked = request({
      host: '127.0.0.1',
      port,
      method,
      path: `http://127.0.0.1:${String(foreign)}/`,
      headers: { 'transfer-encoding': 'chunked' },
      agent: false,
    });
    asked.write('first ');
    asked.end('second');
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    expect(await text(answer)).toBe(`${method} first second`);
  });

  it('that are down are a clear 502, with and without a tunnel', async () => {
    const { port } = await openProxy();
    const { answer, socket, head } = await askForTunnel(port, '127.0.0.1:1');
    expect([answer.statusCode, head.toString() + (await text(socket))]).toEqual([
      502,
      '{"error":"unreachable","message":"127.0.0.1:1: ECONNREFUSED"}',
    ]);
    const { status, text: body } = await askByUrl(port, 'http://127.0.0.1:1/');
    expect([status, body]).toEqual([502, '{"error":"unreachable","message":"127.0.0.1:1: ECONNREFUSED"}']);
  });

  it.each(['nonsense', 'host:port', 'host:99999', ':443', 'http://host:443/'])(
    'that are none are a clear 400: %s',
    async (authority) => {
      const { port } = await openProxy();
      const { answer, socket, head } = await askForTunnel(port, authority);
      expect([answer.statusCode, head.toString() + (await text(socket))]).toEqual([
        400,
        JSON.stringify({ error: 'malformed_target', message: `${authority}: expected host:port` }),
      ]);
    },
  );
});

describe('the proxy', () => {
  it('listens on loopback alone, and talks to whoever comes directly as the mock does', async () => {
    const { port, url } = await openProxy();
    expect(url).toBe(`http://localhost:${String(port)}`);
    for (const host of ['127.0.0.1', '[::1]'])
      expect((await fetch(`http://${host}:${String(port)}/sentinel/well-known/jwks`)).status).toBe(200);
  });

  it('closes at once, tunnels and silent connections included, on both sides', async () => {
    const proxy = await openProxy();
    const gone: Promise<unknown>[] = [];
    const foreign = await openForeign(
      createServer((far) => {
        far.on('error', () => undefined);
        gone.push(once(far.resume(), 'close'));
        far.write('hello');
      }),
    );
    const { socket, head } = await askForTunnel(proxy.port, `127.0.0.1:${String(foreign)}`);
    if (head.length === 0) await once(socket, 'data');
    const silent = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    await once(silent, 'connect');
    gone.push(once(socket.resume(), 'close'), once(silent.resume(), 'close'));
    await proxy.close();
    expect(await Promise.all(gone)).toHaveLength(3);
  });

  it("rejects with node's error when its port is taken", async () => {
    const { port, server } = await openProxy();
    await expect(startProxy(createMock(), server, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
