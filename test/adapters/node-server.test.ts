import { describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { Agent, createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { closeListening, listen } from '../../mock-server/adapters/node/listening.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { createMock } from '../../mock-server/index.ts';
import { ACCOUNT, NOON } from '../support/through-every-adapter.ts';
import { closed, dial, exchange, get, hear, post, slugOf } from './raw-socket.ts';
import { expectAlive, JWKS, start, startHeard } from './running-server.ts';

const MEBIBYTE = 1_048_576;
const SERVICE = `/api/account/${ACCOUNT}/service/idp/baseURI.json`;
const CONSUMER = `/api/account/${ACCOUNT}/consumer`;
const HAS_IPV6 = Object.values(networkInterfaces())
  .flat()
  .some((each) => each?.address === '::1');

describe('listening', () => {
  it('takes a free port on both loopbacks', async () => {
    const server = await start();
    const hosts = ['127.0.0.1', ...(HAS_IPV6 ? ['[::1]'] : []), 'localhost'];
    const answers = await Promise.all(hosts.map((host) => fetch(`http://${host}:${String(server.port)}${SERVICE}`)));
    expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual(
      hosts.map((host) => ({ service: 'idp', account: ACCOUNT, baseURI: `${host}:${String(server.port)}` })),
    );
    expect(server.url).toBe(`http://localhost:${String(server.port)}`);
  });

  it('rejects with EADDRINUSE when the port is taken, and keeps nothing of it', async () => {
    const first = await start();
    await expect(start(createMock(), first.port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.close();
    await expectAlive(await start(createMock(), first.port));
  });

  it('lives on when a connection cannot be accepted, and says so once', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const listening = await listen(createHttpServer(), 0, '127.0.0.1');
    listening.server.emit('error', new Error('accept EMFILE'));
    listening.server.emit('error', new Error('accept EMFILE'));
    expect(warn.mock.calls).toEqual([
      ['a connection could not be accepted: accept EMFILE; the server goes on', 'LpAuthMockWarning'],
    ]);
    warn.mockRestore();
    await closeListening(listening);
  });

  it('does not take a port that is free on one loopback only', async () => {
    const other = createServer().listen(0, HAS_IPV6 ? '::1' : '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(start(createMock(), port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await new Promise((resolve) => {
      other.close(resolve);
    });
    await expectAlive(await start(createMock(), port));
  });

  it('uses the host and port of the options', async () => {
    const server = await startServer(createMock({ server: { host: '127.0.0.1', port: 0, tls: false } }));
    expect(server.url).toBe(`http://127.0.0.1:${String(server.port)}`);
    await expectAlive(server);
    await server.close();
  });

  it('on every address of the machine gives a URL that can be called, and that the admin API takes as its own', async () => {
    const server = await startServer(createMock(), { host: '0.0.0.0', port: 0 });
    expect([server.url, server.httpsUrl]).toEqual([
      `http://localhost:${String(server.port)}`,
      `https://localhost:${String(server.port)}`,
    ]);
    expect((await fetch(`${server.url}/__admin/health`)).status).toBe(200);
    await server.close();
  });

  it('answers a call that the code of whoever started it has failed, without the words of the failure', async () => {
    const server = await start(
      createMock({
        onExchange: () => {
          throw new RangeError('with a secret in it');
        },
      }),
    );
    const answer = await fetch(`${server.url}${SERVICE}`);
    expect([answer.status, await answer.text()]).toEqual([500, '{"error":"route_failed","name":"RangeError"}']);
  });

  it('serves two mocks that share nothing', async () => {
    const [one, two] = [createMock(), createMock({ closed: true, accounts: [{ accountId: '1' }] })];
    const [first, second] = [await start(one), await start(two)];
    one.clock.freeze(NOON);
    const statuses = await Promise.all(
      [first, second].map(async ({ port }) => (await hear(port, get(SERVICE))).status),
    );
    expect(statuses).toEqual([200, 401]);
    expect(two.clock.now()).not.toBe(one.clock.now());
    await first.close();
    await expectAlive(second);
  });
});

describe('closing', () => {
  it('drops idle, silent and half-said connections at once', async () => {
    const server = await start();
    const agent = new Agent({ keepAlive: true });
    const idle = await exchange(server.port, agent, JWKS);
    const silent = await dial(server.port);
    const halfSaid = await dial(
      server.port,
      'POST /api/account/1/signup HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc',
    );
    const dropped = Promise.all([idle.socket, silent, halfSaid].map(closed));
    await server.close();
    await dropped;
    await expect(dial(server.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('may be done twice', async () => {
    const server = await start();
    await server.close();
    await expect(server.close()).resolves.toBeUndefined();
  });
});

describe('a body', () => {
  const tooLarge = [500, '{"internalErrorCode":"9012"}', 'body-too-large'];
  const AUTHORIZE = `/api/account/${ACCOUNT}/anonymous/authorize`;

  it('of 1 MiB is read, one byte more is refused', async () => {
    const server = await start();
    const heard = await Promise.all(
      [MEBIBYTE, MEBIBYTE + 1].map((bytes) => hear(server.port, post(AUTHORIZE, ' '.repeat(bytes)))),
    );
    expect(heard.map(({ status }) => status)).toEqual([200, 500]);
    expect([heard[1]?.status, heard[1]?.body, slugOf(heard[1]!)]).toEqual(tooLarge);
    await expectAlive(server);
  });

  it('of 50 MiB in chunks is refused as well, and its connection lives on', async () => {
    const server = await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const chunk = 'x'.repeat(MEBIBYTE);
    const refused = await exchange(
      server.port,
      agent,
      AUTHORIZE,
      Array.from({ length: 50 }, () => chunk),
    );
    const next = await exchange(server.port, agent, JWKS);
    agent.destroy();
    expect([refused.answer.statusCode, String(refused.answer.headers['lp-mock-reason']).split(';')[0]]).toEqual([
      500,
      'body-too-large',
    ]);
    expect([next.answer.statusCode, next.localPort]).toEqual([200, refused.localPort]);
  });

  it('is decoded whole, wherever the chunks cut a letter', async () => {
    const { server, mock } = await startHeard();
    const bytes = Buffer.from('{"ext_consumer_id":"J\u00fcrgen \u{1f600}"}');
    const head = `POST ${CONSUMER} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: ${await mock.mint.appJwt()}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunks = Array.from(bytes, (byte) =>
      Buffer.concat([Buffer.from('1\r\n'), Buffer.of(byte), Buffer.from('\r\n')]),
    );
    const { status, body } = await hear(
      server.port,
      Buffer.concat([Buffer.from(head), ...chunks, Buffer.from('0\r\n\r\n')]),
    );
    const { claims } = await mock.inspect((JSON.parse(body) as { token: string }).token);
    expect([status, claims?.['ext_consumer_id']]).toEqual([201, 'J\u00fcrgen \u{1f600}']);
  });

  it('that is no UTF-8 is no JSON', async () => {
    const server = await start();
    const head = `POST ${AUTHORIZE} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\n`;
    const answer = await hear(server.port, Buffer.concat([Buffer.from(head), Buffer.of(0xff, 0xfe, 0x7b)]));
    expect([answer.status, slugOf(answer)]).toEqual([500, 'text-malformed']);
  });

  it("that never comes whole is nobody's call: the client hung up", async () => {
    const { server, exchanges } = await startHeard();
    const socket = await dial(
      server.port,
      `POST ${AUTHORIZE} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"id_token`,
    );
    socket.destroy();
    await closed(socket);
    await expectAlive(server);
    expect(exchanges.map(({ path }) => path)).toEqual([JWKS]);
  });
});
