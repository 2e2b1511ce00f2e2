import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import type { SenderSetup, WebhookSender } from '../../../../mock-server/adapters/node/webhook-sender.ts';
import { createMock } from '../../../../mock-server/index.ts';
import type { DevelopmentCertificates } from '../../../../mock-server/tls/certificate-store.ts';
import { openCertificates } from '../../../../mock-server/tls/certificate-store.ts';
import { createScratchFolder } from '../../../cli/scratch-folder.ts';
import { bareSender } from '../../../webhooks/bare-sender.ts';
import type { RawAnswer, RawReceiver } from './raw-receiver.ts';
import { answerOf, openRawReceiver } from './raw-receiver.ts';

const opened: { close(): void | Promise<void> }[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  for (const each of opened.splice(0)) await each.close();
});

const LONG = { connectTimeoutMs: 60_000, timeoutMs: 60_000 };

function sender(
  setup: Partial<SenderSetup> = {},
  times: typeof LONG = { ...LONG },
  hosts: string[] = [],
): WebhookSender {
  const { settings } = createMock({ webhooks: { hosts } });
  // As they are now: what a test changes holds from the next attempt on.
  const made = bareSender({ settings: Object.assign(times, { ...settings.webhooks, ...times }), ...setup });
  opened.push(made);
  return made;
}

