import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createExpressApp } from '../../mock-server/adapters/express.ts';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { runProgram } from '../../mock-server/cli/program.ts';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { createCapturedTerminal, run } from './captured-terminal.ts';

let mock: Mock;
let server: RunningServer;
beforeEach(async () => {
  mock = createMock({ seed: 'controls' });
  mock.clock.freeze('2026-11-20T12:00:00Z');
  server = await startServer(mock, { port: 0 });
});
afterEach(() => server.close());

const type = (...argv: readonly string[]): ReturnType<typeof run> => run([...argv, '--url', server.url]);
const askJwks = (): Promise<Response> => fetch(`${server.url}/sentinel/well-known/jwks`);

const FROZEN = 'lp-auth-mock: the clock is frozen';

describe('clock', () => {
  it('says whether the time was moved', async () => {
    mock.clock.reset();
    expect((await type('clock')).stderr).toBe('lp-auth-mock: the clock runs, and was not moved');
    expect((await type('clock', 'advance', '61m')).stderr).toBe('lp-auth-mock: the clock runs, moved 1 h 1 min on');
    expect((await type('clock', 'advance', '-2h')).stderr).toMatch(
      /^lp-auth-mock: the clock runs, moved \d+ min.* back$/,
    );
    const ofOne = ['--account', '12345678'];
    expect((await type('clock', ...ofOne)).stderr).toBe('lp-auth-mock: the clock runs, and was not moved');
    expect((await type('clock', 'freeze', ...ofOne)).stderr).toBe(FROZEN);
  });

  it('shows the time', async () => {
    expect(await type('clock')).toEqual({ exitCode: 0, stdout: '2026-11-20T12:00:00Z', stderr: FROZEN });
  });

  it.each([
    [['advance', '61m'], '2026-11-20T13:01:00Z'],
    [['advance', '90'], '2026-11-20T12:01:30Z'],
    [['advance', '-5m'], '2026-11-20T11:55:00Z'],
    [['advance', '-90'], '2026-11-20T11:58:30Z'],
    [['set', '2027-01-01T00:00:00Z'], '2027-01-01T00:00:00Z'],
    [['freeze', '1700000000'], '2023-11-14T22:13:20Z'],
    [['freeze'], '2026-11-20T12:00:00Z'],
  ])('%j moves it', async (words, time) => {
    expect(await type('clock', ...words)).toEqual({ exitCode: 0, stdout: time, stderr: FROZEN });
    expect(new Date(mock.clock.now()).toISOString()).toBe(time.replace('Z', '.000Z'));
  });

  it('moves one account alone', async () => {
    await type('clock', 'advance', '1h', '--account', '12345678');
    expect([
      mock.account('12345678').clock.now() - mock.clock.now(),
      mock.account('87654321').clock.now() - mock.clock.now(),
    ]).toEqual([3_600_000, 0]);
  });

  it('resets it', async () => {
    await type('clock', 'reset');
    expect(mock.clock.now()).toBeGreaterThan(Date.parse('2026-11-20T12:00:00Z') - 1);
    expect(mock.clock.now()).not.toBe(Date.parse('2026-11-20T12:00:00Z'));
  });

  it.each([
    [['clock', 'advance'], 'a word is missing: clock advance <how far>'],
    [['clock', 'set'], 'a word is missing: clock set <when>'],
    [['clock', 'reset', 'now'], 'clock reset does not take the word now'],
  ])('%j is told what is wrong', async (words, line) => {
    expect(await type(...words)).toEqual({ exitCode: 1, stdout: '', stderr: `lp-auth-mock: ${line}` });
  });

  it('passes on what the mock says of a duration that is none', async () => {
    const { exitCode, stderr } = await type('clock', 'advance', 'soon');
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^lp-auth-mock: .*soon/)]);
    expect(stderr).not.toContain('    at ');
  });
});

