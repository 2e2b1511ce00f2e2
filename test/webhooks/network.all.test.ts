import type { ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { startProxy } from '../../mock-server/interception/proxy.ts';
import { CLIENT_ID } from '../support/through-every-adapter.ts';
import type { Receiver } from './receiver.ts';
import { openReceiver } from './receiver.ts';
import { CONTENT, inShort, openConversation, textsOf, webhookMock } from './webhook-setup.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

async function receiver(...given: Parameters<typeof openReceiver>): Promise<Receiver> {
  const one = await openReceiver(...given);
  opened.push(one);
  return one;
}

/** A mock behind a server, whose app wants messages at an address. */
async function served(endpoint: string, options: MockOptions = {}): Promise<{ mock: Mock; server: RunningServer }> {
  const mock = webhookMock({ [CONTENT]: { endpoint, max_retries: 1 } }, options);
  const server = await startServer(mock, { port: 0, tls: false });
  opened.push(server);
  return { mock, server };
}

/** What comes of one message. */
async function outcome(endpoint: string, webhooks: MockOptions['webhooks'] = {}): Promise<unknown> {
  const { mock } = await served(endpoint, { webhooks });
  await (await openConversation(mock)).say('hello');
  await mock.settled();
  const [attempt] = mock.webhooks.list();
  expect(attempt?.state).toBe(attempt?.reason === undefined ? 'delivered' : 'retrying');
  return attempt?.reason ?? attempt?.status;
}

describe('A server delivers webhooks', () => {
  it('to a receiver on this machine, by http', async () => {
    const { url, heard } = await receiver();
    const { mock } = await served(url);
    await (await openConversation(mock)).say('grüße 😀');
    await mock.settled();
    const [first] = heard;
    expect(heard).toEqual([
      {
        url: '/events?from=lp',
        headers: {
          host: new URL(url).host,
          connection: 'keep-alive',
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(first?.body ?? '')),
          'x-liveperson-account-id': '12345678',
          'x-liveperson-client-id': CLIENT_ID,
          'x-liveperson-signature': await mock.webhooks.sign(first?.body ?? ''),
        },
        body: expect.stringContaining('grüße 😀'),
      },
    ]);
    expect(mock.webhooks.list()).toEqual([expect.objectContaining({ state: 'delivered', status: 200, url })]);
  });

  it('by https, when the certificate is of the development CA', async () => {
    const mock = webhookMock({});
    const server = await startServer(mock, { port: 0 });
    opened.push(server);
    const { leaf } = (await server.certificates())!;
    const { url, heard } = await receiver(undefined, { cert: leaf.certificate, key: leaf.key });
    for (const host of ['localhost', '127.0.0.1']) {
      const attempt = await mock.webhooks.send(url.replace('localhost', host), CONTENT);
      expect(attempt).toMatchObject({ state: 'delivered', status: 200 });
    }
    expect(heard).toHaveLength(2);
    const untrusting = webhookMock({});
    opened.push(await startServer(untrusting, { port: 0, tls: false }));
    expect((await untrusting.webhooks.send(url, CONTENT)).reason).toMatch(/^its certificate is not trusted \(/);
  });

  it('on one connection after the other, and on a new one where that was closed', async () => {
    const { url, heard } = await receiver((response, count) => {
      response.shouldKeepAlive = count !== 2;
      response.end();
    });
    const { mock } = await served(url);
    const jane = await openConversation(mock);
    for (const text of ['one', 'two', 'three']) {
      await jane.say(text);
      await mock.settled();
    }
    expect(textsOf(heard)).toEqual(['one', 'two', 'three']);
  });

  it('again when a receiver that was down is there', async () => {
    const gone = await receiver();
    const { url } = gone;
    await gone.close();
    const { mock } = await served(url);
    await (await openConversation(mock)).say('hello');
    await mock.settled();
    expect(mock.webhooks.list()[0]?.reason).toBe('the connection failed (ECONNREFUSED)');
    await mock.clock.advanceAsync('30s');
    expect(inShort(mock.webhooks.list())).toEqual(['1 retrying at 0 s', '2 dropped at 30 s']);
  });

  it('no more once it is closed', async () => {
    const { url, heard } = await receiver();
    const { mock, server } = await served(url);
    await server.close();
    const attempt = await mock.webhooks.send(url, CONTENT);
    expect([heard, attempt.reason]).toEqual([[], expect.stringMatching(/^no receiver: /)]);
  });
});

describe('A receiver that does not answer as it must', () => {
  it.each<[what: string, answer: (response: ServerResponse) => void, reason: string]>([
    [
      'redirects',
      (response) => response.writeHead(302, { location: '/elsewhere' }).end(),
      'answered with 302, which is not followed; only 200 and 201 count',
    ],
    ['fails', (response) => response.writeHead(500).end('oh'), 'answered with 500; only 200 and 201 count'],
    ['never answers', () => undefined, 'no whole answer within 300 ms (webhooks.timeoutMs)'],
    ['never ends', (response) => response.write('{'), 'no whole answer within 300 ms (webhooks.timeoutMs)'],
    ['drops the connection', (response) => response.socket?.destroy(), 'the connection failed (ECONNRESET)'],
    [
      'closes halfway',
      (response) => {
        response.writeHead(200, { 'content-length': '100' }).write('half');
        setImmediate(() => response.socket?.end());
      },
      'the connection was closed before its answer was whole',
    ],
    [
      'is no receiver at all',
      (response) => response.socket?.end('220 smtp\r\n'),
      'the connection failed (HPE_INVALID_CONSTANT)',
    ],
  ])('%s: is a failed attempt', async (_, answer, reason) => {
    const { url } = await receiver(answer);
    expect(await outcome(url, { timeoutMs: 300 })).toBe(reason);
  });

  it('sends a gigabyte: is read to a bound', async () => {
    let written = 0;
    const piece = Buffer.alloc(65_536, 'x');
    const { url } = await receiver((response) => {
      const more = (): void => {
        while (written < 1_000_000_000 && !response.destroyed) {
          written += piece.length;
          if (!response.write(piece)) {
            response.once('drain', more);
            return;
          }
        }
        response.end();
      };
      more();
    });
    expect(await outcome(url)).toBe('its answer has more than 65536 bytes');
    expect(written).toBeLessThan(100_000_000);
  });

  it('does not finish its handshake: ends with the time for the connection', async () => {
    const silent = createTcpServer(() => undefined);
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    const mock = webhookMock({}, { webhooks: { connectTimeoutMs: 100 } });
    opened.push(await startServer(mock, { port: 0, tls: false }));
    const url = `https://127.0.0.1:${String((silent.address() as AddressInfo).port)}/`;
    expect((await mock.webhooks.send(url, CONTENT)).reason).toBe(
      'no connection within 100 ms (webhooks.connectTimeoutMs)',
    );
    silent.close();
  });

  it('is slow: slows nobody else', async () => {
    const slow = await receiver(() => undefined);
    const fast = await receiver();
    const { mock } = await served(fast.url, {
      accounts: [
        {
          accountId: '1',
          apps: [
            { client_id: 'a', client_secret: 'b', capabilities: { webhooks: { [CONTENT]: { endpoint: slow.url } } } },
          ],
        },
        {
          accountId: '2',
          apps: [
            { client_id: 'c', client_secret: 'd', capabilities: { webhooks: { [CONTENT]: { endpoint: fast.url } } } },
          ],
        },
      ],
      webhooks: { timeoutMs: 600_000 },
    });
    const conversing = async (accountId: string): Promise<string> => {
      const client = await mock.consumer({ accountId });
      return client.requestConversation();
    };
    const [one, two] = [await conversing('1'), await conversing('2')];
    for (let count = 0; count < 100; count += 1) mock.conversations.say(one, 'slow');
    for (let count = 0; count < 100; count += 1) mock.conversations.say(two, 'fast');
    while (fast.heard.length < 100) await new Promise(setImmediate);
    expect(slow.heard.length).toBeLessThan(2);
  });
});

describe('Where a server does not deliver', () => {
  it.each([
    [
      'http://192.0.2.1/events',
      /^192\.0\.2\.1 is at 192\.0\.2\.1, which is not this machine; name the host in webhooks\.hosts$/,
    ],
    ['http://[2001:db8::1]/events', /^2001:db8::1 is at .*not this machine/],
    ['http://0.0.0.0:1/', /not this machine/],
    ['http://receiver.invalid/', /^receiver\.invalid has no address \(\w+\)$/],
  ])('%s', async (endpoint, reason) => {
    expect(await outcome(endpoint)).toMatch(reason);
  });

  it('but to a host that is named', async () => {
    const webhooks = { hosts: ['192.0.2.1'], connectTimeoutMs: 50, timeoutMs: 50 };
    expect(await outcome('http://192.0.2.1:9/events', webhooks)).toMatch(
      /^no connection within 50 ms|^the connection failed/,
    );
    expect(await outcome('http://192.0.2.1:9/', { hosts: ['192.0.2.1:10'] })).toMatch(/not this machine/);
  });

  it('the mock itself, by whatever name', async () => {
    const { mock, server } = await served('http://localhost:1/', { webhooks: { hosts: ['0.0.0.0'] } });
    for (const host of ['localhost', '127.0.0.1', '[::1]', '127.0.0.2', '0.0.0.0']) {
      const attempt = await mock.webhooks.send(`http://${host}:${String(server.port)}/events`, CONTENT);
      expect(attempt.reason).toBe('the address is this mock itself, which would be told of what it tells');
    }
    expect(mock.journal.find()).toEqual([]);
  });

  it('the proxy of the mock, which answers as the mock does, while it is open', async () => {
    const { mock, server } = await served('http://localhost:1/');
    const proxy = await startProxy(mock, server);
    const url = `${proxy.url}/events`;
    const whileOpen = await mock.webhooks.send(url, CONTENT);
    await proxy.close();
    expect(whileOpen.reason).toBe('the address is this mock itself, which would be told of what it tells');
    expect((await mock.webhooks.send(url, CONTENT)).reason).toMatch(/^the connection failed/);
    expect(mock.journal.find()).toEqual([]);
  });
});
