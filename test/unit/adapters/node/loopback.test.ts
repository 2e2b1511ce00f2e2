import { describe, expect, it } from '@jest/globals';
import type { Listening } from '../../../../mock-server/adapters/node/listening.ts';
import { http1Times } from '../../../../mock-server/adapters/node/connection-times.ts';
import { openOnLoopback } from '../../../../mock-server/adapters/node/loopback.ts';

/** Opens what is not refused, and notes what was asked for and what was closed. */
function opening(refuse: (tries: number) => unknown): {
  readonly open: (port: number, host: string) => Promise<Listening>;
  readonly done: unknown[];
} {
  const done: unknown[] = [];
  let tries = 0;
  const open = (port: number, host: string): Promise<Listening> => {
    done.push([host, port]);
    if (host === '127.0.0.1') tries += 1;
    const refusal = host === '::1' ? refuse(tries) : undefined;
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what is no error is refused likewise
    if (refusal !== undefined) return Promise.reject(refusal);
    const own = port === 0 ? 5000 + tries : port;
    const server = {
      address: () => ({ port: own }),
      close: (closed: () => void) => {
        done.push(['closed', own]);
        closed();
      },
    };
    return Promise.resolve({ server, sockets: new Set(), closeMs: 0 } as unknown as Listening);
  };
  return { open, done };
}

const inUse = Object.assign(new Error('in use'), { code: 'EADDRINUSE' });

describe('a server on this machine', () => {
  it.each([
    [0, 5001],
    [4407, 4407],
  ])('listens on both loopbacks at one port: %d', async (wanted, port) => {
    const { open, done } = opening(() => undefined);
    expect(await openOnLoopback(open, wanted)).toHaveLength(2);
    expect(done).toEqual([
      ['127.0.0.1', wanted],
      ['::1', port],
    ]);
  });

  it.each(['EADDRNOTAVAIL', 'EAFNOSUPPORT'])('does with one where there is no IPv6: %s', async (code) => {
    const { open, done } = opening(() => Object.assign(new Error('none'), { code }));
    expect(await openOnLoopback(open, 0)).toHaveLength(1);
    expect(done).toEqual([
      ['127.0.0.1', 0],
      ['::1', 5001],
    ]);
  });

  it.each([inUse, new Error('of no code'), { code: 'EAFNOSUPPORT' }])(
    'closes what it opened when the wanted port is taken on the other: %p',
    async (refusal) => {
      const { open, done } = opening(() => refusal);
      await expect(openOnLoopback(open, 4407)).rejects.toBe(refusal);
      expect(done).toEqual([
        ['127.0.0.1', 4407],
        ['::1', 4407],
        ['closed', 4407],
      ]);
    },
  );

  it('tries other free ports, ten in all', async () => {
    const third = opening((tries) => (tries < 3 ? inUse : undefined));
    expect(await openOnLoopback(third.open, 0)).toHaveLength(2);
    expect(third.done.slice(-3)).toEqual([
      ['closed', 5002],
      ['127.0.0.1', 0],
      ['::1', 5003],
    ]);
    const never = opening(() => inUse);
    await expect(openOnLoopback(never.open, 0)).rejects.toBe(inUse);
    expect(never.done.filter((each) => String(each).startsWith('closed'))).toHaveLength(10);
  });
});

it.each([
  [5, 3, 3, 5],
  [3, 5, 3, 3],
  [40_000, 50_000, 40_000, 30_000],
])('headers within %d ms and a request within %d ms are asked of node so', (headersMs, requestMs, headers, look) => {
  expect(http1Times({ headersMs, requestMs, keepAliveMs: 7 } as Parameters<typeof http1Times>[0])).toEqual({
    headersTimeout: headers,
    requestTimeout: requestMs,
    keepAliveTimeout: 7,
    connectionsCheckingInterval: look,
  });
});
