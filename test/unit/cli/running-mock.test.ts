import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunningServer } from '../../../mock-server/adapters/node/server.ts';
import { startServer } from '../../../mock-server/adapters/node/server.ts';
import { UsageError } from '../../../mock-server/cli/command.ts';
import { requireConversation } from '../../../mock-server/cli/named-conversation.ts';
import { urlOf, withRunningMock } from '../../../mock-server/cli/running-mock.ts';
import type { Mock } from '../../../mock-server/index.ts';
import { createMock } from '../../../mock-server/index.ts';
import type { Outcome } from '../../cli/captured-terminal.ts';
import { run } from '../../cli/captured-terminal.ts';

let mock: Mock;
let server: RunningServer;
beforeEach(async () => {
  mock = createMock({ seed: 'running' });
  mock.clock.freeze('2026-11-20T12:00:00Z');
  server = await startServer(mock, { port: 0, tls: false });
});
afterEach(() => server.close());
const type = (...argv: readonly string[]): Promise<Outcome> => run([...argv, '--url', server.url]);

it.each([
  [{ url: 'http://a' }, { LP_AUTH_MOCK_URL: 'http://b', LP_AUTH_MOCK_SERVER_PORT: '80' }, 'http://a'],
  [{}, { LP_AUTH_MOCK_URL: 'http://b', LP_AUTH_MOCK_SERVER_PORT: '80' }, 'http://b'],
  [{}, { LP_AUTH_MOCK_URL: '', LP_AUTH_MOCK_SERVER_PORT: '80' }, 'http://localhost:80'],
  [{}, { LP_AUTH_MOCK_SERVER_PORT: '12345' }, 'http://localhost:12345'],
  [{}, { LP_AUTH_MOCK_SERVER_PORT: '7' }, 'http://localhost:7'],
  ...['0', '123456', 'x1', '1x', '', '01', ' 1'].map(
    (port) => [{}, { LP_AUTH_MOCK_SERVER_PORT: port }, 'http://localhost:4407'] as const,
  ),
  [{}, {}, 'http://localhost:4407'],
])('with %j and the variables %j the mock is at %s', (typed, env, url) => {
  expect(urlOf(typed, env)).toBe(url);
});

describe('what a running mock is asked', () => {
  const failWith = (error: unknown): Promise<unknown> =>
    withRunningMock({ url: 'http://localhost:1' }, { env: {} }, () => Promise.reject(error as Error)).catch(
      (thrown: unknown) => thrown,
    );

  it.each([
    ['gone; start one with: lp-auth-mock start', Object.assign(new Error('gone'), { name: 'MockUnreachable' })],
    ['the mock at http://localhost:1 does not answer', Object.assign(new Error('x'), { name: 'TimeoutError' })],
    [
      'a: expected a number; got 1\nb: expected c',
      new TypeError('a: Invalid type: Expected number but received 1\nb: Expected c'),
    ],
    ['not so', Object.assign(new RangeError('not so'), { status: 400 })],
  ])('and refuses is a mistake of the user: %j', async (message, error) => {
    expect(await failWith(error)).toEqual(new UsageError(message));
  });

  it('and fails otherwise is none', async () => {
    for (const error of [new RangeError('x'), Object.assign(Object.create(null) as object, { status: 400, name: 'x' })])
      expect(await failWith(error)).toBe(error);
  });
});

