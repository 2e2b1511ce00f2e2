import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer as createHttpServer, request } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectByTls } from 'node:tls';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { ProxyOptions, RunningProxy } from '../../mock-server/interception/proxy.ts';
import { startProxy } from '../../mock-server/interception/proxy.ts';
import { isNamedBy, readUpstreamProxy } from '../../mock-server/interception/upstream-proxy.ts';
import { createMock } from '../../mock-server/index.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';

const dataFolder = join(createScratchFolder().path, 'data');
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => { await Promise.all(closers.splice(0).map((close) => close())); });

interface Opened extends RunningProxy {
  readonly ca: string;
  readonly server: RunningServer;
}

async function openProxy(env: Readonly<Record<string, string>> = {}, options: ProxyOptions = {}): Promise<Opened> {
  const mock = createMock();
  const server = await startServer(mock, { port: 0, dataFolder });
  const proxy = await startProxy(mock, server, { upstream: readUpstreamProxy(env), ...options });
  closers.push(() => proxy.close(), () => server.close());
  return { ...proxy, server, ca: (await server.certificates())?.ca ?? '' };
}

/** A server of somebody else's, on this machine. */
async function openForeign(server: Server): Promise<number> {
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => { sockets.push(socket); });
  closers.push(() => new Promise((resolve) => {
    server.close(resolve);
    for (const socket of sockets) socket.destroy();
  }));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}

/** A SOCKS 5 proxy (RFC 1928, RFC 1929) that stands for every host itself: it echoes, and answers plain requests. */
async function openSocks(): Promise<{ readonly port: number; readonly asked: unknown[] }> {
  const asked: unknown[] = [];
  const port = await openForeign(createServer((socket) => {
    socket.on('error', () => undefined);
    let user = '';
    socket.once('data', () => {
      socket.once('data', (login: Buffer) => {
        const nameEnd = 2 + (login[1] ?? 0);
        user = `${login.subarray(2, nameEnd).toString()}:${login.subarray(nameEnd + 1).toString()}`;
        socket.once('data', (wanted: Buffer) => {
          const end = 5 + (wanted[4] ?? 0);
          asked.push([user, `${wanted.subarray(5, end).toString()}:${String(wanted.readUInt16BE(end))}`]);
          socket.once('data', (said: Buffer) => {
            socket.end(said.toString().startsWith('GET ') ? 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nover SOCKS' : said);
          });
          socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 80]));
        });
        socket.write(Buffer.from([1, 0]));
      });
      socket.write(Buffer.from([5, 2]));
    });
  }));
  return { port, asked };
}

/** Asks a proxy for a tunnel: what it said, and the connection. */
async function askForTunnel(proxyPort: number, authority: string, headers: Readonly<Record<string, string>> = {}): Promise<{ readonly answer: IncomingMessage; readonly socket: Socket; readonly head: Buffer }> {
  const asked = request({ host: '127.0.0.1', port: proxyPort, method: 'CONNECT', path: authority, headers: { host: authority, ...headers }, agent: false });
  asked.end();
  const [answer, socket, head] = await once(asked, 'connect') as [IncomingMessage, Socket, Buffer];
  socket.on('error', () => undefined);
  closers.push(() => Promise.resolve(socket.destroy()));
  return { answer, socket, head };
}

/** Asks through a proxy with the whole URL. */
async function askByUrl(proxyPort: number, url: string, headers: Readonly<Record<string, string>> = {}, body?: string): Promise<{ status: number | undefined; text: string; headers: IncomingMessage['headers'] }> {
  const asked = request({ host: '127.0.0.1', port: proxyPort, method: body === undefined ? 'GET' : 'POST', path: url, headers: { host: new URL(url).host, ...headers }, agent: false });
  asked.end(body);
  const [answer] = await once(asked, 'response') as [IncomingMessage];
  return { status: answer.statusCode, text: await text(answer), headers: answer.headers };
}

const IDP = '/api/account/12345678/service/idp/baseURI.json?version=1.0';
const IDP_ENTRY = { service: 'idp', account: '12345678', baseURI: 'va.idp.liveperson.net' };

