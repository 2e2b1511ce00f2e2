import { A, api, B, call, openAndStrict, scenario, under } from '../building.ts';
import type { PlainOptions, Scenario } from '../scenario.ts';

const SERVICES = [
  'sentinel',
  'idp',
  'asyncMessagingEnt',
  'acCdnDomain',
  'accountConfigReadOnly',
  'accountConfigReadWrite',
  'adminArea',
  'agentVep',
  'msgHist',
  'swift',
  'swiftDomain',
  'visitorMonitoring',
  'smt',
  'engHistDomain',
  'leDataReporting',
  'leIntegration',
  'etool',
  'openPlatform',
  'facadeMsg',
  'liveEngageUI',
  'routingBot',
  'faasGW',
  'faasUI',
  'coapp',
  'asyncMessaging',
  'messagingHistory',
  'proactiveHandoff',
  'convBuild',
  'loginMgt',
  'Sentinel',
  'SENTINEL',
  'sentinel%20',
  'none',
  '__proto__',
  'constructor',
  'toString',
  '%E2%82%AC',
];

const one = (service: string, account = A, query = '?version=1.0'): string =>
  `${api(account)}/service/${service}/baseURI.json${query}`;
const all = (account = A, query = '?version=1.0'): string => `${api(account)}/service/baseURI.json${query}`;
const jsonp = (service: string, query: string, account = A): string =>
  `/csdr/account/${account}/service/${service}/baseURI.lpCsds${query}`;

const everyService: readonly Scenario[] = SERVICES.map((service) =>
  scenario(`domain-api/service/${service}`, [
    call('bare', one(service)),
    call('jsonp', jsonp(service, '?version=1.0')),
  ]),
);

const VERSIONS = [
  '',
  '?',
  '?version=',
  '?version=1',
  '?version=1.0',
  '?version=2.0',
  '?version=1.0&version=1.0',
  '?Version=1.0',
  '?version=1.0&__d=12345',
  '?v=1.0',
  '?version=1.0&_=%zz',
];
const versions: readonly Scenario[] = openAndStrict(
  VERSIONS.map((query, index) =>
    scenario(`domain-api/version/${String(index + 1)}`, [
      call('one', one('idp', A, query)),
      call('all', all(A, query)),
      call('jsonp', jsonp('idp', query)),
    ]),
  ),
);

const ORIGINS = [
  'http://localhost:4407',
  'https://localhost:4407',
  'http://127.0.0.1:80',
  'http://[::1]:4407',
  'https://api.liveperson.net',
  'http://api.liveperson.net',
  'https://api.liveperson.net:443',
  'https://API.LivePerson.NET',
  'https://lo.v.liveperson.net',
  'https://hc1n.dev.lprnd.net',
  'https://lpcdn.lpsnmedia.net',
  'https://csds-app.qa.int.gw.lpcloud.io',
  'https://liveperson.net',
  'https://evilliveperson.net',
  'https://liveperson.net.example.test',
  'https://va.sentinel.liveperson.net',
  'https://proactive-messaging.z1.fs.liveperson.com',
  'https://www.liveperson.com',
  'http://mock',
  'http://mock.internal:8080',
];
const origins: readonly Scenario[] = ORIGINS.map((origin, index) =>
  scenario(`domain-api/origin/${String(index + 1)}`, [
    call('one', one('sentinel'), { origin }),
    call('all', all(), { origin }),
    call('jsonp', jsonp('idp', '?cb=f'), { origin }),
    call('unknown-path', '/nothing', { origin }),
  ]),
);

const CALLBACKS = [
  'fn',
  'a.b.c',
  '$',
  '_x',
  'lpConnLib.Process',
  '',
  'a b',
  'alert(1)',
  '1a',
  'a.',
  '.a',
  'a..b',
  'a[0]',
  '<script>',
  '%3Cscript%3E',
  'a%0Ab',
  'ä',
  'a'.repeat(128),
  'a'.repeat(129),
  'a-b',
  '__proto__',
];
const callbacks: readonly Scenario[] = CALLBACKS.map((callback, index) =>
  scenario(`domain-api/callback/${String(index + 1)}`, [
    call('cb', jsonp('sentinel', `?version=1.0&cb=${callback}`)),
    call('cb-of-an-unknown-service', jsonp('none', `?version=1.0&cb=${callback}`)),
    call('signup', `${api(A)}/signup.jsonp?callback=${callback}`),
  ]),
);

const OPTIONS: readonly (readonly [suffix: string, options: PlainOptions])[] = [
  ['fixed', { csds: { baseUri: 'mock.example.test:8443' } }],
  ['fixed-ipv6', { csds: { baseUri: '[::1]:4407' } }],
  [
    'map',
    { csds: { baseUri: { sentinel: 'sentinel.example.test', idp: 'idp.example.test:1', own: 'own.example.test' } } },
  ],
  ['extra', { csds: { extraServices: ['own', 'sentinel', 'Ünicode'] } }],
  ['extra-and-map', { csds: { extraServices: ['more'], baseUri: { own: 'own.example.test' } } }],
  ['unknown-400', { closed: true, csds: { unknownAccountStatus: 400 } }],
  ['unknown-401', { closed: true, csds: { unknownAccountStatus: 401 } }],
  ['unknown-404', { closed: true, csds: { unknownAccountStatus: 404 } }],
  ['closed', { closed: true }],
  ['strict-closed', { closed: true, strict: true }],
  ['bad-base-uri', { csds: { baseUri: 'https://x/' } }],
  ['bad-status', { csds: { unknownAccountStatus: 500 as 400 } }],
];
const optional: readonly Scenario[] = OPTIONS.flatMap(([suffix, options]) =>
  under(suffix, options, [
    scenario('domain-api/options/one', [
      call('sentinel', one('sentinel')),
      call('idp', one('idp')),
      call('own', one('own')),
      call('more', one('more')),
    ]),
    scenario('domain-api/options/from-liveperson', [
      call('sentinel', one('sentinel'), { origin: 'https://api.liveperson.net' }),
      call('own', one('own'), { origin: 'https://api.liveperson.net' }),
    ]),
    scenario('domain-api/options/all', [call('all', all())]),
    scenario('domain-api/options/accounts', [
      call('other', one('idp', B)),
      call('unknown', one('idp', '99999999')),
      call('jsonp', jsonp('idp', '', '99999999')),
      call('list', all('99999999')),
    ]),
  ]),
);

export const domainApi: readonly Scenario[] = [...everyService, ...versions, ...origins, ...callbacks, ...optional];
