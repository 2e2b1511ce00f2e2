import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { isNamedBy, readUpstreamProxy } from '../../mock-server/interception/upstream-proxy.ts';
import { askByUrl, askForTunnel, freePort, IDP, openForeign, openProxy, openSocks } from './proxy-setup.ts';

describe("the user's own proxy", () => {
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
    expect(head.toString() + (await text(socket))).toBe('through the upstream');
    expect((await askByUrl(port, 'http://other.example/path')).text).toBe('by the upstream');
    const basic = `Basic ${Buffer.from('me:my secret').toString('base64')}`;
    expect(upstream.asked).toEqual([
      ['CONNECT', 'other.example:443', basic],
      ['GET', 'http://other.example/path', basic],
    ]);
    expect((await askByUrl(port, 'http://127.0.0.1:1/')).status).toBe(502);
    expect((await askByUrl(port, `http://api.liveperson.net${IDP}`)).status).toBe(200);
    expect(upstream.asked).toHaveLength(2);
  });

  it.each([
    ['100%', '100%'],
    ['50%25%20off', '50% off'],
    ['%zz%', '%zz%'],
    ['%ff%41', '%ff%41'],
    ['%C3%BC', '\u00fc'],
  ])('gets a password as it was meant, also where a percent sign encodes nothing: %s', async (written, meant) => {
    const upstream = await openUpstream();
    const proxy = `http://me:${written}@127.0.0.1:${String(upstream.port)}`;
    const { port } = await openProxy({ https_proxy: proxy, http_proxy: proxy });
    await askForTunnel(port, 'other.example:443');
    await askByUrl(port, 'http://other.example/path');
    const basic = `Basic ${Buffer.from(`me:${meant}`).toString('base64')}`;
    expect(upstream.asked).toEqual([
      ['CONNECT', 'other.example:443', basic],
      ['GET', 'http://other.example/path', basic],
    ]);
  });

  it('is named when it refuses or is down, without its credentials', async () => {
    const upstream = await openUpstream();
    const { port } = await openProxy({ https_proxy: `http://me:secret@127.0.0.1:${String(upstream.port)}` });
    const refused = await askForTunnel(port, 'refused.example:443');
    expect(refused.head.toString() + (await text(refused.socket))).toBe(
      `{"error":"unreachable","message":"refused.example:443: your proxy 127.0.0.1:${String(upstream.port)} refuses with 407"}`,
    );
    const { port: other } = await openProxy({ https_proxy: 'http://me:secret@127.0.0.1:1' });
    const down = await askForTunnel(other, 'other.example:443');
    expect(down.head.toString() + (await text(down.socket))).toBe(
      '{"error":"unreachable","message":"other.example:443: your proxy 127.0.0.1:1: ECONNREFUSED"}',
    );
  });

  it('that speaks SOCKS is gone through for both, and is told the name of the host', async () => {
    const socks = await openSocks();
    const proxy = `socks5h://me:secret@127.0.0.1:${String(socks.port)}`;
    const { port } = await openProxy({ https_proxy: proxy, http_proxy: proxy });
    const { socket, head } = await askForTunnel(port, 'other.example:443');
    socket.write('hello');
    expect(head.toString() + (await text(socket))).toBe('hello');
    expect((await askByUrl(port, 'http://plain.example:8080/path')).text).toBe('over SOCKS');
    expect(socks.asked).toEqual([
      ['me:secret', 'other.example:443'],
      ['me:secret', 'plain.example:8080'],
    ]);
  });

  it('that speaks SOCKS and is down is a clear 502', async () => {
    const { port } = await openProxy({ all_proxy: 'socks5://127.0.0.1:1' });
    const { answer, head, socket } = await askForTunnel(port, 'other.example:443');
    expect([answer.statusCode, head.toString() + (await text(socket))]).toEqual([
      502,
      expect.stringMatching(/^\{"error":"unreachable","message":"other.example:443: your proxy 127.0.0.1:1: /),
    ]);
    expect((await askByUrl(port, 'http://other.example/')).status).toBe(502);
  });

  it('is lent, with its password, to nobody who does not know the secret', async () => {
    const upstream = await openUpstream();
    const proxy = `http://me:password@127.0.0.1:${String(upstream.port)}`;
    const { port } = await openProxy(
      { https_proxy: proxy, http_proxy: proxy, no_proxy: 'direct.example' },
      { secret: 'of-this-run' },
    );
    for (const given of [
      {},
      { 'proxy-authorization': 'Basic eA==' },
      { 'proxy-authorization': `Basic ${Buffer.from('run:of-that-run').toString('base64')}` },
    ]) {
      const { answer, socket } = await askForTunnel(port, 'other.example:443', given);
      expect([answer.statusCode, answer.headers['proxy-authenticate']]).toEqual([
        407,
        'Basic realm="lp-auth-mock run"',
      ]);
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
    const origin = await openForeign(
      createHttpServer((_, response) => {
        response.end('reached');
      }),
    );
    await openProxy(
      { all_proxy: `http://localhost:${String(port)}` },
      {
        port,
        onNotice: (line) => {
          notices.push(line);
        },
      },
    );
    expect((await askByUrl(port, `http://127.0.0.1:${String(origin)}/`)).text).toBe('reached');
    expect((await askForTunnel(port, `127.0.0.1:${String(origin)}`)).answer.statusCode).toBe(200);
    expect(notices).toEqual([expect.stringMatching(/^your proxy variables lead back to this proxy/)]);
  });

  it('that leads back here by way of another is a 508, and told of once', async () => {
    const [first, second] = [await freePort(), await freePort()];
    const notices: string[] = [];
    const onNotice = (line: string): void => {
      notices.push(line);
    };
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

  it.each([
    ['::1', true],
    ['[::1]', true],
    ['[::1]:443', true],
    ['[::1]:80', false],
    ['::2', false],
  ])('no_proxy %s covers ::1 at 443: %s', (entry, covers) => {
    expect(isNamedBy(entry, { host: '::1', port: 443 })).toBe(covers);
  });

  it.each([
    ['example.com', true],
    ['.example.com', true],
    ['*.example.com', true],
    ['WWW.EXAMPLE.COM', true],
    ['www.example.com:443', true],
    ['ample.com', false],
    ['example.com:80', false],
    ['*', true],
    ['*:80', false],
    ['com', true],
  ])('no_proxy %s covers www.example.com:443: %s', (entry, covers) => {
    expect(isNamedBy(entry, { host: 'www.example.com', port: 443 })).toBe(covers);
  });
});
