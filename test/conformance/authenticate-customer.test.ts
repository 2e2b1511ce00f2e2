import { createPublicKey } from 'node:crypto';
import { expect, it } from '@jest/globals';
import type { ConnectorOptions, PrivateJwk } from '../../mock-server/index.ts';
import type { BadToken } from '../support/bad-tokens.ts';
import {
  ID_TOKEN_CLAIMS,
  notTokens,
  signAppJwt,
  signConsumerJws,
  signExtJwt,
  signIdToken,
  signLpJwt,
  withExtensions,
  withUnsafeTimes,
} from '../support/bad-tokens.ts';
import { authenticatePath, CUSTOMER_CONNECTOR, decode, KEYLESS_CONNECTOR, text } from '../support/flows.ts';
import { expectIdpError } from '../support/refusals.ts';
import {
  CUSTOMER_KEY,
  encryptJwe,
  IDP_KEY,
  SENTINEL_V1_KEY,
  signJws,
  signPayload,
  signWithPublicKeyAsSecret,
  FOREIGN_KEY,
  unsignedJws,
  withClaims,
} from '../support/signed-by-hand.ts';
import type { Heard, OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON_SECONDS, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

const PATH = authenticatePath(CUSTOMER_CONNECTOR);

const exchange = (mock: OpenMock, idToken: string, path = PATH): Promise<Heard> =>
  mock.post(path, { body: { id_token: idToken } });
const claimsOf = (answer: Heard): Record<string, unknown> => decode(text(answer.json(), 'token')).claims;

/** An account with one customer connector of this configuration. */
const withConnector = (
  connector: Omit<ConnectorOptions, 'id'>,
): { accounts: [{ accountId: string; connectors: [ConnectorOptions] }] } => ({
  accounts: [{ accountId: ACCOUNT, connectors: [{ id: CUSTOMER_CONNECTOR, ...connector }] }],
});

describeThroughEveryAdapter('LP_JWT for a customer id token', (open) => {
  it('ends with the id token, whatever life anonymous ones are given', async () => {
    const mock = await open({ idp: { lpJwtLifetimeSeconds: 7200 } });
    expect(claimsOf(await exchange(mock, await signIdToken()))['exp']).toBe(NOON_SECONDS + 3600);
  });

  it('has an id of its own for the consumer, ends with the id token, and says who they are outside', async () => {
    const mock = await open();
    await mock.clock.advance('10s');
    const answer = await exchange(mock, await signIdToken());
    const token = text(answer.json(), 'token');
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(`{"token":"${token}"}`);
    expect(JSON.stringify(decode(token).header)).toBe('{"kid":"00001","typ":"JWT","alg":"RS256"}');
    expect(JSON.stringify(decode(token).claims)).toBe(
      JSON.stringify({
        sub: 'aba6b52badaf5f85fe167dbf66119d663686f65f5cdf3f206b8d184638432749',
        aud: `acc:${ACCOUNT}`,
        iss: 'https://idp.liveperson.net',
        exp: NOON_SECONDS + 3600,
        iat: NOON_SECONDS + 10,
        'lp.ext': { sub: '+972-3-5555-555', iss: 'https://idp.example.test' },
      }),
    );
  });

  it('names another consumer for another sub and for another iss', async () => {
    const mock = await open();
    const subs = [
      claimsOf(await exchange(mock, await signIdToken())),
      claimsOf(await exchange(mock, await signIdToken({ sub: 'another' }))),
      claimsOf(await exchange(mock, await signIdToken({ iss: 'https://other.example.test' }))),
    ].map(({ sub }) => sub);
    expect(new Set(subs).size).toBe(3);
  });

  it('carries lp_sdes as the hexadecimal digits of its UTF-8 JSON', async () => {
    const mock = await open();
    const answer = await exchange(
      mock,
      await signIdToken({ lp_sdes: [{ type: 'personal', personal: { firstname: 'Zoë' } }] }),
    );
    expect(JSON.stringify(claimsOf(answer)['lp.ext'])).toBe(
      JSON.stringify({
        sub: '+972-3-5555-555',
        iss: 'https://idp.example.test',
        lp_sdes:
          '5b7b2274797065223a22706572736f6e616c222c22706572736f6e616c223a7b2266697273746e616d65223a225a6fc3ab227d7d5d',
      }),
    );
  });

  it('leaves lp_sdes out when it is nested too deeply to be written', async () => {
    const mock = await open();
    const levels = 60_000;
    const payload = `${JSON.stringify(ID_TOKEN_CLAIMS).slice(0, -1)},"lp_sdes":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    const answer = await exchange(mock, await signPayload(CUSTOMER_KEY, payload));
    expect(answer.status).toBe(200);
    expect(claimsOf(answer)['lp.ext']).toEqual({ sub: '+972-3-5555-555', iss: 'https://idp.example.test' });
  });

  it('stays under 2048 characters and leaves lp_sdes out where it would not', async () => {
    const mock = await open();
    const fitting = text((await exchange(mock, await signIdToken({ lp_sdes: 'x'.repeat(400) }))).json(), 'token');
    const bursting = text((await exchange(mock, await signIdToken({ lp_sdes: 'x'.repeat(1000) }))).json(), 'token');
    expect(fitting.length).toBeLessThan(2048);
    expect(decode(fitting).claims['lp.ext']).toHaveProperty('lp_sdes');
    expect(bursting.length).toBeLessThan(2048);
    expect(decode(bursting).claims['lp.ext']).toEqual({ sub: '+972-3-5555-555', iss: 'https://idp.example.test' });
  });

  it('is refused with 9012 when sub alone would make it 2048 characters or more', async () => {
    const mock = await open();
    expectIdpError(await exchange(mock, await signIdToken({ sub: 'x'.repeat(2000) })), 9012, 'id-token-too-long');
  });

  /** How many letters of iss make an LP_JWT of exactly 2048 characters, by one that was given for a single letter. */
  const lettersFor2048 = (answer: Heard): number => {
    const [header = '', payload = '', signature = ''] = text(answer.json(), 'token').split('.');
    const payloadBytes = ((2048 - header.length - signature.length - 2) * 3) / 4;
    return 1 + payloadBytes - Buffer.from(payload, 'base64url').length;
  };
  // With the fixtures' kid none has exactly 2048: base64url has not a text of every length.
  const longerKid = { keys: { idp: { ...IDP_KEY, kid: '000001' } as PrivateJwk } };

  it('leaves lp_sdes out at 2048 characters exactly, and not at one fewer', async () => {
    const mock = await open(longerKid);
    const ask = async (letters: number): Promise<Heard> =>
      exchange(mock, await signIdToken({ lp_sdes: 'x'.repeat(300), iss: 'i'.repeat(letters) }));
    const letters = lettersFor2048(await ask(1));
    const fitting = await ask(letters - 1);
    expect(text(fitting.json(), 'token').length).toBe(2047);
    expect(claimsOf(fitting)['lp.ext']).toHaveProperty('lp_sdes');
    expect(claimsOf(await ask(letters))['lp.ext']).toEqual({ sub: '+972-3-5555-555', iss: 'i'.repeat(letters) });
  });

  it('is refused with 9012 at 2048 characters exactly, and not at one fewer', async () => {
    const mock = await open(longerKid);
    const ask = async (letters: number): Promise<Heard> =>
      exchange(mock, await signIdToken({ iss: 'i'.repeat(letters) }));
    const letters = lettersFor2048(await ask(1));
    expect(text((await ask(letters - 1)).json(), 'token').length).toBe(2047);
    const answer = await ask(letters);
    expectIdpError(answer, 9012, 'id-token-too-long');
    expect(answer.headers['lp-mock-reason']).toContain('the LP_JWT would have 2048 characters; sockets take 2048');
  });

  it.each([
    ['no aud', { aud: undefined }],
    ['a list of audiences with the account in it', { aud: ['https://example.test', `acc:${ACCOUNT}`] }],
    ['an nbf that is now', { nbf: NOON_SECONDS }],
    ['no sub', { sub: undefined }],
  ])('is given for an id token with %s', async (_, claims) => {
    const mock = await open();
    expect((await exchange(mock, await signIdToken(claims))).status).toBe(200);
  });

  it('is given whatever kid the id token names, where the connector has one key without a name', async () => {
    const mock = await open();
    expect((await exchange(mock, await signJws(CUSTOMER_KEY, ID_TOKEN_CLAIMS, { kid: 'any' }))).status).toBe(200);
  });

  it('is given to the last second of the id token and refused with 1012 at its end', async () => {
    const mock = await open();
    const idToken = await signIdToken();
    await mock.clock.set(NOON_SECONDS + 3599);
    expect((await exchange(mock, idToken)).status).toBe(200);
    await mock.clock.set(NOON_SECONDS + 3600);
    expectIdpError(await exchange(mock, idToken), 1012, 'id-token-expired');
  });

  it('is given at default, which is the preferred customer connector', async () => {
    const mock = await open();
    expect((await exchange(mock, await signIdToken(), authenticatePath('default'))).status).toBe(200);
  });

  const { n = '', e = '' } = CUSTOMER_KEY;
  const pem = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString();
  it.each([
    ['a PEM in jwtPublicKey', { configuration: { jwtPublicKey: pem } }, {}],
    [
      'the base64 of a PEM in jwtPublicKey',
      { configuration: { jwtPublicKey: pem.replace(/-----[A-Z ]+-----|\n/g, '') } },
      {},
    ],
    [
      'a JWKS with the key that the id token names',
      { jwks: { keys: [{ kty: 'RSA', kid: 'k1', n, e }] } },
      { kid: 'k1' },
    ],
  ])('is given at a connector with %s', async (_, connector, header) => {
    const mock = await open(withConnector(connector));
    expect(
      (await exchange(mock, await signJws(CUSTOMER_KEY, ID_TOKEN_CLAIMS, { kid: undefined, ...header }))).status,
    ).toBe(200);
  });
});

/** Well-formed tokens that the connector's key did not sign with RS256. */
const FORGED: readonly BadToken[] = [
  {
    title: 'other claims under a good signature',
    slug: 'id-token-signature',
    make: async () => withClaims(await signIdToken(), { ...ID_TOKEN_CLAIMS, sub: 'other' }),
  },
  {
    title: 'a key that the mock has never seen',
    slug: 'id-token-signature',
    make: () => signJws(FOREIGN_KEY, ID_TOKEN_CLAIMS),
  },
  { title: "the mock's own key of the IDP", slug: 'id-token-signature', make: () => signJws(IDP_KEY, ID_TOKEN_CLAIMS) },
  { title: 'alg none', slug: 'id-token-algorithm', make: () => unsignedJws(ID_TOKEN_CLAIMS) },
  {
    title: 'HS256 with the public key as the secret',
    slug: 'id-token-algorithm',
    make: () => signWithPublicKeyAsSecret(CUSTOMER_KEY, ID_TOKEN_CLAIMS),
  },
  ...withExtensions('id-token', CUSTOMER_KEY, ID_TOKEN_CLAIMS),
  { title: 'an LP_EXT_JWT', slug: 'id-token-wrong-kind', make: () => signExtJwt() },
  { title: 'an LP_JWT', slug: 'id-token-wrong-kind', make: () => signLpJwt() },
  { title: 'an AppJWT', slug: 'id-token-wrong-kind', make: () => signAppJwt() },
  { title: 'a ConsumerJWS', slug: 'id-token-wrong-kind', make: () => signConsumerJws() },
];

describeThroughEveryAdapter('LP_JWT refused at a customer connector', (open) => {
  it.each([...notTokens('id-token', signIdToken), ...withUnsafeTimes('id-token', CUSTOMER_KEY, ID_TOKEN_CLAIMS)])(
    'answers 1008 when id_token is or has $title',
    async ({ make, slug }) => {
      const mock = await open();
      expectIdpError(await exchange(mock, await make()), 1008, slug);
    },
  );

  it('answers 1004 when id_token is encrypted', async () => {
    const mock = await open();
    expectIdpError(await exchange(mock, await encryptJwe(CUSTOMER_KEY, ID_TOKEN_CLAIMS)), 1004, 'id-token-encrypted');
  });

  it.each(FORGED)('answers 9007 when id_token is or has $title', async ({ make, slug }) => {
    const mock = await open();
    expectIdpError(await exchange(mock, await make()), 9007, slug);
  });

  it.each([
    ['the other account', `acc:${OTHER_ACCOUNT}`],
    ['the account without acc:', ACCOUNT],
    ['a list without the account', ['https://example.test']],
    ['nobody', ''],
  ])('answers 9007 when aud is %s', async (_, aud) => {
    const mock = await open();
    expectIdpError(await exchange(mock, await signIdToken({ aud })), 9007, 'id-token-account');
  });

  it('answers 9007 when the id token is not valid yet', async () => {
    const mock = await open();
    expectIdpError(await exchange(mock, await signIdToken({ nbf: NOON_SECONDS + 1 })), 9007, 'id-token-not-yet-valid');
  });

  it.each([
    ['iss is missing', { iss: undefined }],
    ['iat is missing', { iat: undefined }],
    ['exp is missing', { exp: undefined }],
    ['iss is an unpaired surrogate', { iss: 'https://idp.example.test\ud800' }],
    ['sub is an unpaired surrogate', { sub: 'jo\udc00hn' }],
    ['sub is a number', { sub: 5 }],
    ['exp is a text', { exp: String(NOON_SECONDS + 60) }],
    ['sub is a number', { sub: 5 }],
    ['sub is null', { sub: null }],
    ['iat is missing and exp is over', { iat: undefined, exp: NOON_SECONDS - 1 }],
  ])('answers 1011 when %s', async (_, claims) => {
    const mock = await open();
    expectIdpError(await exchange(mock, await signIdToken(claims)), 1011, 'id-token-claim-missing');
  });

  it('judges the signature before the account, the account before the claims', async () => {
    const mock = await open();
    const wrong = { ...ID_TOKEN_CLAIMS, aud: `acc:${OTHER_ACCOUNT}`, iss: undefined };
    expectIdpError(await exchange(mock, await signJws(FOREIGN_KEY, wrong)), 9007, 'id-token-signature');
    expectIdpError(await exchange(mock, await signIdToken(wrong)), 9007, 'id-token-account');
  });

  it.each([
    ['names no key', authenticatePath(KEYLESS_CONNECTOR), {}],
    ['has a jwtPublicKey that is no key', PATH, withConnector({ configuration: { jwtPublicKey: 'MIIB' } })],
    ['has a JWKS without an RSA key', PATH, withConnector({ jwks: { keys: [{ kty: 'EC', crv: 'P-256' }] } })],
  ])('answers 1028 when the connector %s, but judges the form of the token first', async (_, path, options) => {
    const mock = await open(options);
    expectIdpError(await exchange(mock, await signIdToken(), path), 1028, 'connector-key-unusable');
    expectIdpError(await exchange(mock, 'null', path), 1008, 'id-token-malformed');
    expectIdpError(
      await exchange(mock, await encryptJwe(CUSTOMER_KEY, ID_TOKEN_CLAIMS), path),
      1004,
      'id-token-encrypted',
    );
  });

  it('answers 9007 when no key of the JWKS has the kid that the id token names', async () => {
    const { n, e } = SENTINEL_V1_KEY;
    const mock = await open(withConnector({ jwks: { keys: [{ kty: 'RSA', kid: 'k1', n, e }] } }));
    expectIdpError(
      await exchange(mock, await signJws(CUSTOMER_KEY, ID_TOKEN_CLAIMS, { kid: 'k2' })),
      9007,
      'id-token-unknown-key',
    );
  });
});