describe('fault', () => {
  it('arms an error by its name, and shows it', async () => {
    const armed = await type('fault', '1012', '--endpoint', 'idp.authenticate', '--times', '1');
    expect([armed.exitCode, armed.stderr]).toEqual([0, '']);
    expect(armed.stdout).toBe(
      'fault-1  a call to idp.authenticate is answered with the error 1012  armed for 1 more call, not fired yet',
    );
    expect((await type('fault')).stdout).toBe(armed.stdout);
  });

  it('shows what each does, where, and how far it is', async () => {
    await type('fault', '1012', '--endpoint', 'idp.authenticate', '--account', '12345678');
    await type('fault', '{"status":503}', '--delay-ms', '50', '--every', '3');
    await type('fault', '--delay-ms', '2000');
    expect((await type('fault')).stdout.split('\n')).toEqual([
      'fault-1  a call to idp.authenticate of account 12345678 is answered with the error 1012  armed for every call, not fired yet',
      'fault-2  a call to any endpoint is answered with status 503 after 50 ms                  armed for every call, one in 3, not fired yet',
      'fault-3  a call to any endpoint is answered after 2000 ms                                armed for every call, not fired yet',
    ]);
  });

  it('meets frames of sockets, with the same words', async () => {
    await type('fault', '{"close":4401}', '--frame', 'ms.PublishEvent', '--after', '2', '--times', '1');
    await type('fault', 'duplicate', '--frame', '.ams.ms.OnlineEventDistribution', '--endpoint', 'ums.brand');
    expect((await type('fault')).stdout.replace(/ {2,}/g, '  ').split('\n')).toEqual([
      'fault-1  a request ms.PublishEvent on any socket is lost: the socket closes with 4401  ' +
        'armed for 1 more frame, after 2 more frames, not fired yet',
      'fault-2  a notification ms.MessagingEventNotification on ums.brand arrives twice  ' +
        'armed for every frame, not fired yet',
    ]);
    const unknown = await type('fault', 'reset', '--frame', 'ms.Publish');
    expect([unknown.exitCode, unknown.stderr]).toEqual([
      1,
      expect.stringMatching(/^lp-auth-mock: fault: no frame is called "ms.Publish"; nearest: ms.PublishEvent, /),
    ]);
  });

  it('fires', async () => {
    await type('fault', '{"status":503,"body":"down"}', '--endpoint', 'sentinel.jwks', '--times', '1');
    expect([(await askJwks()).status, (await askJwks()).status]).toEqual([503, 200]);
  });

  it('clears', async () => {
    await type('fault', 'reset');
    expect((await type('fault', '--clear')).stdout).toBe('no fault is armed');
    expect((await askJwks()).status).toBe(200);
  });

  it.each([
    ['40109', 'nearest: 40102, 40103, 40104;', '{"status":503}'],
    ['503', 'nearest: ', '{"status":503}'],
    ['404', 'nearest: ', '{"status":404}'],
    ['INVALID_CLIENT', 'nearest: invalid_client, ', '{"status":503}'],
  ])('tells of an error that there is not, and what there is: %s', async (typed, nearest, status) => {
    const { exitCode, stdout, stderr } = await type('fault', typed);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      new RegExp(`^lp-auth-mock: error: no error is called "${typed}"; nearest: .*; a status of your own`),
    );
    expect(stderr).toContain(nearest);
    expect(stderr).toContain(`a status of your own is ${status}; known: 1001, `);
    expect(stderr.split('\n')).toHaveLength(1);
  });

  it('clears all or arms one, and not both', async () => {
    await type('fault', '1012', '--endpoint', 'idp.authenticate');
    const both = await type('fault', '--clear', '40102');
    expect(both).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        'lp-auth-mock: fault --clear removes every fault, and does not take the error 40102; type fault --clear alone',
    });
    expect((await type('fault', '--clear', '--times', '1')).exitCode).toBe(1);
    expect(mock.faults.list()).toHaveLength(1);
  });
});

describe('journal', () => {
  it('shows the calls as the log does', async () => {
    await askJwks();
    await fetch(`${server.url}/sentinel/nothing`);
    const { exitCode, stdout } = await type('journal');
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^2026-11-20T12:00:00\.000Z GET \/sentinel\/well-known\/jwks 200 \d+ms$/),
      expect.stringMatching(/^2026-11-20T12:00:00\.000Z GET \/sentinel\/nothing 501 \d+ms not-mocked; /),
    ]);
  });

  it('shows them as JSON', async () => {
    await askJwks();
    expect(JSON.parse((await type('journal', '--json')).stdout)).toMatchObject({
      path: '/sentinel/well-known/jwks',
      outcome: 200,
      verdict: 'accepted',
    });
  });

  it('forgets them', async () => {
    await askJwks();
    expect((await type('journal', '--clear')).stderr).toBe('lp-auth-mock: the journal is empty now');
    expect((await type('journal', '--account', '99')).stderr).toBe(
      'lp-auth-mock: no calls of account 99 are in the journal',
    );
    expect(await type('journal')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'lp-auth-mock: no calls are in the journal',
    });
  });

  it('follows, and misses none', async () => {
    await askJwks();
    const terminal = createCapturedTerminal({});
    const ended = runProgram(['journal', '--follow', '--url', server.url], terminal);
    await terminal.untilPrinted(1);
    await fetch(`${server.url}/sentinel/nothing`);
    await terminal.untilPrinted(2);
    terminal.stop('SIGINT');
    expect(await ended).toBe(0);
    expect(terminal.printed.map((line) => line.split(' ')[2])).toEqual([
      '/sentinel/well-known/jwks',
      '/sentinel/nothing',
    ]);
  });
});