/** The status of a delivery, or why there is none. */
async function outcome({ carry }: WebhookSender, url: string): Promise<unknown> {
  try {
    return (await carry({ url, headers: {}, body: '{}' }))?.status;
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
}

async function receiving(...answers: RawAnswer[]): Promise<RawReceiver & { readonly url: string }> {
  const receiver = await openRawReceiver(answers);
  opened.push(receiver);
  return { ...receiver, url: `http://127.0.0.1:${String(receiver.port)}/events` };
}

interface Connecting {
  readonly host: string;
  readonly port: number;
  readonly servername?: string;
}

/** Has every connection fail with a code, the nth by the nth; what was to be connected to. */
function failing(...codes: readonly string[]): string[] {
  const asked: string[] = [];
  for (const { prototype } of [Agent, SecureAgent])
    jest.spyOn(prototype, 'createConnection').mockImplementation((options) => {
      const { host, port } = options as Connecting;
      const code = codes[asked.push(`${host} ${String(port)}`) - 1];
      const socket = new Socket();
      process.nextTick(() => socket.destroy(Object.assign(new Error('it failed'), { code })));
      return socket;
    });
  return asked;
}

const FAILED = (code: string): string => `WebhookFailure: the connection failed (${code})`;
const NOT_HERE = 'which is not this machine; name the host in webhooks.hosts';

describe('A webhook goes to', () => {
  it.each([
    ['http://127.0.0.1/', '127.0.0.1 80'],
    ['https://127.0.0.1/', '127.0.0.1 443'],
    ['http://127.0.0.1:443/', '127.0.0.1 443'],
    ['https://127.0.0.1:8/', '127.0.0.1 8'],
    ['http://[::1]:9/', '::1 9'],
    ['http://[::ffff:127.1.2.3]:9/', '127.1.2.3 9'],
  ])('where its URL says: %s', async (url, expected) => {
    const asked = failing('ECONNRESET');
    expect(await outcome(sender(), url)).toBe(FAILED('ECONNRESET'));
    expect(asked).toEqual([expected]);
  });

  it.each([
    ['::ffff:7f00:1:5', '::ffff:7f00:1:5'],
    ['64:ff9b:1::ffff:7f00:1', '64:ff9b:1:0:0:ffff:7f00:1'],
    ['::ffff:c0a8:a01', '192.168.10.1'],
    ['::ffff:1:203', '0.1.2.3'],
  ])('no address elsewhere that is written like one of here: %s', async (address, told) => {
    expect(await outcome(sender(), `http://[${address}]/`)).toMatch(
      new RegExp(`^WebhookFailure: (?:${address}|${told}) is at (?:${address}|${told}), ${NOT_HERE}$`),
    );
  });

  it('nobody where a name has too many addresses, of which it tells three', async () => {
    const lookUp = (): Promise<string[]> => Promise.resolve(['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4']);
    expect(await outcome(sender({ lookUp }), 'http://a.test/')).toBe(
      `WebhookFailure: a.test is at 192.0.2.1, 192.0.2.2, 192.0.2.3, ${NOT_HERE}`,
    );
  });

  it('nobody where looking up fails, by the code or the name of the error', async () => {
    for (const [error, told] of [
      [Object.assign(new Error('a'), { code: 'ENOTFOUND' }), 'ENOTFOUND'],
      [new RangeError('b'), 'RangeError'],
    ] as const)
      expect(await outcome(sender({ lookUp: () => Promise.reject(error) }), 'http://a.test/')).toBe(
        `WebhookFailure: a.test has no address (${told})`,
      );
  });

  it.each(['ECONNREFUSED', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EHOSTUNREACH', 'ENETUNREACH'])(
    'the next address where nobody is at the first (%s), and no further than the last',
    async (code) => {
      const asked = failing(code, code, code);
      const lookUp = (): Promise<string[]> => Promise.resolve(['::1', '127.0.0.1', '127.0.0.2']);
      expect(await outcome(sender({ lookUp }), 'https://a.test:9/')).toBe(FAILED(code));
      expect(asked).toEqual(['::1 9', '127.0.0.1 9', '127.0.0.2 9']);
    },
  );

  it('no other address where somebody was there and failed', async () => {
    const asked = failing('EPIPE');
    const lookUp = (): Promise<string[]> => Promise.resolve(['::1', '127.0.0.1']);
    expect(await outcome(sender({ lookUp }), 'http://a.test:9/')).toBe(FAILED('EPIPE'));
    expect(asked).toEqual(['::1 9']);
  });

  it('no port of the mock at any address of this machine, and to that port elsewhere', async () => {
    const own = Object.values(networkInterfaces()).flatMap((each) => each?.map(({ address }) => address) ?? []);
    const here = ['127.0.0.1', '127.9.9.9', '::1', '0.0.0.0', '::', ...own.filter((each) => !each.startsWith('fe80'))];
    const told: unknown[] = [];
    const asked = failing('ECONNRESET', 'ECONNRESET');
    const ask = async (addresses: string[], url: string): Promise<unknown> =>
      outcome(
        sender({ ownPorts: () => [9, 443], lookUp: () => Promise.resolve(addresses) }, { ...LONG }, ['a.test']),
        url,
      );
    for (const address of here) told.push(await ask(['192.0.2.1', address], 'https://a.test/'));
    const itself = 'WebhookFailure: the address is this mock itself, which would be told of what it tells';
    expect(told).toEqual(here.map(() => itself));
    expect(await ask(['192.0.2.1'], 'http://a.test:9/')).toBe(FAILED('ECONNRESET'));
    expect(await ask(['127.0.0.1'], 'http://a.test:8/')).toBe(FAILED('ECONNRESET'));
    expect(asked).toEqual(['192.0.2.1 9', '127.0.0.1 8']);
  });

  it.each([
    [['A.test'], 'http://a.test:9/', true],
    [['a.test:9'], 'http://a.test:9/', true],
    [['a.test:80'], 'http://a.test/', true],
    [['b.test', '[2001:db8::1]'], 'http://[2001:db8::1]/', true],
    [['a.test:8', 'b.test', 'test', 'xa.test', 'a.test:99'], 'http://a.test:9/', false],
  ])('a host elsewhere that is named: of %j, %s', async (hosts, url, isNamed) => {
    failing('ECONNRESET');
    const made = sender({ lookUp: () => Promise.resolve(['192.0.2.1']) }, { ...LONG }, hosts);
    const told = await outcome(made, url);
    expect(told === FAILED('ECONNRESET')).toBe(isNamed);
  });
});

it('A webhook is a POST with the headers that it was given, and its own', async () => {
  const { port, heard } = await receiving(answerOf(200));
  const { carry } = sender();
  const url = `http://127.0.0.1:${String(port)}/a/b?c=d`;
  await carry({ url, headers: { 'x-a': '1' }, body: '€{}' });
  expect(heard).toEqual([
    `POST /a/b?c=d HTTP/1.1\r\nhost: 127.0.0.1:${String(port)}\r\nx-a: 1\r\ncontent-length: 5\r\nConnection: keep-alive\r\n\r\n${Buffer.from('€{}').toString('latin1')}`,
  ]);
});

/** How many timers the process waits for. */
const timers = (): number => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;

describe('A connection', () => {
  it('is used again, and its time is for the answer alone', async () => {
    const { url, heardOn } = await receiving(answerOf(200), answerOf(201), () => undefined);
    const times = { ...LONG };
    const made = sender({}, times);
    expect([await outcome(made, url), await outcome(made, url)]).toEqual([200, 201]);
    Object.assign(times, { connectTimeoutMs: 5, timeoutMs: 20 });
    expect(await outcome(made, url)).toBe('WebhookFailure: no whole answer within 20 ms (webhooks.timeoutMs)');
    expect(heardOn).toEqual([1, 1, 1]);
  });

  it('that was reset when it was used again is replaced by a new one, once', async () => {
    const reset: RawAnswer = (socket) => socket.resetAndDestroy();
    const { url, heardOn } = await receiving(answerOf(200), reset, answerOf(201), answerOf(200), reset, reset);
    const made = sender();
    expect([await outcome(made, url), await outcome(made, url)]).toEqual([200, 201]);
    expect([await outcome(made, url), await outcome(made, url)]).toEqual([200, FAILED('ECONNRESET')]);
    // The second of a pair is on its own, and no connection is kept of that.
    expect(heardOn).toEqual([1, 1, 2, 3, 3, 4]);
  });

  it('that was reset at its first use, or broke otherwise, is not tried again', async () => {
    const noHttp: RawAnswer = (socket) => socket.end('no http\r\n\r\n');
    const { url, heardOn } = await receiving((socket) => socket.resetAndDestroy(), answerOf(200), noHttp);
    const made = sender();
    expect(await outcome(made, url)).toBe(FAILED('ECONNRESET'));
    expect(await outcome(made, url)).toBe(200);
    expect(await outcome(made, url)).toMatch(/^WebhookFailure: the connection failed \(HPE_/);
    expect(heardOn).toEqual([1, 2, 2]);
  });

  it.each<[string, RawAnswer]>([
    ['is upgraded', (socket) => socket.write('HTTP/1.1 101 So\r\nconnection: upgrade\r\nupgrade: a\r\n\r\n')],
    ['has its answer too long', (socket) => socket.write(`HTTP/1.1 200 So\r\n\r\n${'x'.repeat(65_537)}`)],
    ['breaks', (socket) => socket.end('HTTP/1.1 200 So\r\ncontent-length: 9\r\n\r\nx')],
  ])('that %s is closed, and nothing of it waits', async (_, answer) => {
    const before = timers();
    const { url, connections } = await receiving(answer);
    const made = sender();
    await outcome(made, url);
    expect(timers()).toBe(before);
    const [socket] = connections;
    if (socket?.closed === false) await new Promise((resolve) => socket.once('close', resolve));
    expect(connections).toHaveLength(1);
  });

  it('ends with the sender, and nothing waits once there is an answer, of 64 kB at most', async () => {
    const before = timers();
    const whole = `HTTP/1.1 200 So\r\ncontent-length: 65536\r\n\r\n${'x'.repeat(65_536)}`;
    const { url, connections } = await receiving((socket) => socket.write(whole));
    const { carry, close } = sender();
    expect(await carry({ url, headers: {}, body: '{}' })).toEqual({ status: 200 });
    expect([timers(), connections[0]?.closed]).toEqual([before, false]);
    const ended = new Promise((resolve) => connections[0]?.once('close', resolve));
    close();
    await ended;
  });
});

describe('A webhook over TLS', () => {
  const scratch = createScratchFolder();
  let certificates: DevelopmentCertificates;
  beforeAll(async () => {
    const folder = join(scratch.path, 'data');
    certificates = await openCertificates({ folder, domains: [], hosts: [], onNotice: () => undefined });
  });

  async function receivingSecurely(): Promise<RawReceiver> {
    const { certificate, key } = certificates.leaf;
    const receiver = await openRawReceiver([answerOf(200)], (listener) =>
      createTlsServer({ cert: certificate, key }, listener),
    );
    opened.push(receiver);
    return receiver;
  }

  it('asks for the CA once, names the host but no address, and keeps its connection', async () => {
    const { port, connections, heardOn } = await receivingSecurely();
    const developmentCa = jest.fn(() => Promise.resolve(certificates.ca));
    const made = sender({ developmentCa, lookUp: () => Promise.resolve(['127.0.0.1']) });
    for (const host of ['localhost', 'localhost', '127.0.0.1'])
      expect(await outcome(made, `https://${host}:${String(port)}/`)).toBe(200);
    expect(developmentCa).toHaveBeenCalledTimes(1);
    expect(heardOn).toEqual([1, 1, 2]);
    expect(connections.map((socket) => 'servername' in socket && socket.servername)).toEqual(['localhost', false]);
  });

  it('trusts the system alone where there is no CA or it cannot be had', async () => {
    const { port } = await receivingSecurely();
    for (const developmentCa of [() => Promise.resolve(undefined), () => Promise.reject(new Error('no folder'))])
      expect(await outcome(sender({ developmentCa }), `https://127.0.0.1:${String(port)}/`)).toMatch(
        /^WebhookFailure: its certificate is not trusted \([A-Z_]+\); name its CA in NODE_EXTRA_CA_CERTS of the mock$/,
      );
  });
});