describe('a conversation that is typed', () => {
  const ids = ['abcd1', 'abcd2', 'abxy', 'q1', 'q2', 'q3', 'q4'];
  const find = (typed: string, known: readonly string[] = ids): Promise<unknown> =>
    requireConversation(
      {
        find: (id: string) => Promise.resolve(known.includes(id) ? { id } : undefined),
        list: () => Promise.resolve(known.map((id) => ({ id }))),
      } as never,
      typed,
    ).catch((error: unknown) => (error as UsageError).message);

  it.each([
    ['abcd1', { id: 'abcd1' }],
    ['q1', { id: 'q1' }],
    ['ABXY', { id: 'abxy' }],
    ['abcd', '2 conversations begin with abcd: abcd2, abcd1'],
    ['abx', 'there is no conversation abx; there are q4, q3, q2, q1, abxy and 2 older'],
    ['nope', 'there is no conversation nope; there are q4, q3, q2, q1, abxy and 2 older'],
  ])('%s is %j', async (typed, found) => {
    expect(await find(typed)).toEqual(found);
  });

  it('is one of those that there are', async () => {
    expect(await find('nope', [])).toBe('there is no conversation nope; there is none at all yet');
    expect(await find('nope', ids.slice(0, 5))).toBe(
      'there is no conversation nope; there are q2, q1, abxy, abcd2, abcd1',
    );
  });
});

describe('clock', () => {
  it('says whether the time was moved, how far and in which direction', async () => {
    mock.clock.reset();
    expect((await type('clock')).stderr).toBe('lp-auth-mock: the clock runs, and was not moved');
    expect((await type('clock', 'advance', '1h')).stderr).toBe('lp-auth-mock: the clock runs, moved 1 h on');
    expect((await type('clock', 'advance', '-2h')).stderr).toBe('lp-auth-mock: the clock runs, moved 1 h back');
    expect((await type('clock', '--account', '12345678')).stderr).toBe(
      'lp-auth-mock: the clock runs, and was not moved',
    );
    expect((await type('clock', 'freeze', '--account', '12345678')).stderr).toBe('lp-auth-mock: the clock is frozen');
  });

  it.each([
    [['freeze', '1700000000'], '2023-11-14T22:13:20Z'],
    [['freeze', '2026-01-01T00:00:00Z'], '2026-01-01T00:00:00Z'],
    [['freeze'], '2026-11-20T12:00:00Z'],
    [['advance', '1.25'], '2026-11-20T12:00:01Z'],
    [['advance', '-90'], '2026-11-20T11:58:30Z'],
  ])('%j', async (words, time) => {
    expect(await type('clock', ...words)).toEqual({
      exitCode: 0,
      stdout: time,
      stderr: 'lp-auth-mock: the clock is frozen',
    });
  });
});

it('fault shows the one that it arms, and clears all alone', async () => {
  expect((await type('fault')).stdout).toBe('no fault is armed');
  await type('fault', 'reset');
  expect((await type('fault', '--delay-ms', '5', '--times', '1')).stdout).toMatch(/^fault-2 [^\n]*after 5 ms[^\n]*$/);
  const refusal = (given: string): string =>
    `lp-auth-mock: fault --clear removes every fault, and does not take ${given}; type fault --clear alone`;
  expect((await type('fault', '--clear', '--times', '1')).stderr).toBe(refusal('the options of one'));
  expect((await type('fault', '--clear', 'reset')).stderr).toBe(refusal('the error reset'));
  expect((await type('fault', '--clear')).stdout).toBe('no fault is armed');
});

it('say needs something to say', async () => {
  const consumer = await mock.consumer({ consumerId: 'jane' });
  const id = await consumer.requestConversation({ skillId: '77' });
  expect(await type('say', id, '')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: 'lp-auth-mock: text: expected something to say',
  });
});

it('endpoints are a table with a line for each path', async () => {
  const { stdout } = await run(['endpoints']);
  const rows = JSON.parse((await run(['endpoints', '--json'])).stdout) as readonly {
    readonly id: string;
    readonly method: string;
    readonly paths: readonly string[];
    readonly query?: string;
    readonly title: string;
  }[];
  const expected = rows.flatMap(({ id, method, paths, query, title }) =>
    paths.map((path, index) =>
      [
        method,
        query === undefined ? path : `${path}?${query.replace('?', '')}`,
        index === 0 ? title : 'the same',
        id,
      ].join(' '),
    ),
  );
  expect(stdout.split('\n').map((line) => line.replace(/ {2,}/g, ' '))).toEqual([
    'METHOD PATH WHAT FOR ID',
    ...expected,
  ]);
});