describe('journal --follow', () => {
  it('ends with a line when the mock ends', async () => {
    await askJwks();
    const terminal = createCapturedTerminal({});
    const ended = runProgram(['journal', '--follow', '--url', server.url], terminal);
    await terminal.untilPrinted(1);
    await server.close();
    expect(await ended).toBe(1);
    expect(terminal.complained).toEqual([
      expect.stringMatching(/^lp-auth-mock: .* http:\/\/localhost:\d+.*; start one with: lp-auth-mock start$/),
    ]);
  });

  it('shows the calls of one account', async () => {
    for (const account of ['87654321', '12345678'])
      await fetch(`${server.url}/api/account/${account}/service/idp/baseURI.json?version=1.0`);
    const terminal = createCapturedTerminal({});
    const ended = runProgram(['journal', '--follow', '--account', '12345678', '--url', server.url], terminal);
    expect(await terminal.untilPrinted(1)).toContain(' /api/account/12345678/');
    terminal.stop('SIGTERM');
    expect(await ended).toBe(0);
  });
});

describe('the mock that is meant', () => {
  it('is the one of LP_AUTH_MOCK_URL, as under run, unless --url names another', async () => {
    const env = { LP_AUTH_MOCK_URL: server.url };
    expect(await run(['clock'], { env })).toMatchObject({ exitCode: 0, stdout: '2026-11-20T12:00:00Z' });
    expect(await run(['clock', '--url', 'http://localhost:1'], { env })).toMatchObject({ exitCode: 1 });
  });

  it('has a URL', async () => {
    expect(await run(['reset', '--url', 'localhost:4407'])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `lp-auth-mock: not a URL: "localhost:4407". Give one such as 'http://localhost:4407'.`,
    });
  });

  it('has the account', async () => {
    expect(await type('clock', '--account', 'not an id')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'lp-auth-mock: this mock has no account "not an id": that is not an account id',
    });
  });

  it('may answer nobody from here, and says so in one line', async () => {
    const outside = createServer((request, response) => {
      request.rawHeaders = ['host', 'lp-mock'];
      createExpressApp(mock)(request, response);
    });
    await new Promise<void>((resolve) => {
      outside.listen(0, '127.0.0.1', resolve);
    });
    expect(
      await run(['clock', '--url', `http://127.0.0.1:${String((outside.address() as AddressInfo).port)}`]),
    ).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        'lp-auth-mock: Host must be a loopback name or address for the admin API; it is "lp-mock"; call it at localhost, or add this host to the option admin.hosts',
    });
    outside.close();
    outside.closeAllConnections();
  });
});

describe('reset', () => {
  it('puts the mock back to its start', async () => {
    const keys = mock.keys.list();
    await mock.keys.rotate({ use: 'idp', overlap: 0 });
    mock.faults.add({ error: 'reset' });
    expect((await type('reset')).stderr).toBe('lp-auth-mock: the mock is reset');
    expect([mock.faults.list(), mock.journal.count(), mock.keys.list()]).toEqual([[], 0, keys]);
    expect((await run(['reset', '--help'])).stdout).toMatch(/ keys, .*Accounts and options stay/s);
  });

  it('puts one account back', async () => {
    mock.account('12345678').clock.advance('1h');
    mock.account('87654321').clock.advance('1h');
    expect((await type('reset', '--account', '12345678')).stderr).toBe('lp-auth-mock: account 12345678 is reset');
    expect([
      mock.account('12345678').clock.now() - mock.clock.now(),
      mock.account('87654321').clock.now() - mock.clock.now(),
    ]).toEqual([0, 3_600_000]);
  });
});

