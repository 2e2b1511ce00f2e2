import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLI, hasPrograms, runShell as runAnyShell } from '../cli/spawned-cli.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import { run } from '../cli/captured-terminal.ts';

const scratch = createScratchFolder();

// Of their own: other tests have the command `run` leave files in the machine's meanwhile.
const TEMPORARY_FILES = join(scratch.path, 'temporary');
mkdirSync(TEMPORARY_FILES);

const runShell = (script: string, variables: Readonly<Record<string, string>> = {}): ReturnType<typeof runAnyShell> =>
  runAnyShell(script, { TMPDIR: TEMPORARY_FILES, ...variables });

const runs = (script: string, variables: Readonly<Record<string, string>> = {}): ReturnType<typeof runShell> =>
  runShell(`${CLI} run ${script}`, variables);

describe('run', () => {
  afterAll(() => {
    expect(readdirSync(TEMPORARY_FILES)).toEqual([]);
  });

  it('passes stdin, stdout and the exit code through, and keeps stderr for its own last words', async () => {
    const { exitCode, stdout, stderr } = await runShell(
      `printf 'some input' | ${CLI} run -- sh -c 'cat; echo; echo oops >&2; exit 7'`,
    );
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 7,
      stdout: 'some input\n',
      stderr: 'oops\nlp-auth-mock: answered 0 calls\n',
    });
  });

  it('tells every URL that it does not know and every deviation once, with how often it was', async () => {
    const { exitCode, stderr } = await runs(
      `-- node -e "${[
        "const ask = async (path, init) => (await fetch('https://va.idp.liveperson.net' + path, init)).text();",
        "(async () => { await ask('/api/account/12345678/consume', { method: 'POST' }); await ask('/api/account/12345678/consume', { method: 'POST' });",
        "await ask('/sentinel/api/account/12345678/app/token?grant_type=client_credentials&client_id=a&client_secret=b', { method: 'POST' }); })()",
      ].join(' ')}"`,
    );
    const lines = stderr.trim().split('\n');
    expect(exitCode).toBe(0);
    expect(lines[0]).toBe('lp-auth-mock: answered 3 calls, refused 2 of them');
    expect(lines.slice(1)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^lp-auth-mock: unknown URL: POST \/api\/account\/12345678\/consume: this mock has no such path; nearest: POST \/api\/account\/\{account\}\/consumer \|.* \(2 times\)$/,
        ),
      ]),
    );
    expect(stderr).not.toContain('client_secret=b');
  });

  it("gives the command what LivePerson's pages call by name, and keeps what the user had set", async () => {
    const { stdout } = await runs('-- sh -c \'env | grep -E "^LP_|^KEPT|NO_PROXY" | sort\'', {
      KEPT: 'kept',
      NO_PROXY: 'intranet.example,.liveperson.net,*,www.liveperson.com,liveperson.com,api.liveperson.com',
      no_proxy: '',
    });
    const variables = Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    expect(variables).toMatchObject({
      KEPT: 'kept',
      LP_ACCOUNT: '12345678',
      LP_ACCDNDOMAIN: 'accdn.lpsnmedia.net',
      LP_APP_CONN_ID: '4567890',
      LP_CONN_ID: '4567890',
      LP_ASYNCMESSAGINGENT: 'va.msg.liveperson.net',
      LP_CLIENT_ID: '75588e18-0213-4e33-8174-883acac7e3c4',
      LP_CLIENT_SECRET: '0123456789abcdefghijklmnop',
      LP_IDP: 'va.idp.liveperson.net',
      LP_SENTINEL: 'va.sentinel.liveperson.net',
      NO_PROXY: 'localhost,127.0.0.1,::1,intranet.example,www.liveperson.com',
    });
  });

  it('takes --account, of the configuration or any other, and refuses one that a closed mock does not have', async () => {
    const ask = "-- sh -c 'echo $LP_ACCOUNT $LP_CLIENT_ID $LP_CONN_ID'";
    expect((await runs(`--account 87654321 ${ask}`)).stdout).toBe(
      '87654321 82c73053-d763-4751-9256-f3a799bc54c4 4567890\n',
    );
    const { stdout, stderr } = await runs(`--account 99999999 ${ask}`);
    expect({ stdout, stderr }).toEqual({
      stdout: '99999999 any-client 4567890\n',
      stderr: 'lp-auth-mock: answered 0 calls\n',
    });
    expect(await run(['run', '--account', '99999999', '--closed', '--', 'true'])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'lp-auth-mock: --account 99999999: this mock has no such account; configured: 12345678, 87654321',
    });
  });

  it('passes --config, --strict and --seed to the mock', async () => {
    const config = join(
      scratch.path,
      scratch.write(
        'own.json',
        JSON.stringify({ accounts: [{ accountId: '555', apps: [{ client_id: 'me', client_secret: 'mine' }] }] }),
      ),
    );
    const script =
      "-- node -e \"fetch('https://va.sentinel.liveperson.net/sentinel/api/account/555/app/token?grant_type=client_credentials&client_id=me&client_secret=mine', { method: 'POST' }).then(async (r) => console.log(r.status, process.env.LP_ACCOUNT))\"";
    expect((await runs(`--config ${config} ${script}`)).stdout).toBe('200 555\n');
    expect((await runs(`--config ${config} --strict ${script}`)).stdout).toBe('400 555\n');
  });

  it('keeps NODE_OPTIONS, NODE_EXTRA_CA_CERTS and JAVA_TOOL_OPTIONS of the user', async () => {
    const own = readFileSync(join(process.env['LP_AUTH_MOCK_HOME']!, 'ca.pem'), 'utf8');
    const file = join(scratch.path, scratch.write('own ca.pem', own.replaceAll('\n', '\r\n')));
    const { stdout } = await runs(
      "-- node -e \"console.log(globalThis.preloaded); console.log(process.env.JAVA_TOOL_OPTIONS); console.log(require('fs').readFileSync(process.env.NODE_EXTRA_CA_CERTS, 'utf8'))\"",
      {
        NODE_OPTIONS: `--require=${join(scratch.path, scratch.write('preload.cjs', 'globalThis.preloaded = "preloaded";'))}`,
        NODE_EXTRA_CA_CERTS: file,
        JAVA_TOOL_OPTIONS: '-Dmine=1',
      },
    );
    const [preloaded, java, ...extra] = stdout.split('\n');
    expect(preloaded).toBe('preloaded');
    expect(java).toMatch(/^-Dmine=1 -Dhttp\.proxyHost=127\.0\.0\.1 /);
    expect(extra.join('\n').match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });

  it('refuses to run nothing, and what it cannot run', async () => {
    expect(await run(['run'])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'lp-auth-mock: run needs a command after --, for instance: run -- npm test',
    });
    expect(await run(['run', '--', 'no-such-program'])).toEqual({
      exitCode: 127,
      stdout: '',
      stderr: 'lp-auth-mock: no such command: no-such-program',
    });
  });

  it("says when the user's own proxy is of a kind that it cannot go through", async () => {
    const { stderr } = await runs('-- true', { https_proxy: 'quic://127.0.0.1:1' });
    expect(stderr).toBe(
      "lp-auth-mock: your quic proxy cannot be used: hosts other than LivePerson's are reached directly\nlp-auth-mock: answered 0 calls\n",
    );
  });

  it('ends the command, and itself, when it is asked to', async () => {
    const { exitCode, stdout } = await runShell(
      `${CLI} run -- sh -c 'trap "echo trapped; exit 3" TERM; echo ready; while :; do sleep 0.05; done' > ${join(scratch.path, 'out')} & PID=$!; until grep -q ready ${join(scratch.path, 'out')} 2>/dev/null; do sleep 0.05; done; kill -TERM $PID; wait $PID; CODE=$?; cat ${join(scratch.path, 'out')}; exit $CODE`,
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: 'ready\ntrapped\n' });
  });

  it('reaches other hosts as before, through its proxy and with every root that was trusted before', async () => {
    if (!hasPrograms('curl')) return;
    const { stdout } = await runs(
      '-- sh -c \'curl -sS --noproxy "" $LP_AUTH_MOCK_URL/nowhere; grep -c BEGIN $CURL_CA_BUNDLE\'',
    );
    expect(stdout).toMatch(/^\{"error":"not_found"\}\d{2,}\n$/);
  });
});