describe('webhooks', () => {
  const EVENT = 'ms.MessagingEventNotification.ContentEvent';
  let receiver: ReturnType<typeof createServer>;
  let url: string;
  let status = 200;
  beforeEach(async () => {
    receiver = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(status).end());
    });
    await new Promise<void>((resolve) => {
      receiver.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/hook`;
    status = 200;
  });
  afterEach(() => {
    receiver.close();
    receiver.closeAllConnections();
  });

  it('send a sample by a mock of the command where none runs, and say what came of it', async () => {
    const sent = await run(['webhooks', 'send', url]);
    expect([sent.exitCode, sent.stdout.replace(/\d+ ms/, '1 ms').replace(/^attempt \S+:/, 'attempt 1:')]).toEqual([
      0,
      `attempt 1: ${EVENT} to ${url}: delivered, answered with 200 (1 ms)`,
    ]);
    expect(sent.stderr).toContain('no mock runs at ');
    status = 500;
    const failed = await run(['webhooks', 'send', url, '--json', '--event', 'cqm.ExConversationChangeNotification']);
    expect(failed.exitCode).toBe(1);
    expect(JSON.parse(failed.stdout)).toMatchObject({
      event: 'cqm.ExConversationChangeNotification',
      url,
      state: 'dropped',
      status: 500,
    });
    expect((await run(['webhooks', 'send', url, '--account', '87654321', '--json'])).stdout).toContain('87654321');
    expect((await run(['webhooks', 'send', url, '--account', 'a/b'])).stderr).toBe(
      'lp-auth-mock: --account a/b: this mock has no such account; configured: 12345678, 87654321',
    );
    expect(await run(['webhooks', 'send', 'nowhere'])).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(/^lp-auth-mock: (?!an error in)/),
    });
  });

  it('are sent, listed and sent again by the mock that runs', async () => {
    expect(await type('webhooks')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'lp-auth-mock: there were no attempts at a webhook',
    });
    const sent = await type('webhooks', 'send', url);
    expect([sent.exitCode, sent.stderr]).toEqual([0, `lp-auth-mock: asked the mock at ${server.url}`]);
    status = 503;
    expect((await type('webhooks', 'send', url, '--account', '87654321')).exitCode).toBe(1);
    const { stdout } = await type('webhooks', 'list');
    expect(stdout.split('\n').map((line) => line.replace(/ {2,}/g, ' ').replace(/^\d+ /, '# '))).toEqual([
      'ID AT ACCOUNT EVENT URL ATTEMPT STATE WHY',
      `# 2026-11-20T12:00:00Z 12345678 ${EVENT} ${url} 1 delivered`,
      expect.stringMatching(/^# 2026-11-20T12:00:00Z 87654321 \S+ \S+ 1 dropped \S/),
    ]);
    const lines = (await type('webhooks', '--json')).stdout.split('\n');
    const [first, second] = lines.map((line) => JSON.parse(line) as { id: string; reason?: string });
    expect((await type('webhooks', 'resend', first?.id ?? '')).stdout).toMatch(
      new RegExp(`^attempt \\S+: ${EVENT} to \\S+: dropped, ${second?.reason ?? '?'} \\(\\d+ ms\\)$`),
    );
    expect((await type('webhooks', '--event', 'cqm.ExConversationChangeNotification')).stderr).toContain('no attempts');
    expect((await type('webhooks', '--client', 'nobody')).stdout).toBe('');
  });

  it.each([
    [['send'], 'webhooks send needs <url>'],
    [['resend'], 'webhooks resend needs <id>'],
    [['list', 'x'], 'webhooks list does not take the word x'],
  ])('%j is told what is wrong', async (words, line) => {
    expect(await type('webhooks', ...words)).toEqual({ exitCode: 1, stdout: '', stderr: `lp-auth-mock: ${line}` });
  });
});
