import { expect, it } from '@jest/globals';
import type { Beside } from '../../../mock-server/cli/ready.ts';
import { describeReady, readyLine } from '../../../mock-server/cli/ready.ts';
import { UNAUTH_METHOD_NAME } from '../../../mock-server/domain/connector.ts';
import type { MockOptions } from '../../../mock-server/index.ts';
import { createMock } from '../../../mock-server/index.ts';

const HTTP = { url: 'http://x:1', httpsUrl: undefined };
const BOTH = { url: 'http://x:1', httpsUrl: 'https://x:1' };
const banner = (options: MockOptions, beside?: Beside): string[] =>
  describeReady(createMock(options), HTTP, beside).split('\n');

const TOP = [
  'lp-auth-mock listens at http://x:1',
  'Its messaging sockets are at ws://x:1',
  'Its console, to look at in a browser, is at http://x:1/__admin/ui/',
];
const KEYS = 'Its tokens are signed with development keys that are public: trust them nowhere else.';
const BASE_URI = 'curl "http://x:1/api/account/own/service/baseURI.json?version=1.0"';
const JWKS = 'curl "http://x:1/sentinel/well-known/jwks"';
const APP_TOKEN = (form: string): string =>
  `curl -X POST "http://x:1/sentinel/api/account/own/app/token?v=1.0&grant_type=client_credentials" -d "${form}"`;

it('the banner has every address, what is beside the server, an account and calls to paste', () => {
  const beside = { proxy: { url: 'http://localhost:2' }, state: { path: '/a/state.json', isTakenUp: true } };
  expect(describeReady(createMock(), BOTH, beside)).toBe(
    [
      'lp-auth-mock listens at http://x:1 and https://x:1',
      'Its messaging sockets are at ws://x:1 and wss://x:1',
      'Its console, to look at in a browser, is at http://x:1/__admin/ui/',
      "Its proxy for LivePerson's hosts listens at http://localhost:2; its clients must trust the CA that the command ca shows.",
      'Its state was taken up from /a/state.json',
      KEYS,
      '  account        12345678',
      '  client_id      75588e18-0213-4e33-8174-883acac7e3c4',
      '  client_secret  0123456789abcdefghijklmnop',
      '  connector      4567890',
      '',
      'curl -X POST "http://x:1/sentinel/api/account/12345678/app/token?v=1.0&grant_type=client_credentials" ' +
        '-d "client_id=75588e18-0213-4e33-8174-883acac7e3c4&client_secret=0123456789abcdefghijklmnop"',
      'curl -X POST "http://x:1/api/account/12345678/anonymous/authorize"',
      'curl "http://x:1/api/account/12345678/service/baseURI.json?version=1.0"',
      '',
    ].join('\n'),
  );
});

it('a state that is new is said to be, and what is not there is not told', () => {
  const fresh = banner({ accounts: [], admin: false }, { state: { path: '/a', isTakenUp: false } });
  expect(fresh).toEqual([...TOP.slice(0, 2), 'Its state is new, and kept in /a', KEYS, '', JWKS, '']);
});

it.each<readonly [object, readonly string[], readonly string[]]>([
  [{ connectors: [], apps: [] }, [], [BASE_URI, JWKS]],
  [
    { connectors: [{ id: 7, configuration: { jsMethodName: UNAUTH_METHOD_NAME } }], apps: [] },
    ['  connector      7'],
    ['curl -X POST "http://x:1/api/account/own/anonymous/authorize"', BASE_URI, JWKS],
  ],
  [
    { connectors: [], apps: [{ client_id: 'a&b', client_secret: 'own secret' }] },
    ['  client_id      a&b', '  client_secret  <client_secret of a&b>'],
    [APP_TOKEN('client_id=a%26b&client_secret=<client_secret>'), BASE_URI, JWKS],
  ],
  [
    { connectors: [], apps: [{ client_id: 'me', client_secret: 'ponmlkjihgfedcba9876543210' }] },
    ['  client_id      me', '  client_secret  ponmlkjihgfedcba9876543210'],
    [APP_TOKEN('client_id=me&client_secret=ponmlkjihgfedcba9876543210'), BASE_URI, JWKS],
  ],
])('of the account %j only what it has is told, and its own secret never', (account, facts, calls) => {
  const accounts = [{ accountId: 'own', ...account }] as NonNullable<MockOptions['accounts']>;
  expect(banner({ accounts })).toEqual([...TOP, KEYS, '  account        own', ...facts, '', ...calls, '']);
});

it.each([
  ['localhost', false],
  ['127.0.0.1', false],
  ['127.1.2.3', false],
  ['::1', false],
  ['0.0.0.0', true],
  ['128.127.0.1', true],
  ['::', true],
  ['localhost.example', true],
])('the host %s is warned of: %s', (host, isOpen) => {
  const warning = `WARNING: ${host} is not limited to this machine: anyone who can reach it can use the mock`;
  expect(banner({ accounts: [], server: { host } })).toEqual([
    ...TOP,
    ...(isOpen ? [warning] : []),
    KEYS,
    '',
    JWKS,
    '',
  ]);
});

it('the line for a script has all of it as JSON, in one line', async () => {
  const mock = createMock({ accounts: [{ accountId: 'own' }] });
  const server = { ...BOTH, port: 1, certificates: () => Promise.resolve({ caFile: '/ca.pem' } as never) };
  const beside = { proxy: { url: 'http://localhost:2' }, state: { path: '/state.json', isTakenUp: false } };
  const accounts = mock.accounts.list();
  expect(await readyLine(mock, server, 9, beside)).toBe(
    JSON.stringify({
      event: 'ready',
      url: 'http://x:1',
      httpsUrl: 'https://x:1',
      port: 1,
      proxyUrl: 'http://localhost:2',
      pid: 9,
      ca: '/ca.pem',
      state: '/state.json',
      accounts,
    }),
  );
  const bare = { ...HTTP, port: 1, certificates: () => Promise.resolve(undefined) };
  expect(JSON.parse(await readyLine(mock, bare, 9))).toEqual({
    event: 'ready',
    url: 'http://x:1',
    port: 1,
    pid: 9,
    accounts,
  });
});
