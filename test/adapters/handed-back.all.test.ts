import { expect, it } from '@jest/globals';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { spawnMock } from '../cli/spawned-cli.ts';
import { JWKS } from './running-server.ts';

it('a handshake that upgrades to something else leaves nothing on its connection, however often', async () => {
  const cli = await spawnMock();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAEAAEAA' };
  for (let call = 0; call < 12; call += 1) {
    const asked = request({ port: cli.port, path: JWKS, agent, headers }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    await once(answer.resume(), 'end');
    // Handed back each time: the connection is the same.
    expect([answer.statusCode, asked.reusedSocket]).toEqual([200, call > 0]);
  }
  agent.destroy();
  cli.kill('SIGTERM');
  await cli.ended;
  // Node warns there of listeners that pile up.
  expect(cli.stderr()).toBe('');
});
