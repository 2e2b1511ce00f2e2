import {
  A,
  ANONYMOUS,
  api,
  APP_JWT_CLAIMS,
  authenticatePath,
  authorizePath,
  B,
  batch,
  command,
  consumerPath,
  CONSUMER_JWS_CLAIMS,
  createPath,
  CUSTOMER,
  CUSTOMER_KEY,
  EXT_JWT_CLAIMS,
  ID_TOKEN_CLAIMS,
  IDP_KEY,
  LP_JWT_CLAIMS,
  mint,
  postJson,
  scenario,
  send,
  SENTINEL_KEY,
  SENTINEL_V2_KEY,
  sign,
  under,
} from '../building.ts';
import type { TokenKind } from '../building.ts';
import type { PlainOptions, Scenario, SignedByHand, Step, TextChange } from '../scenario.ts';
import { NOON_SECONDS } from '../scenario.ts';

type Kind = TokenKind;

/** Where a token goes: `bad` is the one in question, the others are good ones. */
interface Place {
  readonly name: string;
  readonly takes: Kind;
  readonly call: Step;
}

const DOWNLOAD = command('ms.GenerateURLForDownloadFile', { relativePath: '/a' });
const GOOD: readonly Step[] = [mint('app', 'appJwt'), mint('jws', 'consumerJws')];
const PLACES: readonly Place[] = [
  {
    name: 'consumer',
    takes: 'appJwt',
    call: postJson('consumer', consumerPath(), { ext_consumer_id: 'jane' }, { authorization: '{{bad}}' }),
  },
  {
    name: 'send',
    takes: 'appJwt',
    call: send('send', DOWNLOAD, { authorization: '{{bad}}', 'x-lp-on-behalf': '{{jws}}' }),
  },
  {
    name: 'create',
    takes: 'appJwt',
    call: postJson('create', createPath(), batch(), { authorization: '{{bad}}', 'x-lp-on-behalf': '{{jws}}' }),
  },
  {
    name: 'on-behalf',
    takes: 'consumerJws',
    call: send('on-behalf', DOWNLOAD, { authorization: '{{app}}', 'x-lp-on-behalf': '{{bad}}' }),
  },
  {
    name: 'lp-on-behalf',
    takes: 'consumerJws',
    call: send('lp-on-behalf', DOWNLOAD, { authorization: '{{app}}', 'lp-on-behalf': '{{bad}}' }),
  },
  { name: 'authorize', takes: 'extJwt', call: postJson('authorize', authorizePath(), { id_token: '{{bad}}' }) },
  {
    name: 'anonymous',
    takes: 'extJwt',
    call: postJson('anonymous', authenticatePath(ANONYMOUS), { id_token: '{{bad}}' }),
  },
  {
    name: 'customer',
    takes: 'idToken',
    call: postJson('customer', authenticatePath(CUSTOMER), { id_token: '{{bad}}' }),
  },
  { name: 'legacy', takes: 'idToken', call: postJson('legacy', `${api(A)}/authenticate`, { authCode: '{{bad}}' }) },
];
const placesFor = (kind: Kind): readonly Step[] =>
  PLACES.filter(({ takes }) => takes === kind).map((place) => place.call);

