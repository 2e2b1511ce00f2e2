import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startServer } from '../../../mock-server/adapters/node/server.ts';
import { isMockAt } from '../../../mock-server/cli/mock-at.ts';
import { createMock } from '../../../mock-server/index.ts';
import { run } from '../../cli/captured-terminal.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(body: string): Promise<{ readonly url: string; readonly paths: string[] }> {
  const paths: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    paths.push(url);
    response.end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(() => {
    server.close().closeAllConnections();
  });
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, paths };
}

describe('a mock is known by its health', () => {
  it.each([
    [10_000, true],
    [10_001, false],
  ])('in an answer of %i bytes: %s', async (length, isOne) => {
    const start = '{"name":"lp-auth-mock","more":"';
    const { url, paths } = await listen(`${start}${'x'.repeat(length - start.length - 2)}"}`);
    expect(await isMockAt(`${url}/below///`)).toBe(isOne);
    expect(paths).toEqual(['/below/__admin/health']);
  });

  it('or by its keys, where its admin API is off', async () => {
    const server = await startServer(createMock({ admin: false }), { port: 0, tls: false });
    closers.push(() => server.close());
    expect(await run(['healthcheck', '--url', `${server.url}//`])).toEqual({
      exitCode: 0,
      stdout: 'ok (its admin API is off)',
      stderr: '',
    });
  });
});
