import { expect, it } from '@jest/globals';
import { createPublicKey } from 'node:crypto';
import customerKey from '../../keys/customer-login.json' with { type: 'json' };
import { JSON_HEADERS } from '../support/flows.ts';
import { ACCOUNT, describeThroughEveryAdapter, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

const PATH = `/api/account/${ACCOUNT}/configuration/le-connectors/all-connectors`;
const UNAUTH_METHOD_NAME = 'lpTag.taglets.unAuthMessaging.lpUnauthFunction';

/** The public half of the committed customer key, base64 of an SPKI. */
const { kty, n, e } = customerKey;
const PEM = createPublicKey({ key: { kty, n, e }, format: 'jwk' })
  .export({ type: 'spki', format: 'pem' })
  .toString()
  .trim();

const DEFAULT_CONNECTORS = [
  {
    id: 4567890,
    deleted: false,
    name: 'Unauthenticated',
    description: 'ACR0 connector',
    type: 1,
    configuration: {
      issuerDisplayName: 'LivePerson',
      issuer: 'https://idp.liveperson.net',
      preferred: false,
      jsContext: 'window',
      jsMethodName: UNAUTH_METHOD_NAME,
      acrValues: ['0'],
      pkceEnabled: false,
    },
  },
  {
    id: 4567891,
    deleted: false,
    name: 'Customer login',
    description: 'implicit flow',
    type: 0,
    configuration: {
      jwtPublicKey: PEM.replace(/-----[A-Z ]+-----|\s/g, ''),
      jwtValidationType: 'JWKS_ENDPOINT',
      jwksEndpoint: 'https://idp.example.test/jwks',
      rfcCompliance: true,
      issuerDisplayName: 'Example',
      issuer: 'https://idp.example.test',
      preferred: true,
      authorizationEndpoint: 'https://idp.example.test/authorize',
      jsContext: 'window',
      jsMethodName: 'lpGetAuthenticationToken',
      clientId: 'example',
      acrValues: ['loa1'],
      pkceEnabled: false,
    },
  },
  {
    id: 4567892,
    deleted: false,
    name: 'Server-side login',
    description: 'no jsMethodName',
    type: 1,
    configuration: { issuer: 'https://idp.example.test', preferred: false },
  },
];

/** `member` of `value` as jq reads it: null for what an object or null lacks, an error for everything else. */
function jqMember(value: unknown, member: string): unknown {
  if (value === null) return null;
  if (typeof value !== 'object' || Array.isArray(value))
    throw new Error(`jq: cannot index ${typeof value} with "${member}"`);
  return (value as Record<string, unknown>)[member] ?? null;
}

/**
 * The filter of the page "Unauthenticated messaging": of every element `{id, jsMethodName:
 * .configuration.jsMethodName}`, then the ids of those whose method name is the one for anonymous consumers.
 */
function seedFilter(body: unknown): unknown[] {
  return Object.values(body as object)
    .map((element: unknown) => ({
      id: jqMember(element, 'id'),
      jsMethodName: jqMember(jqMember(element, 'configuration'), 'jsMethodName'),
    }))
    .filter(({ jsMethodName }) => jsMethodName === UNAUTH_METHOD_NAME)
    .map(({ id }) => id);
}

describeThroughEveryAdapter('Connector list', (open) => {
  it('is a top-level array of three connectors, one of them without jsMethodName', async () => {
    const mock = await open();
    const answer = await mock.get(PATH);
    expect(answer.status).toBe(200);
    expect(answer.headers).toEqual(JSON_HEADERS);
    expect(answer.text).toBe(JSON.stringify(DEFAULT_CONNECTORS));
  });

  it("gives the page's own jq filter exactly one id, a number", async () => {
    const mock = await open();
    expect(seedFilter((await mock.get(PATH)).json())).toEqual([4567890]);
  });

  it.each([
    ["at LivePerson's own host", `https://accdn.lpsnmedia.net${PATH}`],
    ['with v and select', `${PATH}?v=3.0&select=$all`],
    ['with parameters that mean nothing here', `${PATH}?__d=1`],
  ])('is the same %s', async (_, path) => {
    const mock = await open();
    const answer = await mock.get(path);
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(JSON.stringify(DEFAULT_CONNECTORS));
  });

  it('is the default one for every account that has none of its own', async () => {
    const mock = await open();
    for (const account of [OTHER_ACCOUNT, '11111111']) {
      expect((await mock.get(PATH.replace(ACCOUNT, account))).text).toBe(JSON.stringify(DEFAULT_CONNECTORS));
    }
  });

  it('shows what an account configured, deleted connectors too, with every member and without the keys', async () => {
    const mock = await open({
      accounts: [
        {
          accountId: ACCOUNT,
          connectors: [
            { id: 7, jwks: { keys: [{ kty: 'RSA' }] } },
            {
              id: 8,
              deleted: true,
              name: 'Old',
              description: 'gone',
              type: 0,
              configuration: { jsMethodName: 'login', madeUp: [1] },
            },
          ],
        },
        { accountId: OTHER_ACCOUNT, connectors: [] },
      ],
    });
    expect((await mock.get(PATH)).text).toBe(
      JSON.stringify([
        { id: 7, deleted: false, name: '', description: '', type: 1, configuration: {} },
        {
          id: 8,
          deleted: true,
          name: 'Old',
          description: 'gone',
          type: 0,
          configuration: { jsMethodName: 'login', madeUp: [1] },
        },
      ]),
    );
    expect((await mock.get(PATH.replace(ACCOUNT, OTHER_ACCOUNT))).text).toBe('[]');
  });

  it('is a 404 in JSON for an account that a closed mock does not know, on which the jq filter fails loudly', async () => {
    const mock = await open({ closed: true });
    const answer = await mock.get(PATH.replace(ACCOUNT, '11111111'));
    expect(answer.status).toBe(404);
    expect(answer.text).toBe('{"error":"not_found"}');
    expect(answer.headers).toEqual({
      ...JSON_HEADERS,
      'lp-mock-reason':
        'account-unknown; account 11111111 is not configured and this mock is closed; it has 12345678, 87654321',
    });
    expect(() => seedFilter(answer.json())).toThrow('jq: cannot index string with "id"');
  });
});
