import { afterEach, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { ClientHttp2Session } from 'node:http2';
import { connect } from 'node:http2';
import { join } from 'node:path';
import type { ConnectionTimes, RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { createMock } from '../../mock-server/index.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';

const scratch = createScratchFolder();
const running: RunningServer[] = [];
const sessions: ClientHttp2Session[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) session.destroy();
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function open(times: Partial<ConnectionTimes>): Promise<ClientHttp2Session> {
  const server = await startServer(createMock(), { port: 0, dataFolder: join(scratch.path, 'data'), times });
  running.push(server);
  const session = connect(`https://localhost:${String(server.port)}`, { ca: (await server.certificates())?.ca });
  sessions.push(session);
  await once(session, 'connect');
  return session;
}

it('an HTTP/2 request that does not come whole is refused as over HTTP/1, and its session lives on', async () => {
  const session = await open({ requestMs: 50 });
  const late = session.request({ ':method': 'POST', ':path': '/api/account/1/signup', 'content-length': '100' });
  late.write('{"half');
  let body = '';
  late.setEncoding('utf8').on('data', (piece: string) => {
    body += piece;
  });
  const [headers] = (await once(late, 'response')) as [Record<string, unknown>];
  await once(late, 'close');
  expect([headers[':status'], headers['content-type'], body]).toEqual([
    408,
    'application/json',
    '{"error":"request_timeout"}',
  ]);
  const next = session.request({ ':path': '/sentinel/well-known/jwks' });
  expect(await once(next, 'response')).toMatchObject([{ ':status': 200 }, expect.anything(), expect.anything()]);
  next.close();
});

it('an HTTP/2 session without a request is told to go, in good order', async () => {
  const session = await open({ idleSessionMs: 50 });
  const [code] = (await once(session, 'goaway')) as [number];
  await once(session, 'close');
  expect(code).toBe(0);
});

it('an HTTP/2 session with a request open is not idle, however long that takes', async () => {
  const session = await open({ idleSessionMs: 20 });
  const stream = session.request({ ':path': '/__admin/journal/stream' });
  await once(stream, 'response');
  const other = await open({ idleSessionMs: 20 });
  await once(other, 'close');
  expect(session.closed).toBe(false);
});