describe('healthcheck', () => {
  it('exits with 0 when a mock answers', async () => {
    expect(await type('healthcheck')).toEqual({ exitCode: 0, stdout: 'ok', stderr: '' });
  });

  it('asks the port that the variable for the server has, as in a container', async () => {
    const env = { LP_AUTH_MOCK_URL: '', LP_AUTH_MOCK_SERVER_PORT: String(server.port) };
    const terminal = createCapturedTerminal({ env });
    expect(await runProgram(['healthcheck'], terminal)).toBe(0);
    expect(terminal.printed).toEqual(['ok']);
  });

  it('knows a mock whose admin API is off', async () => {
    const closed = await startServer(createMock({ admin: false }), { port: 0 });
    expect(await run(['healthcheck', '--url', closed.url])).toEqual({
      exitCode: 0,
      stdout: 'ok (its admin API is off)',
      stderr: '',
    });
    await closed.close();
  });

  it('exits with 1 when there is no such path, and no mock behind it', async () => {
    const other = createServer((_, response) => {
      response.writeHead(404).end('{}');
    });
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    const url = `http://127.0.0.1:${String((other.address() as AddressInfo).port)}`;
    expect((await run(['healthcheck', '--url', url])).exitCode).toBe(1);
    other.close();
    other.closeAllConnections();
  });

  it('exits with 1 and one line when none does', async () => {
    await server.close();
    const { exitCode, stdout, stderr } = await type('healthcheck');
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^lp-auth-mock: no mock answers at http:\/\/localhost:\d+ \(ECONNREFUSED\); start one with: lp-auth-mock start$/,
    );
  });

  it('exits with 1 when what answers does not say what it is, as a mock does to other machines', async () => {
    const other = createServer((_, response) => {
      response.end('{"status":"ok"}');
    });
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    const url = `http://127.0.0.1:${String((other.address() as AddressInfo).port)}`;
    const stderr =
      `lp-auth-mock: what answers at ${url} is healthy, but does not say what it is; ` +
      'a mock only tells callers on its own machine, or at a host of its option admin.hosts';
    expect(await run(['healthcheck', '--url', url])).toEqual({ exitCode: 1, stdout: '', stderr });
    other.close();
    other.closeAllConnections();
  });

  it.each(['<h1>Hello</h1>', '{"status":"up"}', '', 'null'])(
    'exits with 1 when what answers is something else: %s',
    async (body) => {
      const other = createServer((_, response) => {
        response.end(body);
      });
      await new Promise<void>((resolve) => {
        other.listen(0, '127.0.0.1', resolve);
      });
      const url = `http://127.0.0.1:${String((other.address() as AddressInfo).port)}`;
      const refusal = {
        exitCode: 1,
        stdout: '',
        stderr: `lp-auth-mock: what answers at ${url} is not lp-auth-mock; start one with: lp-auth-mock start`,
      };
      expect(await run(['healthcheck', '--url', url])).toEqual(refusal);
      other.close();
      other.closeAllConnections();
    },
  );

  it.each(['', 'null'])(
    'is not the only command that knows a foreign server that answers %j to everything',
    async (body) => {
      const foreign = createServer((_, response) => {
        response.end(body);
      });
      await new Promise<void>((resolve) => {
        foreign.listen(0, '127.0.0.1', resolve);
      });
      const url = `http://127.0.0.1:${String((foreign.address() as AddressInfo).port)}`;
      for (const command of [['reset'], ['clock', 'advance', '5m'], ['fault'], ['journal']]) {
        expect((await run([...command, '--url', url])).stderr).toBe(
          `lp-auth-mock: what answers at ${url} is not lp-auth-mock; start one with: lp-auth-mock start`,
        );
      }
      foreign.close();
      foreign.closeAllConnections();
    },
  );

  it('exits with 1 when the mock takes too long', async () => {
    const patience = jest
      .spyOn(AbortSignal, 'timeout')
      .mockReturnValue(AbortSignal.abort(new DOMException('too long', 'TimeoutError')));
    try {
      expect(await type('healthcheck')).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: `lp-auth-mock: the mock at ${server.url} does not answer`,
      });
      expect(patience).toHaveBeenCalledWith(5000);
    } finally {
      patience.mockRestore();
    }
  });
});
