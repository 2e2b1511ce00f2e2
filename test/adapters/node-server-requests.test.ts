import { describe, expect, it } from '@jest/globals';
import { Agent } from 'node:http';
import fc from 'fast-check';
import { ACCOUNT } from '../support/through-every-adapter.ts';
import { runs } from '../support/everything.ts';
import { exchange, get, hear, post, readAnswers, say, slugOf } from './raw-socket.ts';
import { expectAlive, JWKS, start, startHeard } from './running-server.ts';

const SERVICE = `/api/account/${ACCOUNT}/service/idp/baseURI.json`;
const CONSUMER = `/api/account/${ACCOUNT}/consumer`;

describe('bytes that are no request', () => {
  const headers = (count: number, line: (n: number) => string): string =>
    Array.from({ length: count }, (_, n) => line(n)).join('\r\n');
  it.each([
    ['are not HTTP', 'hello, is anybody there?\r\n\r\n', 400, 'malformed_request'],
    ['are zeros', '\0'.repeat(100), 400, 'malformed_request'],
    ['are HTTP/2 without TLS', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'malformed_request'],
    ['name no method of HTTP', 'BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'malformed_request'],
    ['have no Host', `GET ${JWKS} HTTP/1.1\r\nConnection: close\r\n\r\n`, 400, 'malformed_request'],
    ['hold a zero in a header', get(JWKS, 'X-A: a\0b'), 400, 'malformed_request'],
    ['fold a header', get(JWKS, 'X-A: a\r\n b'), 400, 'malformed_request'],
    ['have a header name with a space', get(JWKS, 'X A: b'), 400, 'malformed_request'],
    ['have a length and are chunked', post(JWKS, '0\r\n\r\n', 'Transfer-Encoding: chunked'), 400, 'malformed_request'],
    ['have two lengths', post(JWKS, 'abc', 'Content-Length: 4'), 400, 'malformed_request'],
    [
      'have a broken chunk',
      `POST ${CONSUMER} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`,
      400,
      'malformed_request',
    ],
    ['have a header of 300 kB', get(JWKS, `X-A: ${'a'.repeat(300_000)}`), 431, 'headers_too_large'],
    [
      'have 300 kB of headers',
      get(
        JWKS,
        headers(3000, (n) => `X-${String(n)}: ${'a'.repeat(100)}`),
      ),
      431,
      'headers_too_large',
    ],
    ['have a path of 300 kB', get(`/${'a'.repeat(300_000)}`), 431, 'headers_too_large'],
  ])('because they %s are answered in JSON, and the next request works', async (_, bytes, status, error) => {
    const { server, exchanges } = await startHeard();
    const answer = await hear(server.port, bytes);
    expect([answer.status, answer.headers['content-type'], answer.body]).toEqual([
      status,
      'application/json',
      JSON.stringify({ error }),
    ]);
    expect(exchanges).toEqual([]);
    await expectAlive(server);
  });
});

it('any bytes at all are answered in JSON or with silence, and the next request works', async () => {
  const server = await start();
  const opening = fc.constantFrom(
    '',
    'GET ',
    'POST / HTTP/1.1\r\n',
    `GET ${JWKS} HTTP/1.1\r\nHost: a\r\n`,
    `POST ${CONSUMER} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n`,
  );
  await fc.assert(
    fc.asyncProperty(
      opening,
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom('', '\r\n\r\n'),
      async (head, bytes, tail) => {
        const heard = await say(server.port, Buffer.concat([Buffer.from(head), bytes, Buffer.from(tail)]), {
          hangUp: true,
        });
        for (const { headers, body } of readAnswers(heard))
          expect([headers['content-type'], typeof JSON.parse(body)]).toEqual(['application/json', 'object']);
      },
    ),
    { numRuns: runs(150) },
  );
  await expectAlive(server);
});

describe('odd requests', () => {
  it('may carry a token of 100 kB', async () => {
    const server = await start();
    const answer = await hear(server.port, post(CONSUMER, '{}', `Authorization: ${'x'.repeat(100_000)}`));
    expect([answer.status, answer.body, slugOf(answer)]).toEqual([
      401,
      '{"internalErrorCode":"9011"}',
      'app-jwt-malformed',
    ]);
    await expectAlive(server);
  });

  it('with two Authorization headers have no good one', async () => {
    const { server, mock } = await startHeard();
    const token = await mock.mint.appJwt();
    const [one, two] = await Promise.all([
      hear(server.port, post(CONSUMER, '{"ext_consumer_id":"jane"}', `Authorization: ${token}`)),
      hear(
        server.port,
        post(CONSUMER, '{"ext_consumer_id":"jane"}', `Authorization: ${token}`, `Authorization: ${token}`),
      ),
    ]);
    expect([one.status, two.status, slugOf(two)]).toEqual([201, 401, 'app-jwt-malformed']);
  });

  it.each([['__proto__: {"authorization":"x"}'], ['constructor: x'], ['toString: x'], ['hasOwnProperty: x']])(
    'may have the header %s',
    async (header) => {
      const server = await start();
      expect((await hear(server.port, get(JWKS, header))).status).toBe(200);
      expect(slugOf(await hear(server.port, post(CONSUMER, '{}', header)))).toBe('app-jwt-missing');
    },
  );

  it('may name the whole URL, as a proxy is asked', async () => {
    const { server, exchanges } = await startHeard();
    const [known, root] = [
      await hear(server.port, get(`http://localhost${SERVICE}?version=1.0`)),
      await hear(server.port, get('http://localhost')),
    ];
    expect([known.status, root.status]).toEqual([200, 404]);
    expect(exchanges.map(({ path }) => path)).toEqual([SERVICE, '/']);
  });

  it.each([['<script>'], ['a b'], ['a/b'], ['a@b'], ['localhost:port'], [''], ['a\r\nHost: b'], ['\xe9.test']])(
    'with the Host %j get the address of the socket instead',
    async (host) => {
      const server = await start();
      const answer = await hear(
        server.port,
        Buffer.from(`GET ${SERVICE} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, 'latin1'),
      );
      expect(JSON.parse(answer.body)).toEqual({
        service: 'idp',
        account: ACCOUNT,
        baseURI: `127.0.0.1:${String(server.port)}`,
      });
    },
  );

  it('by HEAD get the headers of GET and no body', async () => {
    const server = await start();
    const [head, full] = [await say(server.port, get(JWKS).replace('GET', 'HEAD')), await hear(server.port, get(JWKS))];
    expect(head.slice(head.indexOf('\r\n\r\n'))).toBe('\r\n\r\n');
    expect(readAnswers(head)[0]).toMatchObject({
      status: 200,
      headers: { 'content-type': full.headers['content-type'] },
    });
  });

  it('may expect what nobody knows', async () => {
    const server = await start();
    expect((await hear(server.port, get(JWKS, 'Expect: the-moon'))).status).toBe(200);
  });

  it('asking for an upgrade are answered without one', async () => {
    const server = await start();
    const answer = await hear(
      server.port,
      get('/nowhere', 'Upgrade: websocket').replace('Connection: close', 'Connection: close, upgrade'),
    );
    expect([answer.status, answer.body]).toEqual([404, '{"error":"not_found"}']);
  });

  it.each([['/%'], ['/%zz/'], ['//'], ['/../../etc/passwd'], ['/#'], ['*']])(
    'for %s are answered in JSON',
    async (target) => {
      const server = await start();
      const answer = await hear(server.port, get(target));
      expect([answer.status, answer.headers['content-type'], answer.body]).toEqual([
        404,
        'application/json',
        '{"error":"not_found"}',
      ]);
    },
  );

  it('sent one after the other without waiting are answered in their order', async () => {
    const server = await start();
    const first = `GET ${SERVICE} HTTP/1.1\r\nHost: one\r\n\r\n`;
    const answers = readAnswers(
      await say(
        server.port,
        first + post('/api/account/1/nothing', 'x').replace('Connection: close\r\n', '') + get(SERVICE),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 501, 200]);
    expect(answers.map(({ body }) => (JSON.parse(body) as { baseURI?: string }).baseURI)).toEqual([
      'one',
      undefined,
      'localhost',
    ]);
  });

  it('share a connection that is kept alive', async () => {
    const server = await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let n = 0; n < 5; n += 1) ports.add((await exchange(server.port, agent, JWKS)).localPort);
    agent.destroy();
    expect(ports.size).toBe(1);
  });
});
