import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { connectMock } from '../../mock-server/client/client.ts';
import { CONSUMER_SOCKET, initConnection } from '../support/sockets.ts';
import { createScratchFolder } from './scratch-folder.ts';
import { CLI, runShell, shellEnvironment, spawnMock } from './spawned-cli.ts';

const scratch = createScratchFolder();
const JWKS = '/sentinel/well-known/jwks';

/** Whether a promise has come to its end by now. */
function watchEnd(promise: Promise<unknown>): () => boolean {
  let isOver = false;
  void promise.finally(() => {
    isOver = true;
  });
  return () => isOver;
}

describe('SIGTERM', () => {
  // Its calls are held until the program has got the signal.
  const config = scratch.write(
    'held.mjs',
    [
      'let release; const stopped = new Promise((resolve) => { release = resolve; });',
      "process.once('SIGTERM', () => setTimeout(release, 50));",
      "export default { wait: () => { process.stderr.write('held\\n'); return stopped; } };",
    ].join('\n'),
  );

  it('lets 50 calls under way be answered, through the proxy too, and then ends the program', async () => {
    const mock = await spawnMock('--config', join(scratch.path, config), '--proxy', '0');
    const { proxyUrl } = JSON.parse(mock.stdout()) as { proxyUrl: string };
    const url = `http://127.0.0.1:${String(mock.port)}`;
    await connectMock(url).faults.add({ delayMs: 1 });
    const asked = Array.from({ length: 50 }, (_, index) => fetch(`${index % 5 === 0 ? proxyUrl : url}${JWKS}`));
    while (mock.stderr().split('held\n').length <= 50)
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    mock.kill('SIGTERM');
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    await Promise.all(answers.map((answer) => answer.json()));
    expect(await mock.ended).toEqual({ exitCode: 0, signal: null });
  });
});

describe('SIGTERM under sockets', () => {
  it('answers the frames that came before, closes each socket with 1001 and a sentence, and ends with 0', async () => {
    const mock = await spawnMock();
    const url = `http://127.0.0.1:${String(mock.port)}`;
    const signup = await fetch(`${url}/api/account/12345678/signup`, { method: 'POST' });
    const { jwt } = (await signup.json()) as { jwt: string };
    const open = async (): Promise<{ readonly codes: number[]; readonly end: Promise<unknown> }> => {
      const client = new WebSocket(`${url.replace('http', 'ws')}${CONSUMER_SOCKET}`, { perMessageDeflate: false });
      const codes: number[] = [];
      client.on('message', (data: Buffer) => codes.push((JSON.parse(data.toString()) as { code: number }).code));
      const end = once(client, 'close').then(([code, reason]: unknown[]) => [code, String(reason)]);
      await once(client, 'open');
      client.send(JSON.stringify(initConnection(jwt)));
      await once(client, 'message');
      for (let id = 1; id <= 20; id += 1) client.send(JSON.stringify({ kind: 'req', id, type: 'GetClock' }));
      return { codes, end };
    };
    const sockets = [await open(), await open(), await open()];
    // The mock has read them all when it has answered the last.
    while (sockets.some(({ codes }) => codes.length < 21))
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    mock.kill('SIGTERM');
    for (const { end } of sockets) expect(await end).toEqual([1001, "server-closing; the mock's server was closed"]);
    expect(await mock.ended).toEqual({ exitCode: 0, signal: null });
  });
});

describe('a reader that has seen enough', () => {
  it('ends journal --follow, without a word', async () => {
    const mock = await spawnMock();
    const url = `http://127.0.0.1:${String(mock.port)}`;
    const followed = runShell(`${CLI} journal --follow --url ${url} | head -1`);
    const isOver = watchEnd(followed);
    while (!isOver()) await (await fetch(`${url}${JWKS}`)).arrayBuffer();
    const { exitCode, stdout, stderr } = await followed;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^\S+ GET \/sentinel\/well-known\/jwks 200 \d+ms\n$/);
  });

  it('ends start with the first line of its log that nobody reads', async () => {
    const child = spawn('sh', ['-c', `${CLI} start --port 0 | head -1`], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: shellEnvironment(),
    });
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const ended = once(child, 'close');
    const isOver = watchEnd(ended);
    const [url = ''] = /http:\S+/.exec(line) ?? [];
    while (!isOver())
      await fetch(`${url}${JWKS}`).then(
        (answer) => answer.arrayBuffer(),
        () => undefined,
      );
    expect([await ended, complaints]).toEqual([[0, null], '']);
  });
});
