import { A, api, call, scenario, under } from '../building.ts';
import type { Scenario } from '../scenario.ts';

const PATHS = [
  '/',
  '',
  '/favicon.ico',
  '/index.html',
  '/api',
  '/api/',
  '/api/account',
  '/api/account/',
  api(A),
  `${api(A)}/`,
  `${api(A)}/nothing`,
  `${api(A)}/consumer/`,
  `${api(A)}/consumers`,
  `${api(A)}/anonymous`,
  `${api(A)}/anonymous/authorise`,
  `${api(A)}/app/4567890`,
  `${api(A)}/app//authenticate`,
  `${api(A)}/service`,
  `${api(A)}/service/idp`,
  `${api(A)}/service/idp/baseURI`,
  `${api(A)}/service/idp/baseUri.json`,
  `${api(A)}/service/idp/baseURI.lpCsds`,
  `/csdr/account/${A}/service/baseURI`,
  `/csdr/account/${A}`,
  `/csdr/account/${A}/service/baseURI.lpCsds`,
  '/sentinel',
  '/sentinel/',
  `/sentinel/api/account/${A}/app`,
  `/sentinel/api/account/${A}/authorize`,
  `/sentinel/api/account/${A}/token`,
  `/sentinel/api/account/${A}/token/revoke`,
  `/sentinel/api/account/${A}/login`,
  `/sentinel/api/v3/account/${A}/app/token`,
  '/sentinel/.well-known/jwks',
  '/sentinel/well-known/jwks.json',
  `${api(A)}/messaging/consumer`,
  `${api(A)}/messaging/consumer/conversation/sends`,
  `${api(A)}/messaging/consumer/conversations`,
  '/messaging/v1',
  '/messaging/v1/',
  '/messaging/v1/conversations',
  `/ws_api/account/${A}/messaging/consumer?v=3`,
  `/ws_api/account/${A}/messaging/brand/x?v=2.1`,
  `/messaging_history/api/account/${A}/conversations/search`,
  `${api(A)}/configuration/le-users/users`,
  `${api(A)}/configuration/le-users/skills?v=2.0`,
  `${api(A)}/configuration/le-connectors/connectors`,
  `${api(A)}/configuration/app-install/installations`,
  `${api(A)}/lambdas/x/invocation?v=1`,
  `${api(A)}/events/x/invoke`,
  `${api(A)}/functions/x`,
  '/v1/AUTH_async-images/12345678/a.png',
  '/v1/other',
  '/API/ACCOUNT/1/x',
  '//api/account/1/consumer',
  '/api/account/1/../2/consumer',
  '/api/account/%/consumer',
  '/api/account/%c3%28/consumer',
  '/api/account/a%00b/consumer',
  '*',
  'http://localhost/api/account/1/consumer',
  `${api('undefined')}/nothing`,
  `${api('null')}/nothing`,
  '/__other',
  '/a'.repeat(2000),
  `${api(A)}/${'x'.repeat(3000)}`,
  `${api(A)}/ünï`,
  `${api(A)}/%C3%BC/authenticate`,
];
const named = PATHS.map((path, index) => [String(index + 1), path] as const);
const unknown: readonly Scenario[] = named.map(([name, path]) =>
  scenario(`paths/${name}`, [
    call('get', path),
    call('post', path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
  ]),
);
const fromLivePerson: readonly Scenario[] = named
  .slice(0, 12)
  .map(([name, path]) =>
    scenario(`paths/from-liveperson-${name}`, [call('get', path, { origin: 'https://lo.msg.liveperson.net' })]),
  );

const PREFLIGHTS: readonly (readonly [name: string, headers: Readonly<Record<string, string>>])[] = [
  ['bare', {}],
  ['origin', { origin: 'https://shop.example.test' }],
  ['null', { origin: 'null' }],
  [
    'asked',
    {
      origin: 'https://shop.example.test',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization, x-own',
    },
  ],
  ['private', { origin: 'https://shop.example.test', 'access-control-request-private-network': 'true' }],
  ['private-false', { origin: 'https://shop.example.test', 'access-control-request-private-network': 'false' }],
  ['asked-nothing', { origin: 'https://shop.example.test', 'access-control-request-headers': '' }],
];
const preflights: readonly Scenario[] = PREFLIGHTS.flatMap(([name, headers]) => {
  const each = scenario(
    `cors/preflight-${name}`,
    ['/sentinel/well-known/jwks', `${api(A)}/consumer?v=1.0`, '/nothing', `${api(A)}/nothing`].map((path, index) =>
      call(`path-${String(index + 1)}`, path, { method: 'OPTIONS', headers }),
    ),
  );
  return [each, ...under('no-cors', { server: { cors: false } }, [each])];
});
const ORIGINS = ['https://shop.example.test', 'null', '', 'x', 'https://a.example.test, https://b.example.test'];
const withOrigin: readonly Scenario[] = ORIGINS.flatMap((origin, index) => {
  const each = scenario(
    `cors/origin-${String(index + 1)}`,
    ['/sentinel/well-known/jwks', `${api(A)}/nothing`, '/nothing', `/csdr/account/${A}/service/idp/baseURI.lpCsds`].map(
      (path, count) => call(`path-${String(count + 1)}`, path, { headers: { origin } }),
    ),
  );
  return [each, ...under('no-cors', { server: { cors: false } }, [each])];
});

export const paths: readonly Scenario[] = [
  ...unknown,
  ...under('strict', { strict: true }, unknown.slice(0, 20)),
  ...fromLivePerson,
  ...preflights,
  ...withOrigin,
];
