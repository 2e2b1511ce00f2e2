import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Connector } from '../../../mock-server/domain/connector.ts';
import { createConnectorKeys } from '../../../mock-server/tokens/connector-keys.ts';
import { believing } from '../../../mock-server/tokens/customer-login.ts';
import { importJwksKey } from '../../../mock-server/tokens/signing-keys.ts';
import { CUSTOMER_KEY, FOREIGN_KEY, IDP_KEY, signJws } from '../../support/signed-by-hand.ts';
import type { NamedKey } from '../../support/signed-by-hand.ts';

const publicOf = ({ kty = '', n = '', e = '' }: NamedKey): { kty: string; n: string; e: string } => ({ kty, n, e });
const spkiOf = (jwk: { kty: string; n: string; e: string }): string =>
  createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' }).toString('base64');

function connectorWith(configuration: object, keys?: readonly Record<string, unknown>[]): Connector {
  const rest = { id: 1, deleted: false, name: 'a', description: '', type: 1 };
  return { ...rest, configuration: { ...configuration }, ...(keys === undefined ? {} : { jwks: { keys } }) };
}

describe('The keys of a connector', () => {
  it('are its public key and those of its JWKS, each of which counts for what it has signed', async () => {
    const jwks = [{ ...publicOf(IDP_KEY), kid: 'idp' }, { kty: 'EC' }];
    const connector = connectorWith({ jwtPublicKey: spkiOf(publicOf(CUSTOMER_KEY)) }, jwks);
    const keys = await createConnectorKeys().of(connector);
    expect(keys.map(({ kid }) => kid)).toEqual([undefined, 'idp']);
    const tokens = await Promise.all([CUSTOMER_KEY, IDP_KEY, FOREIGN_KEY].map((key) => signJws(key, {})));
    const verdicts = keys.map((key) => Promise.all(tokens.map((token) => key.verifies(token))));
    expect(await Promise.all(verdicts)).toEqual([
      [true, false, false],
      [false, true, false],
    ]);
  });

  it.each([
    [{}, undefined],
    [{}, []],
    [{ jwtPublicKey: 5 }, [{}]],
    [{ jwtPublicKey: 'AAAA' }, undefined],
  ])('are none where it names no usable one (%j, %j)', async (configuration, jwks) => {
    expect(await createConnectorKeys().of(connectorWith(configuration, jwks))).toEqual([]);
  });

  it('are imported once', async () => {
    const keys = createConnectorKeys();
    const connector = connectorWith({ jwtPublicKey: spkiOf(publicOf(CUSTOMER_KEY)) });
    expect(await keys.of(connector)).toBe(await keys.of(connector));
  });
});

describe('A key of a JWKS', () => {
  const good = publicOf(CUSTOMER_KEY);

  it.each([
    ['another type', { ...good, kty: 'EC' }],
    ['no type', { ...good, kty: undefined }],
    ['no modulus', { ...good, n: undefined }],
    ['no exponent', { ...good, e: undefined }],
    ['a list as its modulus', { ...good, n: [good.n] }],
    ['a list as its exponent', { ...good, e: [good.e] }],
    ['a number as its exponent', { ...good, e: 6553 }],
  ])('with %s is none', async (_, jwk) => {
    expect(await importJwksKey(jwk)).toBeUndefined();
  });

  it('is known by its kid, if that is a text', async () => {
    const kids = ['a', '', 5, null, undefined].map(async (kid) => (await importJwksKey({ ...good, kid }))?.kid);
    expect(await Promise.all(kids)).toEqual(['a', '', undefined, undefined, undefined]);
  });
});

describe('The key of the customer’s own login', () => {
  it.each([
    ['of 2048 bits', publicOf(CUSTOMER_KEY)],
    ['with a modulus below its highest bit', { kty: 'RSA', n: `f${publicOf(CUSTOMER_KEY).n.slice(1)}`, e: 'AQAB' }],
    ['with an exponent that begins with its highest bit', { ...publicOf(CUSTOMER_KEY), e: 'gAE' }],
    ['with a long exponent', { ...publicOf(CUSTOMER_KEY), e: 'f____wEAAQ' }],
  ])('%s is what every connector with a public key believes, as others write it', (_, jwk) => {
    const [own, none] = believing([connectorWith({ jwtPublicKey: 'x', a: 1 }), connectorWith({ a: 1 })], jwk);
    expect(own?.configuration).toEqual({ jwtPublicKey: spkiOf(jwk), a: 1 });
    expect(none?.configuration).toEqual({ a: 1 });
  });

  it('changes nothing where there is none', () => {
    const connectors = [connectorWith({ jwtPublicKey: 'x' })];
    expect(believing(connectors, undefined)).toBe(connectors);
  });
});
