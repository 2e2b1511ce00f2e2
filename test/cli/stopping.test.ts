import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connectMock } from '../../mock-server/client/client.ts';
import { createScratchFolder } from './scratch-folder.ts';
import { runShell, shellEnvironment, spawnMock } from './spawned-cli.ts';

const scratch = createScratchFolder();
const CLI = 'node --import tsx mock-server/cli/main.ts';
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