const SIGNATURE_TAMPERS = [
  'malformed',
  'encrypted',
  'alg-none',
  'hs256-public-key',
  'unknown-kid',
  'foreign-key',
  'signature',
];
const TAMPERS: Readonly<Record<Kind, readonly string[]>> = {
  appJwt: [...SIGNATURE_TAMPERS, 'issuer', 'audience', 'scope', 'missing-claim', 'wrong-type'],
  consumerJws: [...SIGNATURE_TAMPERS, 'audience', 'missing-claim', 'wrong-type'],
  extJwt: [...SIGNATURE_TAMPERS, 'audience', 'missing-claim', 'wrong-type', 'revoked', 'refresh-window'],
  lpJwt: [...SIGNATURE_TAMPERS, 'audience', 'missing-claim', 'wrong-type'],
  idToken: [
    ...SIGNATURE_TAMPERS.filter((tamper) => tamper !== 'unknown-kid'),
    'audience',
    'missing-claim',
    'wrong-type',
  ],
};
const MINTED: Readonly<Record<Kind, readonly (readonly [name: string, options: object])[]>> = {
  appJwt: [
    ['good', {}],
    ['expired', { expired: true }],
    ['not-yet', { notYetValid: true }],
    ['ends-now', { expiresInSeconds: 0 }],
    ['second-version', { version: 2 }],
    ['client', { clientId: 'another' }],
    ['scopes', { scope: 'a msg.consumer b' }],
    ['empty-scope', { scope: '' }],
    ['account-b', { accountId: B }],
    ...['aud', 'azp', 'scope', 'iss', 'exp', 'iat'].map((claim) => [`no-${claim}`, { omit: [claim] }] as const),
    ['second-version-foreign', { version: 2, tamper: 'foreign-key' }],
  ],
  consumerJws: [
    ['good', {}],
    ['named', { extConsumerId: 'ünï' }],
    ['account-b', { accountId: B }],
    ['exp-past', { claims: { exp: 1 } }],
    ['extra', { claims: { a: 1 } }],
    ...['account_id', 'ext_consumer_id', 'lp_consumer_id'].map((claim) => [`no-${claim}`, { omit: [claim] }] as const),
  ],
  extJwt: [
    ['good', { sub: 'jane' }],
    ['expired', { sub: 'jane', expired: true }],
    ['not-yet', { notYetValid: true }],
    ['account-b', { accountId: B }],
    ...['sub', 'aud', 'iss', 'exp', 'iat', 'lp.unauth'].map((claim) => [`no-${claim}`, { omit: [claim] }] as const),
  ],
  lpJwt: [
    ['good', { sub: 'jane' }],
    ['expired', { expired: true }],
  ],
  idToken: [
    ['good', {}],
    ['expired', { expired: true }],
    ['not-yet', { notYetValid: true }],
    ['account-b', { accountId: B }],
  ],
};
const KINDS: readonly Kind[] = ['appJwt', 'consumerJws', 'extJwt', 'lpJwt', 'idToken'];

const tampered: readonly Scenario[] = KINDS.flatMap((kind) => {
  const places =
    kind === 'lpJwt'
      ? PLACES.filter(({ name }) => name === 'anonymous' || name === 'consumer').map((place) => place.call)
      : placesFor(kind);
  const all = [...TAMPERS[kind].map((tamper) => [`tamper-${tamper}`, { tamper }] as const), ...MINTED[kind]];
  return all.map(([name, options]) =>
    scenario(`tokens/${kind}/${name}`, [...GOOD, mint('bad', kind, options), ...places]),
  );
});

/** Every kind of good token where another is taken. */
const confused: readonly Scenario[] = KINDS.map((kind) =>
  scenario(`tokens/good-${kind}-everywhere`, [
    ...GOOD,
    mint('bad', kind, kind === 'extJwt' || kind === 'lpJwt' ? { sub: 'jane' } : {}),
    ...PLACES.map((place) => place.call),
  ]),
);

const CLAIMS: Readonly<Record<Kind, readonly [key: string, claims: object, kid: string | undefined]>> = {
  appJwt: [SENTINEL_KEY, APP_JWT_CLAIMS, SENTINEL_KEY],
  consumerJws: [SENTINEL_KEY, CONSUMER_JWS_CLAIMS, SENTINEL_KEY],
  extJwt: [IDP_KEY, EXT_JWT_CLAIMS, IDP_KEY],
  lpJwt: [IDP_KEY, LP_JWT_CLAIMS, IDP_KEY],
  idToken: [CUSTOMER_KEY, ID_TOKEN_CLAIMS, undefined],
};
const handMade = (kind: Kind, header: object = {}, claims: unknown = {}, change?: TextChange): SignedByHand => {
  const [key, own, kid] = CLAIMS[kind];
  const isObject = typeof claims === 'object' && claims !== null && !Array.isArray(claims);
  const whole = isObject ? { ...own, ...claims } : claims;
  return {
    key,
    header: { ...(kid === undefined ? {} : { kid }), typ: 'JWT', alg: 'RS256', ...header },
    claims: whole,
    ...(change === undefined ? {} : { change }),
  };
};

