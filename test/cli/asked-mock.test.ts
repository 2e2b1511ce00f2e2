import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { decode } from '../support/flows.ts';
import type { Outcome } from './captured-terminal.ts';
import { NOWHERE, run } from './captured-terminal.ts';

const NOON_SECONDS = Date.parse('2026-11-20T12:00:00Z') / 1000;

let mock: Mock;
let server: RunningServer;
beforeEach(async () => {
  mock = createMock({ seed: 'asked' });
  mock.clock.freeze('2026-11-20T12:00:00Z');
  server = await startServer(mock, { port: 0 });
});
afterEach(() => server.close());

/** Runs a command in a shell in which the running mock is the one that is found. */
const type = (typed: string): Promise<Outcome> => run(typed.split(' '), { env: { LP_AUTH_MOCK_URL: server.url } });
const asked = (): string => `lp-auth-mock: asked the mock at ${server.url}`;

describe('a running mock', () => {
  it('is asked by inspect, which follows its clock', async () => {
    const token = await mock.mint.appJwt();
    const accepted = await type(`inspect ${token}`);
    expect([accepted.exitCode, accepted.stderr]).toEqual([0, asked()]);
    expect(accepted.stdout).toContain('\naccepted now, at:\n');
    mock.clock.advance('61m');
    expect((await type(`inspect ${token}`)).stdout).toContain(
      '\nnot accepted: app-jwt-expired; expired 60 s ago at 2026-11-20T13:00:00Z',
    );
  });

  it('is asked by inspect for keys that only it has', async () => {
    await mock.keys.rotate({ use: 'sentinelV1', overlap: 0 });
    const token = await mock.mint.appJwt();
    expect(JSON.parse((await type(`inspect --json ${token}`)).stdout)).toMatchObject({ accepted: true });
    const { stdout } = await type(`inspect --json --offline ${token}`);
    expect(JSON.parse(stdout)).toMatchObject({ accepted: false });
  });

  it('makes the token, at the time of its clock and of its accounts', async () => {
    mock.accounts.create({ accountId: '777', apps: [{ client_id: 'mine', client_secret: 's' }] });
    const { exitCode, stdout, stderr } = await type('token app --account 777');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: asked() });
    expect(decode(stdout).claims).toMatchObject({ aud: '777', azp: 'mine', iat: NOON_SECONDS });
    expect((await mock.inspect(stdout)).accepted).toBe(true);
  });

  it.each(['app', 'consumer', 'anonymous', 'lp'])('makes each kind, alone on stdout: %s', async (kind) => {
    const { stdout } = await type(`token ${kind}`);
    expect(stdout).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
    expect((await mock.inspect(stdout)).accepted).toBe(true);
  });

  it('revokes what was to be revoked', async () => {
    const { stdout } = await type('token anonymous --tamper revoked');
    expect((await mock.inspect(stdout)).reason?.slug).toBe('ext-jwt-revoked');
  });

  it('is the one of --url, whatever the variable says', async () => {
    const { exitCode, stderr } = await run(['token', 'app', '--url', server.url], {
      env: { LP_AUTH_MOCK_URL: NOWHERE },
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: asked() });
  });

  it('passes on in one line what it refuses', async () => {
    expect(await type('token app --account a/b')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'lp-auth-mock: this mock has no account "a/b": that is not an account id',
    });
  });

  it('is not asked for a mock that is made of flags, nor with --offline', async () => {
    expect((await type('token app --seed x')).stderr).toBe(
      'lp-auth-mock: asked a mock made of --seed, and none that runs',
    );
    expect((await type('token app --offline')).stderr).toBe('');
    expect(mock.journal.count()).toBe(0);
  });

  it.each([
    ['--offline', 'offline'],
    ['--closed', 'closed'],
    ['--set closed=true', 'set'],
  ])('named by --url has its own options: %s', async (flag, name) => {
    expect(await type(`token app --url ${server.url} ${flag}`)).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `lp-auth-mock: --url and --${name} exclude each other: the mock that runs has its own options`,
    });
  });
});

describe('where no mock runs', () => {
  const alone = (url: string): string =>
    `lp-auth-mock: no mock runs at ${url}; asked one with default keys, at the time of this machine`;
  let foreign: Server;
  let foreignUrl: string;
  beforeAll(async () => {
    foreign = createServer((request, response) => {
      response.end(request.url === '/__admin/health' ? '{"status":"ok"}' : 'something else');
    });
    await new Promise<void>((resolve) => {
      foreign.listen(0, '127.0.0.1', resolve);
    });
    foreignUrl = `http://127.0.0.1:${String((foreign.address() as AddressInfo).port)}`;
  });
  afterAll(() => {
    foreign.close();
    foreign.closeAllConnections();
  });

  it('token and inspect say so, and ask one of their own', async () => {
    const token = await run(['token', 'app']);
    expect({ exitCode: token.exitCode, stderr: token.stderr }).toEqual({ exitCode: 0, stderr: alone(NOWHERE) });
    expect((await run(['inspect', token.stdout])).stderr).toBe(alone(NOWHERE));
  });

  it('what answers and is not ours counts as none', async () => {
    const env = { LP_AUTH_MOCK_URL: foreignUrl };
    expect((await run(['token', 'app'], { env })).stderr).toBe(alone(foreignUrl));
  });

  it('--url is a mistake', async () => {
    const { exitCode, stdout, stderr } = await run(['token', 'app', '--url', foreignUrl]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toBe(
      `lp-auth-mock: what answers at ${foreignUrl} is not lp-auth-mock; start one with: lp-auth-mock start`,
    );
  });
});

describe('token', () => {
  it.each([
    ['app --omit scope --omit iat', 'app-jwt-claim-missing'],
    ['app --tamper unknown-kid', 'app-jwt-unknown-key'],
    ['app --tamper audience', undefined],
    ['consumer --tamper missing-claim', 'consumer-jws-claim-missing'],
    ['anonymous --tamper refresh-window', 'ext-jwt-expired'],
    ['lp --tamper signature', 'lp-jwt-signature'],
  ])('makes one that is wrong: %s', async (typed, slug) => {
    const { exitCode, stdout } = await run(['token', ...typed.split(' '), '--offline']);
    expect([exitCode, (await createMock().inspect(stdout)).reason?.slug]).toEqual([0, slug]);
  });

  it.each([
    [
      'app --tamper revoked',
      '--tamper: expected malformed, encrypted, alg-none, hs256-public-key, unknown-kid, foreign-key, signature, issuer, audience, scope, missing-claim, wrong-type; got revoked',
    ],
    ['anonymous --tamper revoked', '--tamper revoked: only a running mock remembers that; start one'],
  ])('says what cannot be made: %s', async (typed, line) => {
    expect(await run(['token', ...typed.split(' '), '--offline'])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `lp-auth-mock: ${line}`,
    });
  });
});
