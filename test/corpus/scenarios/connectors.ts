import { readFileSync } from 'node:fs';
import { A, api, authenticatePath, call, IDP_KEY, mint, postJson, scenario, under } from '../building.ts';
import type { PlainOptions, Scenario } from '../scenario.ts';

const LIST = `${api(A)}/configuration/le-connectors/all-connectors`;
type ConnectorData = NonNullable<NonNullable<PlainOptions['accounts']>[number]['connectors']>[number];

const jwk = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../keys/${name}.json`, import.meta.url), 'utf8')) as Record<string, string> & {
    kid: string;
    n: string;
    e: string;
  };
const publicJwk = (name: string, changes: object = {}) => {
  const { kty, n, e } = jwk(name);
  return { kty, n, e, kid: name, alg: 'RS256', use: 'sig', ...changes };
};
const own = JSON.parse(
  readFileSync(new URL('../../../fixtures/connectors.json', import.meta.url), 'utf8'),
) as ConnectorData[];
const publicKey = own[1]?.configuration?.['jwtPublicKey'] as string;
const PEM = `-----BEGIN PUBLIC KEY-----\n${publicKey}\n-----END PUBLIC KEY-----\n`;
const ANONYMOUS_METHOD = 'lpTag.taglets.unAuthMessaging.lpUnauthFunction';

const KEYS: readonly (readonly [name: string, connector: Omit<ConnectorData, 'id'>])[] = [
  ['spki', { configuration: { jwtPublicKey: publicKey } }],
  ['pem', { configuration: { jwtPublicKey: PEM } }],
  ['wrapped', { configuration: { jwtPublicKey: publicKey.replace(/(.{64})/g, '$1\n') } }],
  ['nonsense', { configuration: { jwtPublicKey: 'nonsense' } }],
  ['empty', { configuration: { jwtPublicKey: '' } }],
  ['number', { configuration: { jwtPublicKey: 5 } }],
  ['jwks', { jwks: { keys: [publicJwk('customer-login')] } }],
  ['jwks-of-two', { jwks: { keys: [publicJwk(IDP_KEY), publicJwk('customer-login')] } }],
  ['jwks-without-kid', { jwks: { keys: [publicJwk('customer-login', { kid: undefined })] } }],
  ['jwks-other', { jwks: { keys: [publicJwk(IDP_KEY)] } }],
  ['jwks-empty', { jwks: { keys: [] } }],
  ['jwks-for-encryption', { jwks: { keys: [publicJwk('customer-login', { use: 'enc' })] } }],
  ['jwks-nonsense', { jwks: { keys: [{ kty: 'oct', k: 'AA' }] } }],
  ['deleted', { deleted: true, configuration: { jwtPublicKey: publicKey } }],
  ['none', {}],
  ['issuer', { configuration: { jwtPublicKey: publicKey, issuer: 'https://idp.example.test' } }],
  ['anonymous', { configuration: { jsMethodName: ANONYMOUS_METHOD } }],
  ['type-5', { type: 5, configuration: { jwtPublicKey: publicKey } }],
  ['named', { name: 'Näme', description: '"quoted"', type: 0, configuration: { jwtPublicKey: publicKey } }],
];

const account = (connectors: readonly ConnectorData[]): PlainOptions => ({ accounts: [{ accountId: A, connectors }] });

const keyed: readonly Scenario[] = KEYS.map(([name, connector]) =>
  scenario(
    `connectors/key-${name}`,
    [
      call('list', LIST),
      mint('id', 'idToken'),
      mint('ext', 'extJwt', { sub: 'jane' }),
      postJson('id', authenticatePath(7), { id_token: '{{id}}' }),
      postJson('ext', authenticatePath(7), { id_token: '{{ext}}' }),
      postJson('default', authenticatePath('default'), { id_token: '{{id}}' }),
      postJson('nonsense', authenticatePath(7), { id_token: 'a.b' }),
    ],
    account([{ id: 7, ...connector }]),
  ),
);

const anonymous: ConnectorData = { id: 1, configuration: { jsMethodName: ANONYMOUS_METHOD } };
const customer = (id: number, changes: object = {}): ConnectorData => ({
  id,
  configuration: { jwtPublicKey: publicKey, ...changes },
});
const SETS: readonly (readonly [name: string, connectors: readonly ConnectorData[]])[] = [
  ['none', []],
  ['anonymous-alone', [anonymous]],
  ['customer-alone', [customer(2)]],
  ['both', [anonymous, customer(2)]],
  ['two-customers', [customer(2), customer(3)]],
  ['second-preferred', [customer(2), customer(3, { preferred: true })]],
  [
    'preferred-anonymous',
    [{ ...anonymous, configuration: { ...anonymous.configuration, preferred: true } }, customer(2)],
  ],
  ['preferred-deleted', [customer(2), { ...customer(3, { preferred: true }), deleted: true }]],
  [
    'all-deleted',
    [
      { ...anonymous, deleted: true },
      { ...customer(2), deleted: true },
    ],
  ],
  ['two-anonymous', [anonymous, { ...anonymous, id: 4 }]],
  ['id-zero', [{ ...anonymous, id: 0 }]],
  ['same-id', [customer(2), customer(2)]],
];
const sets: readonly Scenario[] = SETS.flatMap(([name, connectors]) => {
  const each = scenario(
    `connectors/set-${name}`,
    [
      call('list', LIST),
      mint('id', 'idToken'),
      mint('ext', 'extJwt', { sub: 'jane' }),
      postJson('default-id', authenticatePath('default'), { id_token: '{{id}}' }),
      postJson('default-ext', authenticatePath('default'), { id_token: '{{ext}}' }),
      postJson('legacy', `${api(A)}/authenticate`, { authCode: '{{id}}' }),
      postJson('authorize', `${api(A)}/anonymous/authorize`, {}),
    ],
    account(connectors),
  );
  return [each, ...under('default-1', { idp: { defaultConnectorId: 1 } }, [each])];
});

export const connectors: readonly Scenario[] = [
  ...keyed,
  ...sets,
  scenario('connectors/list', [
    call('fixtures', LIST),
    call('second', LIST.replace(A, '87654321')),
    call('unknown', LIST.replace(A, '99999999')),
    call('query', `${LIST}?v=1&__d=2`),
  ]),
  scenario('connectors/list-closed', [call('unknown', LIST.replace(A, '99999999'))], { closed: true }),
];