describe('LivePerson\'s hosts', () => {
  it.each(['api.liveperson.net', 'va.idp.liveperson.net', 'accdn.lpsnmedia.net', 'API.LivePerson.net', 'api.liveperson.net.', 'csds-app.qa.int.gw.lpcloud.io', 'proactive-messaging.z3.fs.liveperson.com', 'api.liveperson.com'])('are answered over TLS by the mock: %s', async (host) => {
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
    socket.end(`CONNECT api.liveperson.net:80 HTTP/1.1\r\nhost: api.liveperson.net:80\r\n\r\nGET ${IDP} HTTP/1.1\r\nhost: api.liveperson.net\r\nconnection: close\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 Connection Established\r\n\r\nHTTP\/1\.1 200 OK\r\n.*"baseURI":"va\.idp\.liveperson\.net"\}$/s);
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
    const foreign = await openForeign(createServer({ allowHalfOpen: true }, (socket) => {
      // Not by an async iterator: it would close the socket behind itself.
      const heard: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => { heard.push(chunk); });
      socket.on('end', () => { socket.end(Buffer.concat(heard).equals(sent) ? answered : 'wrong'); });
    }));
    const { answer, socket } = await askForTunnel(port, `127.0.0.1:${String(foreign)}`);
    socket.end(sent);
    expect(answer.statusCode).toBe(200);
    expect(await text(socket) === answered.toString()).toBe(true);
  });

  it('may have said all they have to say, and still listen', async () => {
    const { port } = await openProxy();
    let tell: (bytes: number) => void = () => undefined;
    const heard = new Promise<number>((resolve) => { tell = resolve; });
    const foreign = await openForeign(createServer({ allowHalfOpen: true }, (socket) => {
      let bytes = 0;
      socket.end('that is all');
      socket.on('data', (chunk: Buffer) => { bytes += chunk.length; });
      socket.on('end', () => { tell(bytes); });
    }));
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
    const foreign = await openForeign(createServer((socket) => {
      socket.on('error', () => undefined);
      gone.push(once(socket.resume(), 'close'));
      socket.write('hello');
    }));
    const { socket, head } = await askForTunnel(port, `127.0.0.1:${String(foreign)}`);
    if (head.length === 0) await once(socket, 'data');
    socket.resetAndDestroy();
    await gone[0];
    expect(gone).toHaveLength(1);
  });

  it('get plain requests as they are, without what is for the proxy alone', async () => {
    const { port } = await openProxy();
    const heard: unknown[] = [];
    const foreign = await openForeign(createHttpServer((asked, response) => {
      void text(asked).then((body) => {
        heard.push([asked.method, asked.url, body, asked.headers['x-mine'], asked.headers.host, asked.headers['proxy-authorization'], asked.headers['proxy-connection']]);
        response.writeHead(201, { 'x-theirs': 'kept', 'set-cookie': ['a=1', 'b=2'] }).end('theirs');
      });
    }));
    const url = `http://127.0.0.1:${String(foreign)}/path?query=1`;
    const { status, text: body, headers } = await askByUrl(port, url, { 'x-mine': 'kept', 'proxy-authorization': 'Basic x', 'proxy-connection': 'keep-alive' }, 'mine');
    expect(heard).toEqual([['POST', '/path?query=1', 'mine', 'kept', `127.0.0.1:${String(foreign)}`, undefined, undefined]]);
    expect([status, body, headers['x-theirs'], headers['set-cookie']]).toEqual([201, 'theirs', 'kept', ['a=1', 'b=2']]);
  });

  it('get headers by any name, and not those that Connection names, and the host of the target, whatever else is said', async () => {
    const { port } = await openProxy();
    const foreign = await openForeign(createHttpServer((asked, response) => { response.end(asked.rawHeaders.join('|')); }));
    const authority = `127.0.0.1:${String(foreign)}`;
    const names = ['Host: a', 'Host: b', 'constructor: one', '__proto__: two', 'toString: three', 'x-Twice: 1', 'X-twice: 2', 'X-Hop: gone', 'Connection: close, X-Hop'];
    const socket = connect(port, '127.0.0.1');
    closers.push(() => Promise.resolve(socket.destroy()));
    socket.write([`GET http://${authority}/ HTTP/1.1`, ...names, '', ''].join('\r\n'));
    const [, heard = ''] = (await text(socket)).split('\r\n\r\n');
    expect(heard).toBe(`host|${authority}|constructor|one|__proto__|two|toString|three|x-Twice|1|x-Twice|2|Connection|close`);
  });

  it.each(['DELETE', 'GET', 'OPTIONS'])('get the body of a %s that comes in chunks', async (method) => {
    const { port } = await openProxy();
    const foreign = await openForeign(createHttpServer((asked, response) => { void text(asked).then((body) => { response.end(`${String(asked.method)} ${body}`); }); }));
    const asked = request({ host: '127.0.0.1', port, method, path: `http://127.0.0.1:${String(foreign)}/`, headers: { 'transfer-encoding': 'chunked' }, agent: false });
    asked.write('first ');
    asked.end('second');
    const [answer] = await once(asked, 'response') as [IncomingMessage];
    expect(await text(answer)).toBe(`${method} first second`);
  });

  it('that are down are a clear 502, with and without a tunnel', async () => {
    const { port } = await openProxy();
    const { answer, socket, head } = await askForTunnel(port, '127.0.0.1:1');
    expect([answer.statusCode, head.toString() + await text(socket)]).toEqual([502, '{"error":"unreachable","message":"127.0.0.1:1: ECONNREFUSED"}']);
    const { status, text: body } = await askByUrl(port, 'http://127.0.0.1:1/');
    expect([status, body]).toEqual([502, '{"error":"unreachable","message":"127.0.0.1:1: ECONNREFUSED"}']);
  });

  it.each(['nonsense', 'host:port', 'host:99999', ':443', 'http://host:443/'])('that are none are a clear 400: %s', async (authority) => {
    const { port } = await openProxy();
    const { answer, socket, head } = await askForTunnel(port, authority);
    expect([answer.statusCode, head.toString() + await text(socket)]).toEqual([400, JSON.stringify({ error: 'malformed_target', message: `${authority}: expected host:port` })]);
  });
});

describe('the proxy', () => {
  it('listens on loopback alone, and talks to whoever comes directly as the mock does', async () => {
    const { port, url } = await openProxy();
    expect(url).toBe(`http://localhost:${String(port)}`);
    for (const host of ['127.0.0.1', '[::1]']) expect((await fetch(`http://${host}:${String(port)}/sentinel/well-known/jwks`)).status).toBe(200);
  });

  it('closes at once, tunnels and silent connections included, on both sides', async () => {
    const proxy = await openProxy();
    const gone: Promise<unknown>[] = [];
    const foreign = await openForeign(createServer((far) => {
      far.on('error', () => undefined);
      gone.push(once(far.resume(), 'close'));
      far.write('hello');
    }));
    const { socket, head } = await askForTunnel(proxy.port, `127.0.0.1:${String(foreign)}`);
    if (head.length === 0) await once(socket, 'data');
    const silent = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    await once(silent, 'connect');
    gone.push(once(socket.resume(), 'close'), once(silent.resume(), 'close'));
    await proxy.close();
    expect(await Promise.all(gone)).toHaveLength(3);
  });

  it('rejects with node\'s error when its port is taken', async () => {
    const { port, server } = await openProxy();
    await expect(startProxy(createMock(), server, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('the user\'s own proxy', () => {
  /** A proxy that answers everything itself, and remembers what it was asked. */
  async function openUpstream(): Promise<{ readonly port: number; readonly asked: unknown[] }> {
    const asked: unknown[] = [];
    const upstream = createHttpServer((heard, response) => {
      asked.push([heard.method, heard.url, heard.headers['proxy-authorization']]);
      response.end('by the upstream');
    });
    upstream.on('connect', (heard: IncomingMessage, socket: Socket) => {
      asked.push([heard.method, heard.url, heard.headers['proxy-authorization']]);
      if (heard.url === 'refused.example:443') socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      else socket.end('HTTP/1.1 200 OK\r\n\r\nthrough the upstream');
    });
    return { port: await openForeign(upstream), asked };
  }

  it('goes on being used for other hosts, with its credentials', async () => {
    const upstream = await openUpstream();
    const proxy = `http://me:my%20secret@127.0.0.1:${String(upstream.port)}`;
    const { port } = await openProxy({ HTTPS_PROXY: proxy, http_proxy: proxy, NO_PROXY: 'direct.example,127.0.0.1' });
    const { socket, head } = await askForTunnel(port, 'other.example:443');
    expect(head.toString() + await text(socket)).toBe('through the upstream');
    expect((await askByUrl(port, 'http://other.example/path')).text).toBe('by the upstream');
    const basic = `Basic ${Buffer.from('me:my secret').toString('base64')}`;
    expect(upstream.asked).toEqual([['CONNECT', 'other.example:443', basic], ['GET', 'http://other.example/path', basic]]);
    expect((await askByUrl(port, 'http://127.0.0.1:1/')).status).toBe(502);
    expect((await askByUrl(port, `http://api.liveperson.net${IDP}`)).status).toBe(200);
    expect(upstream.asked).toHaveLength(2);
  });

  it.each([
    ['100%', '100%'], ['50%25%20off', '50% off'], ['%zz%', '%zz%'], ['%ff%41', '%ff%41'], ['%C3%BC', '\u00fc'],
  ])('gets a password as it was meant, also where a percent sign encodes nothing: %s', async (written, meant) => {
    const upstream = await openUpstream();
    const proxy = `http://me:${written}@127.0.0.1:${String(upstream.port)}`;
    const { port } = await openProxy({ https_proxy: proxy, http_proxy: proxy });
    await askForTunnel(port, 'other.example:443');
    await askByUrl(port, 'http://other.example/path');
    const basic = `Basic ${Buffer.from(`me:${meant}`).toString('base64')}`;
    expect(upstream.asked).toEqual([['CONNECT', 'other.example:443', basic], ['GET', 'http://other.example/path', basic]]);
  });

  it('is named when it refuses or is down, without its credentials', async () => {
    const upstream = await openUpstream();
    const { port } = await openProxy({ https_proxy: `http://me:secret@127.0.0.1:${String(upstream.port)}` });
    const refused = await askForTunnel(port, 'refused.example:443');
    expect(refused.head.toString() + await text(refused.socket)).toBe(`{"error":"unreachable","message":"refused.example:443: your proxy 127.0.0.1:${String(upstream.port)} refuses with 407"}`);
    const { port: other } = await openProxy({ https_proxy: 'http://me:secret@127.0.0.1:1' });
    const down = await askForTunnel(other, 'other.example:443');
    expect(down.head.toString() + await text(down.socket)).toBe('{"error":"unreachable","message":"other.example:443: your proxy 127.0.0.1:1: ECONNREFUSED"}');
  });

  it('that speaks SOCKS is gone through for both, and is told the name of the host', async () => {
    const socks = await openSocks();
    const proxy = `socks5h://me:secret@127.0.0.1:${String(socks.port)}`;
    const { port } = await openProxy({ https_proxy: proxy, http_proxy: proxy });
    const { socket, head } = await askForTunnel(port, 'other.example:443');
    socket.write('hello');
    expect(head.toString() + await text(socket)).toBe('hello');
    expect((await askByUrl(port, 'http://plain.example:8080/path')).text).toBe('over SOCKS');
    expect(socks.asked).toEqual([['me:secret', 'other.example:443'], ['me:secret', 'plain.example:8080']]);
  });

  it('that speaks SOCKS and is down is a clear 502', async () => {
    const { port } = await openProxy({ all_proxy: 'socks5://127.0.0.1:1' });
    const { answer, head, socket } = await askForTunnel(port, 'other.example:443');
    expect([answer.statusCode, head.toString() + await text(socket)]).toEqual([502, expect.stringMatching(/^\{"error":"unreachable","message":"other.example:443: your proxy 127.0.0.1:1: /)]);
    expect((await askByUrl(port, 'http://other.example/')).status).toBe(502);
  });

  it('is lent, with its password, to nobody who does not know the secret', async () => {
    const upstream = await openUpstream();
    const proxy = `http://me:password@127.0.0.1:${String(upstream.port)}`;
    const { port } = await openProxy({ https_proxy: proxy, http_proxy: proxy, no_proxy: 'direct.example' }, { secret: 'of-this-run' });
    for (const given of [{}, { 'proxy-authorization': 'Basic eA==' }, { 'proxy-authorization': `Basic ${Buffer.from('run:of-that-run').toString('base64')}` }]) {
      const { answer, socket } = await askForTunnel(port, 'other.example:443', given);
      expect([answer.statusCode, answer.headers['proxy-authenticate']]).toEqual([407, 'Basic realm="lp-auth-mock run"']);
      socket.destroy();
      expect((await askByUrl(port, 'http://other.example/', given)).status).toBe(407);
    }
    expect(upstream.asked).toEqual([]);
    const known = { 'proxy-authorization': `Basic ${Buffer.from('run:of-this-run').toString('base64')}` };
    expect((await askByUrl(port, 'http://other.example/', known)).text).toBe('by the upstream');
    expect((await askForTunnel(port, 'other.example:443', known)).answer.statusCode).toBe(200);
    expect((await askByUrl(port, `http://api.liveperson.net${IDP}`)).status).toBe(200);
  });

  it('that is this very proxy is not gone through, and told of once', async () => {
    const port = await freePort();
    const notices: string[] = [];
    const origin = await openForeign(createHttpServer((_, response) => { response.end('reached'); }));
    await openProxy({ all_proxy: `http://localhost:${String(port)}` }, { port, onNotice: (line) => { notices.push(line); } });
    expect((await askByUrl(port, `http://127.0.0.1:${String(origin)}/`)).text).toBe('reached');
    expect((await askForTunnel(port, `127.0.0.1:${String(origin)}`)).answer.statusCode).toBe(200);
    expect(notices).toEqual([expect.stringMatching(/^your proxy variables lead back to this proxy/)]);
  });

  it('that leads back here by way of another is a 508, and told of once', async () => {
    const [first, second] = [await freePort(), await freePort()];
    const notices: string[] = [];
    const onNotice = (line: string): void => { notices.push(line); };
    await openProxy({ all_proxy: `http://127.0.0.1:${String(second)}` }, { port: first, onNotice });
    await openProxy({ all_proxy: `http://127.0.0.1:${String(first)}` }, { port: second, onNotice });
    expect((await askByUrl(first, 'http://other.example/')).status).toBe(508);
    expect((await askForTunnel(first, 'other.example:443')).answer.statusCode).toBe(502);
    expect(notices).toEqual([expect.stringMatching(/^your proxy variables lead back to this proxy/)]);
  });

  it.each([
    [{ https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:2' }, 'a:1'],
    [{ HTTPS_PROXY: 'b:2' }, 'b:2'],
    [{ ALL_PROXY: 'http://c:3' }, 'c:3'],
    [{ https_proxy: '', all_proxy: 'http://c:3' }, 'c:3'],
    [{ http_proxy: 'http://a:1' }, undefined],
    [{ https_proxy: 'socks5://a:1' }, 'a:1'],
    [{ https_proxy: 'quic://a:1' }, undefined],
    [{ https_proxy: 'http://a:1', no_proxy: '*' }, undefined],
    [{ https_proxy: 'http://a:1', no_proxy: 'x, .example.com' }, undefined],
    [{ https_proxy: 'http://a:1', no_proxy: 'www.example.com:8443' }, 'a:1'],
    [{ https_proxy: 'http://[' }, undefined],
    [{}, undefined],
  ])('is found where curl would find it: %j', (env, host) => {
    expect(readUpstreamProxy(env).forTarget('https', { host: 'www.example.com', port: 443 })?.host).toBe(host);
  });

  it.each([['::1', true], ['[::1]', true], ['[::1]:443', true], ['[::1]:80', false], ['::2', false]])('no_proxy %s covers ::1 at 443: %s', (entry, covers) => {
    expect(isNamedBy(entry, { host: '::1', port: 443 })).toBe(covers);
  });

  it.each([
    ['example.com', true], ['.example.com', true], ['*.example.com', true], ['WWW.EXAMPLE.COM', true], ['www.example.com:443', true],
    ['ample.com', false], ['example.com:80', false], ['*', true], ['*:80', false], ['com', true],
  ])('no_proxy %s covers www.example.com:443: %s', (entry, covers) => {
    expect(isNamedBy(entry, { host: 'www.example.com', port: 443 })).toBe(covers);
  });
});
