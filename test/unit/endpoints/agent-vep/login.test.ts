import { describe, expect, it } from '@jest/globals';
import type { ClientVerdict } from '../../../../mock-server/domain/app.ts';
import { agentLogin } from '../../../../mock-server/endpoints/agent-vep/login.ts';
import { agentLogout } from '../../../../mock-server/endpoints/agent-vep/logout.ts';
import { agentRefresh } from '../../../../mock-server/endpoints/agent-vep/refresh.ts';
import type { EndpointContext } from '../../../../mock-server/endpoints/endpoint.ts';
import type { Answer } from '../../../../mock-server/http/call.ts';
import { contextOf, refusalOf } from '../../../support/endpoint-context.ts';

const SESSION = { id: 'session', csrf: 'csrf', bearer: 'bearer', userId: '11', userPid: 'pid', expiresAtSeconds: 1 };
const BOT = { username: 'ada', appKey: 'app', secret: 's', accessToken: 't', accessTokenSecret: 'ts' };

interface Asked {
  readonly settings?: object;
  /** What is known of the client of a bot. */
  readonly verdict?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly done?: unknown[];
}

function contextWith(body: unknown, { settings, verdict = { ok: true }, headers = {}, done = [] }: Asked = {}) {
  const account = {
    id: '1',
    agents: [
      { username: 'bob', password: 'pw-bob' },
      { username: 'ada', password: 'pw-ada' },
    ],
    agentSessions: {
      open: (loginName: string) => ({ ...SESSION, loginName }),
      find: (id: string | undefined) => (id === SESSION.id ? SESSION : undefined),
      close: (session: object) => done.push('closed', session),
      refresh: (session: object, nowSeconds: number) => done.push('refreshed', session, nowSeconds),
    },
    settings: {
      configuration: {
        agentGroups: [
          { id: 1, name: 'Day', deleted: true },
          { id: 2, name: 'Night' },
        ],
      },
    },
  };
  return contextOf({
    call: { target: '/login', body: typeof body === 'string' ? body : JSON.stringify(body), headers },
    account,
    accounts: { authenticateClient: () => verdict as ClientVerdict, wasForgotten: () => false },
    settings: { csds: { baseUri: 'example.test', extraServices: [] }, ...settings },
    nowMs: 5000,
  });
}

const logIn = (body: unknown, asked?: Asked): Answer => agentLogin.handle(contextWith(body, asked)) as Answer;
const nameOf = ({ body }: Answer): unknown => (JSON.parse(body) as { config: { loginName: unknown } }).config.loginName;