const CHANGES: readonly TextChange[] = [
  'two-parts',
  'four-parts',
  'five-parts',
  'first-letter',
  'last-letter-lost',
  'spare-bits',
  'no-signature',
  'other-claims',
  'padded',
  'spaces-inside',
  'hs256-public-key',
  'empty-payload',
];
const HEADERS: readonly (readonly [name: string, header: object])[] = [
  ['alg-none', { alg: 'none' }],
  ['alg-hs256', { alg: 'HS256' }],
  ['alg-rs512', { alg: 'RS512' }],
  ['alg-es256', { alg: 'ES256' }],
  ['alg-lower-case', { alg: 'rs256' }],
  ['alg-number', { alg: 256 }],
  ['alg-missing', { alg: undefined }],
  ['kid-missing', { kid: undefined }],
  ['kid-unknown', { kid: 'appjwt-01-01-20' }],
  ['kid-number', { kid: 5 }],
  ['kid-path', { kid: '../../../../dev/null' }],
  ['kid-v2', { kid: SENTINEL_V2_KEY }],
  ['kid-proto', { kid: '__proto__' }],
  ['typ-missing', { typ: undefined }],
  ['typ-other', { typ: 'at+jwt' }],
  ['crit-unknown', { crit: ['exp2'], exp2: 1 }],
  ['crit-empty', { crit: [] }],
  ['crit-b64', { crit: ['b64'], b64: false }],
  ['jwk-inside', { jwk: { kty: 'oct', k: 'AA' } }],
  ['jku', { jku: 'https://elsewhere.example.test/jwks' }],
  ['zip', { zip: 'DEF' }],
  ['cty', { cty: 'JWT' }],
];
const PAYLOADS: readonly (readonly [name: string, claims: unknown])[] = [
  ['array', []],
  ['text', 'x'],
  ['null', null],
  ['number', 1],
  ['exp-now', { exp: NOON_SECONDS }],
  ['exp-a-second', { exp: NOON_SECONDS + 1 }],
  ['exp-text', { exp: String(NOON_SECONDS + 600) }],
  ['exp-ms', { exp: (NOON_SECONDS + 600) * 1000 }],
  ['exp-fraction', { exp: NOON_SECONDS + 0.5 }],
  ['exp-huge', { exp: 1e300 }],
  ['exp-unsafe', { exp: 9007199254740993 }],
  ['exp-negative', { exp: -1 }],
  ['exp-null', { exp: null }],
  ['iat-zero', { iat: 0 }],
  ['iat-future', { iat: NOON_SECONDS + 600 }],
  ['iat-ms', { iat: NOON_SECONDS * 1000 }],
  ['iat-text', { iat: 'now' }],
  ['nbf-now', { nbf: NOON_SECONDS }],
  ['nbf-next', { nbf: NOON_SECONDS + 1 }],
  ['nbf-text', { nbf: 'x' }],
  ['nbf-ms', { nbf: NOON_SECONDS * 1000 }],
  ['jti', { jti: 'a' }],
  ['iss-other', { iss: 'https://elsewhere.example.test' }],
  ['iss-capitals', { iss: 'SENTINEL' }],
  ['iss-number', { iss: 5 }],
  ['aud-list', { aud: [A] }],
  ['aud-acc-list', { aud: [`acc:${A}`] }],
  ['aud-empty', { aud: '' }],
  ['aud-number', { aud: 12345678 }],
  ['azp-empty', { azp: '' }],
  ['azp-number', { azp: 5 }],
  ['scope-list', { scope: ['msg.consumer'] }],
  ['scope-begins-alike', { scope: 'msg.consumers' }],
  ['scope-other', { scope: 'faas.lambda.invoke' }],
  ['scope-empty', { scope: '' }],
  ['sub-empty', { sub: '' }],
  ['sub-number', { sub: 5 }],
  ['unauth-missing-first', { 'lp.unauth': {} }],
  ['unauth-text', { 'lp.unauth': 'x' }],
  ['first-long-ago', { 'lp.unauth': { first_iat: 0 } }],
  ['first-text', { 'lp.unauth': { first_iat: 'x' } }],
  ['account-number', { account_id: 12345678 }],
  ['account-other', { account_id: B }],
  ['ext-empty', { ext_consumer_id: '' }],
  ['ext-number', { ext_consumer_id: 5 }],
  ['lp-id-short', { lp_consumer_id: 'a' }],
  ['lp-id-number', { lp_consumer_id: 5 }],
];
const APPLIES: Readonly<Record<string, readonly Kind[]>> = {
  azp: ['appJwt'],
  scope: ['appJwt'],
  account: ['consumerJws'],
  ext: ['consumerJws'],
  lp: ['consumerJws'],
  unauth: ['extJwt'],
  first: ['extJwt'],
  sub: ['extJwt', 'idToken'],
  exp: ['appJwt', 'extJwt', 'idToken'],
  iat: ['appJwt', 'extJwt', 'idToken'],
  nbf: ['appJwt', 'extJwt', 'idToken'],
  aud: ['appJwt', 'extJwt', 'idToken'],
  iss: ['appJwt', 'extJwt', 'idToken'],
};
const SIGNED: readonly Kind[] = ['appJwt', 'consumerJws', 'extJwt', 'idToken'];

