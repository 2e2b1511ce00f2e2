import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { startServer } from '../../../../mock-server/adapters/node/server.ts';
import { checkListening } from '../../../../mock-server/cli/doctor/listening.ts';
import { createMock } from '../../../../mock-server/index.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const hasIpv6 = Object.values(networkInterfaces()).some((found) => found?.some(({ address }) => address === '::1'));

describe('listening', () => {
  const LOOPBACK = [
    { level: 'ok', line: 'loopback 127.0.0.1 is there' },
    hasIpv6
      ? { level: 'ok', line: 'loopback ::1 is there' }
      : {
          level: 'note',
          line: expect.stringMatching(/^loopback ::1 cannot be listened on \(E\w+\)$/),
          remedy: 'none needed as long as localhost means 127.0.0.1',
        },
    {
      level: 'ok',
      line: expect.stringMatching(/^localhost means (?:127\.0\.0\.1|::1)(?: and (?:127\.0\.0\.1|::1))?$/),
    },
  ];

  it('is well where the port is free', async () => {
    expect(await checkListening({ port: 0 })).toEqual([{ level: 'ok', line: 'port 0 is free' }, ...LOOPBACK]);
  });

  it.each(['127.0.0.1', ...(hasIpv6 ? ['::1'] : [])])('another program has the port of %s', async (host) => {
    const server = net.createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => {
      server.listen({ port: 0, host, ipv6Only: true }, resolve);
    });
    closers.push(() => server.close());
    const { port } = server.address() as net.AddressInfo;
    expect(await checkListening({ port })).toEqual([
      {
        level: 'fail',
        line: `port ${String(port)} is taken by another program`,
        remedy: 'start with --port 0, or stop that program',
      },
      ...LOOPBACK,
    ]);
  });

  it.each<readonly [string, string | undefined, string | undefined, string, string | undefined]>([
    ['fail', 'EACCES', undefined, 'port 80 may not be used by this user', 'choose one above 1023 with --port'],
    ['fail', undefined, 'EACCES', 'port 80 may not be used by this user', 'choose one above 1023 with --port'],
    ['ok', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'port 80 is free', undefined],
    ['ok', 'EAFNOSUPPORT', undefined, 'port 80 is free', undefined],
    ['ok', undefined, 'EADDRNOTAVAIL', 'port 80 is free', undefined],
  ])('is %s where the two loopbacks fail with %s and %s', async (level, four, six, line, remedy) => {
    const asked: unknown[] = [];
    jest.spyOn(net.Server.prototype, 'listen').mockImplementation(function (this: net.Server, ...given: unknown[]) {
      const [options, done] = given as [{ readonly host: string }, () => void];
      asked.push(options);
      const code = options.host === '::1' ? six : four;
      if (code === undefined) queueMicrotask(done);
      else this.emit('error', Object.assign(new Error('no'), { code }));
      return this;
    });
    const found = await checkListening({ port: 80 });
    jest.restoreAllMocks();
    expect(asked).toEqual(
      [80, 0].flatMap((port) => ['127.0.0.1', '::1'].map((host) => ({ port, host, ipv6Only: true }))),
    );
    expect(found).toMatchObject([
      { level, line, ...(remedy === undefined ? {} : { remedy }) },
      four === undefined
        ? { level: 'ok', line: 'loopback 127.0.0.1 is there' }
        : {
            level: 'fail',
            line: `loopback 127.0.0.1 cannot be listened on (${four})`,
            remedy: 'bring the loopback interface up: ip link set lo up',
          },
      six === undefined
        ? { level: 'ok', line: 'loopback ::1 is there' }
        : {
            level: 'note',
            line: `loopback ::1 cannot be listened on (${six})`,
            remedy: 'none needed as long as localhost means 127.0.0.1',
          },
      {},
    ]);
  });

  it.each([
    ['ok', '127.0.0.1', ['127.0.0.1']],
    ['ok', '::1 and 127.1.2.3', ['::1', '127.1.2.3']],
    ['fail', 'nothing', []],
    ['fail', 'nothing', undefined],
    ['fail', '10.0.0.1', ['10.0.0.1']],
    ['fail', '127.0.0.1 and 10.127.0.1', ['127.0.0.1', '10.127.0.1']],
  ])('is %s where localhost means %s', async (level, meaning, addresses) => {
    const asked: string[] = [];
    const found = await checkListening({ port: 0 }, (host) => {
      asked.push(host);
      return addresses === undefined ? Promise.reject(new Error('no')) : Promise.resolve(addresses);
    });
    expect(asked).toEqual(['localhost']);
    expect(found[3]).toEqual({
      level,
      line: `localhost means ${meaning}`,
      ...(level === 'ok' ? {} : { remedy: 'add a line to the hosts file: 127.0.0.1 localhost' }),
    });
  });

  it('a mock has the port', async () => {
    const server = await startServer(createMock(), { port: 0, tls: false });
    closers.push(() => server.close());
    const { port } = server;
    expect(await checkListening({ port })).toEqual([
      {
        level: 'note',
        line: `port ${String(port)} is taken by lp-auth-mock itself`,
        remedy: 'use it, or start another with --port 0',
      },
      ...LOOPBACK,
    ]);
  });
});
