import { describe, expect, it } from '@jest/globals';
import { createMock } from '../../mock-server/index.ts';
import { agentIdTokenClaims } from '../../mock-server/tokens/agent-id-token.ts';
import { SENTINEL_ID_TOKEN_KEY, signJws } from '../support/signed-by-hand.ts';
import { CLIENT_ID } from '../support/through-every-adapter.ts';
import type { Outcome } from './captured-terminal.ts';
import { run } from './captured-terminal.ts';
import { createScratchFolder } from './scratch-folder.ts';

const clock = { now: () => Date.parse('2026-11-20T12:00:00Z') };
const mock = createMock({ clock });
const folder = createScratchFolder();
folder.write('later.mjs', "export default { clock: { now: () => Date.parse('2026-11-20T12:00:30Z') } }");

function inspect(argv: readonly string[], input?: string): Promise<Outcome> {
  return run(['inspect', '--config', 'later.mjs', ...argv], {
    cwd: folder.path,
    ...(input === undefined ? {} : { input }),
  });
}

const told = (...lines: readonly string[]): Outcome => ({
  exitCode: 0,
  stdout: lines.join('\n'),
  stderr: 'lp-auth-mock: asked a mock made of --config, and none that runs',
});

const APP_JWT = [
  'AppJWT of account 12345678',
  '',
  'header {',
  '  "kid": "appjwt-13-05-17",',
  '  "typ": "JWT",',
  '  "alg": "RS256"',
  '}',
];

function appClaims(exp: number): string[] {
  return [
    'claims {',
    '  "aud": "12345678",',
    '  "azp": "75588e18-0213-4e33-8174-883acac7e3c4",',
    '  "scope": "msg.consumer",',
    '  "iss": "Sentinel",',
    `  "exp": ${String(exp)},`,
    '  "iat": 1795176000',
    '}',
  ];
}

const APP_MEANINGS = [
  '',
  'aud    The account it is for; must be the one in the path.',
  'azp    The app that asked: its client_id.',
  'scope  What the app may do. The Send API needs msg.consumer.',
  'iss    Who issued it. With a capital S in every AppJWT.',
  'exp    Good until this second, and not in it.',
  'iat    When Sentinel issued it.',
  '',
];

describe('inspect', () => {
  it("explains Sentinel's id token", async () => {
    const token = await signJws(
      SENTINEL_ID_TOKEN_KEY,
      agentIdTokenClaims({ userPid: 'an-agent', clientId: CLIENT_ID, issuedAtSeconds: clock.now() / 1000 }),
    );
    const { stdout } = await inspect([token]);
    expect(stdout.split('\n')[0]).toBe('Sentinel id token of account 12345678');
    for (const line of [
      'sub       The agent, by the id of the user at LivePerson.',
      'checks passed: shape, kind, signature, claims, account, times',
      '  the application that got it, which reads in it which agent has logged in; no call takes it',
    ])
      expect(stdout.split('\n')).toContain(line);
  });

  it('says that an LP_EXT_JWT is the wrong token for a socket, and how to get the right one', async () => {
    const { stdout } = await inspect([await mock.mint.extJwt()]);
    expect(stdout.split('\n').at(-1)).toBe(
      "not for the consumer's socket, which takes an LP_JWT and closes with 4407 for this token; " +
        'send it as id_token to POST /api/account/{account}/app/{connector}/authenticate, which gives the LP_JWT',
    );
    expect((await inspect([await mock.mint.lpJwt()])).stdout).not.toContain('not for');
  });

  it('shows header, claims, times in words, and where the token is accepted', async () => {
    expect(await inspect([await mock.mint.appJwt()])).toEqual(
      told(
        ...APP_JWT,
        ...appClaims(1795179600),
        'iat  2026-11-20T12:00:00Z  30 s ago',
        'exp  2026-11-20T13:00:00Z  in 59 min 30 s',
        ...APP_MEANINGS,
        'checks passed: shape, kind, signature, times, claims, issuer, account, scope',
        'accepted now, at:',
        '  Authorization of POST /api/account/{account}/consumer',
        '  Authorization of POST /api/account/{account}/messaging/consumer/conversation',
        '  Authorization of POST /api/account/{account}/messaging/consumer/conversation/send',
        '  Authorization of PUT /messaging/v1/consumers/{consumer}',
        '  Authorization of POST /messaging/v1/consumers/{consumer}/conversations',
        '  Authorization of GET /messaging/v1/conversations/{conversation}',
        '  Authorization of PATCH /messaging/v1/conversations/{conversation}',
        '  Authorization of POST /messaging/v1/conversations/{conversation}/dialogs/{dialog}/messages',
        '  Authorization of GET /messaging/v1/conversations/{conversation}/dialogs/{dialog}/messages',
        '  Authorization of POST /api/account/{account}/lambdas/{function}/invoke (scope faas.lambda.invoke)',
        '  Authorization of POST /api/account/{account}/events/{event}/invoke (scope faas.lambda.invoke)',
        '  Authorization of GET /api/account/{account}/events/{event}/isImplemented (scope faas.lambda.invoke)',
      ),
    );
  });

  it('says why a token is not accepted, and still ends with exit code 0', async () => {
    expect(await inspect([await mock.mint.appJwt({ expiresInSeconds: 10 })])).toEqual(
      told(
        ...APP_JWT,
        ...appClaims(1795176010),
        'iat  2026-11-20T12:00:00Z  30 s ago',
        'exp  2026-11-20T12:00:10Z  20 s ago',
        ...APP_MEANINGS,
        'checks passed: shape, kind, signature; failed: times; not reached: claims, issuer, account, scope',
        'not accepted: app-jwt-expired; expired 20 s ago at 2026-11-20T12:00:10Z',
      ),
    );
  });

  it('follows the options of the mock', async () => {
    const { stdout } = await inspect([
      await mock.mint.appJwt({ scope: 'other' }),
      '--set',
      'sendApi.requiredScope=other',
    ]);
    expect(stdout).toMatch(/\naccepted now, at:\n/);
  });

  it('reads stdin without an argument', async () => {
    const token = await mock.mint.consumerJws();
    expect(await inspect([], `${token}\n`)).toEqual(await inspect([token]));
  });

  it.each(['%\r\n', '\uFEFF%\r\n', 'Authorization: Bearer %\r\n', '"%"\r\n'])(
    'reads what Windows pipes in: %j',
    async (form) => {
      const token = await mock.mint.lpJwt();
      expect(await inspect([], form.replace('%', token))).toEqual(await inspect([token]));
    },
  );

  it.each(['Bearer %', 'Authorization: Bearer %', 'authorization: %', 'jwt %', '"%"', " '%' "])(
    'takes what was copied as %s',
    async (form) => {
      const token = await mock.mint.lpJwt();
      expect(await inspect([], form.replace('%', token))).toEqual(await inspect([token]));
    },
  );

  it('--json has the whole inspection', async () => {
    const token = await mock.mint.extJwt();
    const later = createMock({ clock: { now: () => clock.now() + 30_000 } });
    const { exitCode, stdout } = await inspect(['--json', token]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(await later.inspect(token))));
  });

  it('shows what would steer the terminal as escapes', async () => {
    const { stdout } = await inspect([await mock.mint.appJwt({ scope: 'a\u001b[31m\u009b31m\u202e' })]);
    expect(stdout).toContain('"scope": "a\\u001b[31m\\u009b31m\\u202e"');
  });
});
