import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { openProject } from '../package/project.ts';
import { attempt } from '../package/run.ts';
import { recipe, TOKEN_MODULE, writeFiles } from './recipes.ts';

// Other runtimes are started here, which a busy machine takes its time for.
jest.setTimeout(180_000);

const project = await openProject(['bun@1', 'deno@2']);
const { folder } = project ?? { folder: '' };
const describeInstalled = project === undefined ? describe.skip : describe;
const npx = (...command: string[]): ReturnType<typeof attempt> => attempt('npx', ['--no-install', ...command], folder);

if (project !== undefined) writeFiles(folder, { 'visitor-token.mjs': TOKEN_MODULE });

describeInstalled('Bun and Deno, with the installed tarball (skipped where no npm registry answers)', () => {
  afterAll(() => {
    project?.remove();
  });

  it("Bun's test runner", async () => {
    writeFiles(folder, { 'bun.test.mjs': recipe('js bun-test') });
    const { code, stderr } = await npx('bun', 'test', 'bun.test.mjs');
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(' 1 pass\n') });
  });

  it.each([['bun run'], ['deno run -A']])('%s under run reaches the mock', async (runtime) => {
    writeFiles(folder, {
      'client.mjs': "console.log((await fetch('https://va.sentinel.liveperson.net/sentinel/well-known/jwks')).status);",
    });
    const { stdout, stderr } = await npx('lp-auth-mock', 'run', '--', 'npx', ...runtime.split(' '), 'client.mjs');
    expect({ stdout, stderr }).toEqual({ stdout: '200\n', stderr: 'lp-auth-mock: answered 1 call\n' });
  });

  it('startServer inside Bun serves http, and says that it serves nothing else', async () => {
    writeFiles(folder, {
      'server.mjs': `import { createMock } from 'lp-auth-mock';
      import { startServer } from 'lp-auth-mock/server';
      const server = await startServer(createMock(), { port: 0, onNotice: (line) => console.log(line) });
      console.log(server.httpsUrl, (await fetch(server.url + '/sentinel/well-known/jwks')).status);
      await server.close();`,
    });
    const { stdout } = await npx('bun', 'run', 'server.mjs');
    expect(stdout).toMatch(/^inside Bun this server answers http alone, .*\nundefined 200\n$/);
  });

  it("Deno's test runner, with the hooks of node:test and with mock.fetch", async () => {
    writeFiles(folder, {
      'deno.test.mjs': `${recipe('js node-test')}
      import { createMock } from 'lp-auth-mock';
      Deno.test('mock.fetch', async () => {
        const answer = await createMock().fetch('https://sentinel.liveperson.net/sentinel/well-known/jwks');
        assert.equal(answer.status, 200);
      });`,
    });
    const { code, stdout, stderr } = await npx('deno', 'test', '--no-check', '-A', 'deno.test.mjs');
    expect({ code, stdout: code === 0 ? stdout : stdout + stderr }).toEqual({
      code: 0,
      stdout: expect.stringContaining('2 passed | 0 failed'),
    });
  });
});