describe('An agent', () => {
  it('is told session, configuration, services and groups', () => {
    const { status, body, cookies } = logIn({ username: 'ada', password: 'pw-ada' });
    const answer = JSON.parse(body) as { csdsCollectionResponse: { baseURIs: readonly object[] } };
    const { baseURIs } = answer.csdsCollectionResponse;
    expect(baseURIs[0]).toEqual({ account: '1', baseURI: 'example.test', service: expect.any(String) });
    expect([status, answer]).toEqual([
      200,
      {
        csrf: 'csrf',
        wsuk: '11',
        config: {
          loginName: 'ada',
          userId: '11',
          userPid: 'pid',
          userPrivileges: [100, 101, 1730, 1731, 1732, 1733, 1734, 1735],
          serverCurrentTime: 5000,
          timeDiff: 0,
          serverTimeZoneName: 'UTC',
          serverTimeGMTDiff: 0,
          isLPA: false,
          isAdmin: true,
          accountTimeZoneId: 'UTC',
        },
        csdsCollectionResponse: { baseURIs },
        accountData: {
          agentGroupsData: {
            items: [
              { id: -1, deleted: false, name: 'Main Group' },
              { id: 1, deleted: true, name: 'Day' },
              { id: 2, deleted: false, name: 'Night' },
            ],
            revision: 1,
          },
        },
        sessionId: 'session',
        sessionTTl: '28800000',
        bearer: 'bearer',
      },
    ]);
    expect(cookies).toEqual(['Session_id=session; Path=/; HttpOnly', 'session_id=session; Path=/; HttpOnly']);
  });

  it.each<[how: string, body: object, name: string]>([
    ['the password of his own', { username: 'ada', password: 'pw-ada' }, 'ada'],
    ['any password, when nobody configured him', { username: 'eve', password: '' }, 'eve'],
    ['an assertion', { assertion: 'PHNhbWw+' }, 'saml-agent'],
    ['an empty assertion beside a password', { assertion: '', username: 'ada', password: 'pw-ada' }, 'ada'],
    ['an app', BOT, 'ada'],
    ['an app beside his password', { ...BOT, password: 'pw-ada' }, 'ada'],
    ['an app beside an empty password', { ...BOT, password: '' }, 'ada'],
    ['a name of 1,024 characters', { username: 'n'.repeat(1024), password: 'p' }, 'n'.repeat(1024)],
  ])('logs in with %s', (_, body, name) => {
    expect(nameOf(logIn(body))).toBe(name);
  });

  const closed: Asked = { settings: { closed: true } };
  const failed = (slug: string, sentence: string): readonly string[] => ['agent_login_failed', slug, sentence];
  const WRONG = failed('agent-password-wrong', 'the password is not the one configured for this agent');
  it.each<[body: object, asked: Asked, refusal: readonly string[]]>([
    [{ username: 'ada', password: 'pw-bob' }, {}, WRONG],
    [{ username: 'ada', password: '' }, {}, WRONG],
    [{ ...BOT, password: 'pw-bob' }, {}, WRONG],
    [
      { username: 'eve', password: 'p' },
      closed,
      failed('agent-unknown', 'no agent of that name is configured and this mock is closed'),
    ],
    [
      { assertion: 'PHNhbWw+' },
      closed,
      failed('agent-unknown', 'an assertion names no configured agent and this mock is closed'),
    ],
    ...(
      [
        ['unknown', 'client-unknown', 'no app with the client_id in appKey is configured and this mock is closed'],
        ['secret', 'client-secret-wrong', 'secret is not the client_secret configured for the client_id in appKey'],
        ['disabled', 'client-disabled', 'the app in appKey is disabled or deleted'],
        ['foreign-account', 'client-foreign-account', 'the client_id in appKey is configured for another account'],
      ] as const
    ).map(
      ([failure, slug, sentence]) =>
        [BOT, { verdict: { ok: false, failure } }, failed(slug, sentence)] as [object, Asked, readonly string[]],
    ),
    [
      { username: 'n'.repeat(1025), password: 'p' },
      {},
      ['agent_bad_request', 'name-too-long', 'username has 1025 characters; this mock keeps up to 1024'],
    ],
  ])('does not log in with %j when he may not', (body, asked, refusal) => {
    expect(refusalOf(() => logIn(body, asked))).toEqual(refusal);
  });

  it.each<[what: string, body: object]>([
    ['nothing', {}],
    ['a name alone', { username: 'ada' }],
    ['a password alone', { password: 'pw-ada' }],
    ['an empty name', { username: '', password: 'p' }],
    ['a name that is no text', { username: 7, password: 'p' }],
    ['a password that is no text', { username: 'ada', password: 7 }],
    ['an app without a name', { ...BOT, username: undefined }],
    ...['appKey', 'secret', 'accessToken', 'accessTokenSecret'].flatMap((name): [string, object][] => [
      [`an app without its ${name}`, { ...BOT, [name]: undefined }],
      [`an app whose ${name} is empty`, { ...BOT, [name]: '' }],
      [`an app whose ${name} is no text`, { ...BOT, [name]: 7 }],
    ]),
  ])('must send all that belongs together; %s is refused', (_, body) => {
    expect(refusalOf(() => logIn(body))).toEqual([
      'agent_bad_request',
      'agent-credentials-missing',
      'send username and password, or username with appKey, secret, accessToken and accessTokenSecret, or an assertion',
    ]);
  });

  it("is noted with another account's app, and with a variable that was never set", () => {
    const noted = (body: object, verdict: object): unknown => {
      const context = contextWith(body, { verdict });
      expect(agentLogin.handle(context)).toMatchObject({ status: 200 });
      return context.deviations.map(({ slug, sentence }) => [slug, sentence.slice(0, 21)]);
    };
    expect(noted(BOT, { ok: true })).toEqual([]);
    expect(noted(BOT, { ok: true, isForeign: true })).toEqual([['client-foreign-account', 'this client is config']]);
    expect(noted({ ...BOT, appKey: 'undefined' }, { ok: true })).toEqual([['id-unset', 'appKey is "undefined"']]);
    const strict: Asked = { settings: { strict: true }, verdict: { ok: true, isForeign: true } };
    for (const body of [BOT, { ...BOT, appKey: 'NaN' }])
      expect(refusalOf(() => logIn(body, strict)).slice(0, 2)).toEqual(['agent_login_failed', 'deviation-refused']);
  });
});

describe.each([
  ['login', agentLogin],
  ['refresh', agentRefresh],
  ['logout', agentLogout],
])('An agent at %s', (_, handler) => {
  const refused = (context: EndpointContext): unknown => refusalOf(() => handler.handle(context));

  it('sends an object, and is told what it was instead', () => {
    expect(refused(contextWith('[]'))).toEqual([
      'agent_bad_request',
      'body-wrong-shape',
      'the body is an array; send an object',
    ]);
    expect(refused(contextWith('{'))).toEqual([
      'agent_bad_request',
      'body-not-json',
      'the request body is not valid JSON',
    ]);
  });

  it('is refused at an account that is not there', () => {
    expect(refused(contextOf({ parameters: { account: '9' } }))).toEqual([
      'agent_login_failed',
      'account-unknown',
      'account 9 is not there',
    ]);
  });
});

describe('A session', () => {
  const cookie = 'session_id=session';

  it('is refreshed, and ended, by cookie and csrf together', () => {
    const done: unknown[] = [];
    const context = (): EndpointContext => contextWith({ csrf: 'csrf' }, { headers: { cookie }, done });
    expect(agentRefresh.handle(context())).toMatchObject({ status: 200, body: '' });
    const { status, cookies } = agentLogout.handle(context()) as Answer;
    expect([status, cookies]).toEqual([
      200,
      ['Session_id=; Path=/; HttpOnly; Max-Age=0', 'session_id=; Path=/; HttpOnly; Max-Age=0'],
    ]);
    expect(done).toEqual(['refreshed', SESSION, 5, 'closed', SESSION]);
  });

  it.each<[what: string, body: object, headers: Readonly<Record<string, string>>, refusal: readonly string[]]>([
    [
      'another csrf',
      { csrf: 'other' },
      { cookie },
      ['agent_csrf_invalid', 'agent-csrf-wrong', 'csrf is not the one that the login of this session gave'],
    ],
    [
      'no cookie',
      { csrf: 'csrf' },
      {},
      [
        'agent_session_unknown',
        'agent-session-unknown',
        'neither of the cookies Session_id and session_id names a live session; log in again',
      ],
    ],
  ])('is not known with %s', (_, body, headers, refusal) => {
    for (const handler of [agentRefresh, agentLogout])
      expect(refusalOf(() => handler.handle(contextWith(body, { headers })))).toEqual(refusal);
  });
});