const signed: readonly Scenario[] = SIGNED.flatMap((kind) => {
  const one = (name: string, token: SignedByHand): Scenario =>
    scenario(`tokens/${kind}/${name}`, [
      ...GOOD,
      sign('bad', token),
      ...placesFor(kind).filter(({ name: place }) => place !== 'create' && place !== 'lp-on-behalf'),
    ]);
  return [
    ...CHANGES.map((change) => one(`text-${change}`, handMade(kind, {}, {}, change))),
    ...HEADERS.map(([name, header]) => one(`header-${name}`, handMade(kind, header))),
    ...PAYLOADS.filter(([name]) => (APPLIES[name.split('-')[0] ?? ''] ?? SIGNED).includes(kind)).map(([name, claims]) =>
      one(`claims-${name}`, handMade(kind, {}, claims)),
    ),
    one('signed-by-v2', { ...handMade(kind, { kid: SENTINEL_V2_KEY }), key: SENTINEL_V2_KEY }),
    one('signed-by-customer', { ...handMade(kind, { kid: undefined }), key: CUSTOMER_KEY }),
    one('wrong-key', { ...handMade(kind), key: SENTINEL_V2_KEY }),
  ];
});

const TEXTS = [
  '',
  ' ',
  'null',
  'undefined',
  'abc',
  'a.b',
  'YQ.YQ.YQ',
  '..',
  '...',
  'a.b.c.d.e',
  'é.é.é',
  '[object Object]',
  'e30.e30.',
  'a'.repeat(5000),
  '%',
  '=.=.=',
];
const texts: readonly Scenario[] = TEXTS.map((text, index) =>
  scenario(`tokens/text-${String(index + 1)}`, [
    ...GOOD,
    ...PLACES.filter(({ name }) => name !== 'create').map(
      ({ call }) => JSON.parse(JSON.stringify(call).replaceAll('{{bad}}', text)) as Step,
    ),
  ]),
);

const OPTIONS: readonly (readonly [suffix: string, options: PlainOptions])[] = [
  ['no-v2', { sendApi: { acceptV2AppJwt: false } }],
  ['any-scope', { sendApi: { requiredScope: null } }],
  ['other-scope', { sendApi: { requiredScope: 'faas.lambda.invoke' } }],
  ['tolerance', { tokens: { clockToleranceSeconds: 60 } }],
  ['claim-401', { sendApi: { missingClaimStatus: 401 } }],
  ['req-id', { sendApi: { errorRespReqId: true } }],
];
const optional: readonly Scenario[] = OPTIONS.flatMap(([suffix, options]) =>
  under(suffix, options, [
    ...(['good', 'second-version', 'no-scope', 'no-azp', 'ends-now', 'not-yet', 'expired'] as const).map((name) =>
      scenario(`tokens/options/app-jwt-${name}`, [
        ...GOOD,
        mint('bad', 'appJwt', Object.fromEntries(MINTED.appJwt)[name] ?? {}),
        ...placesFor('appJwt'),
      ]),
    ),
    scenario('tokens/options/faas', [
      ...GOOD,
      mint('bad', 'appJwt', { scope: 'faas.lambda.invoke' }),
      ...placesFor('appJwt'),
    ]),
    scenario('tokens/options/ext-jwt-ends-now', [
      mint('bad', 'extJwt', { sub: 'jane', expiresInSeconds: 0 }),
      ...placesFor('extJwt'),
    ]),
    scenario('tokens/options/id-token-ends-now', [
      mint('bad', 'idToken', { expiresInSeconds: 0 }),
      ...placesFor('idToken'),
    ]),
    scenario('tokens/options/id-token-not-yet', [
      mint('bad', 'idToken', { notYetValid: true }),
      ...placesFor('idToken'),
    ]),
  ]),
);

export const tokens: readonly Scenario[] = [...tampered, ...confused, ...signed, ...texts, ...optional];
