import { describe, expect, it } from '@jest/globals';
import { createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto';
import sentinelV1 from '../../../keys/appjwt-13-05-17.json' with { type: 'json' };
import type { PrivateJwk } from '../../../mock-server/tokens/jwk.ts';
import { createSigner } from '../../../mock-server/tokens/signer.ts';
import type { SigningKey } from '../../../mock-server/tokens/signing-keys.ts';
import { createSigningKey, importConnectorKey } from '../../../mock-server/tokens/signing-keys.ts';
import { tokenId } from '../../../mock-server/tokens/token-id.ts';

const KEY = createSigningKey(sentinelV1 as PrivateJwk);
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A key that counts its work; its signature is the same for everything. */
function countingKey(kid = 'counting'): SigningKey & { signed: number; verified: number } {
  const key = {
    kid,
    publicJwk: { kty: 'RSA', use: 'sig', alg: 'RS256', kid, n: kid, e: 'AQAB' } as const,
    signed: 0,
    verified: 0,
    sign: (header: object, payload: string) => {
      key.signed += 1;
      return Promise.resolve(`${encode(header)}.${Buffer.from(payload).toString('base64url')}.AAAA`);
    },
    verifies: () => {
      key.verified += 1;
      return Promise.resolve(true);
    },
  };
  return key;
}

describe('signing', () => {
  it('writes the header as kid, typ, alg and the claims in their order', async () => {
    const token = await createSigner().sign(KEY, { b: 1, a: 'é' });
    const [header, claims] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString('utf8'));
    expect([header, claims]).toEqual(['{"kid":"appjwt-13-05-17","typ":"JWT","alg":"RS256"}', '{"b":1,"a":"é"}']);
  });

  it('gives the same bytes for the same claims, from any signer', async () => {
    expect(await createSigner().sign(KEY, { a: 1 })).toBe(await createSigner().sign(KEY, { a: 1 }));
  });

  it('is done once for the same claims', async () => {
    const [signer, key] = [createSigner(), countingKey()];
    await signer.sign(key, { a: 1 });
    await signer.sign(key, { a: 1 });
    await signer.sign(key, { a: 2 });
    expect(key.signed).toBe(2);
  });

  it('remembers nothing of another key, even of the same kid', async () => {
    const signer = createSigner();
    const other = countingKey(KEY.kid);
    expect(await signer.sign(KEY, { a: 1 })).not.toBe(await signer.sign(other, { a: 1 }));
  });

  it('remembers a bounded number of tokens', async () => {
    const [signer, key] = [createSigner(), countingKey()];
    await signer.sign(key, { n: -1 });
    for (let n = 0; n < 5000; n += 1) await signer.sign(key, { n });
    await signer.sign(key, { n: -1 });
    expect(key.signed).toBe(5002);
  });

  it('remembers no huge token', async () => {
    const [signer, key] = [createSigner(), countingKey()];
    const claims = { text: 'a'.repeat(5000) };
    const token = await signer.sign(key, claims);
    await signer.sign(key, claims);
    await signer.verify(token, [key]);
    await signer.verify(token, [key]);
    expect([key.signed, key.verified]).toEqual([2, 2]);
  });
});

describe('verifying', () => {
  it('accepts what was signed, with its header and claims', async () => {
    const token = await createSigner().sign(KEY, { a: [1] });
    expect(await createSigner().verify(token, [KEY])).toEqual({
      ok: true,
      id: tokenId(token),
      key: KEY,
      header: { kid: KEY.kid, typ: 'JWT', alg: 'RS256' },
      claims: { a: [1] },
      size: { jsonBytes: 63, heapBytes: expect.any(Number) },
      holdsToken: false,
    });
  });

  it('does not follow claims that changed after they were signed', async () => {
    const signer = createSigner();
    const claims = { aud: 'honest' };
    const token = await signer.sign(KEY, claims);
    claims.aud = 'forged';
    expect(await signer.verify(token, [KEY])).toMatchObject({ ok: true, claims: { aud: 'honest' } });
  });

  it('refuses an impossible time, though it was signed here', async () => {
    const [signer, key] = [createSigner(), countingKey()];
    const token = await signer.sign(key, { exp: 1e300 });
    expect(await signer.verify(token, [key])).toMatchObject({ ok: false, failure: 'malformed' });
  });

  it('remembers a bounded number of tokens', async () => {
    const [signer, key, own] = [createSigner(), countingKey(), createSigner()];
    const first = await own.sign(key, { n: -1 });
    await signer.verify(first, [key]);
    await signer.verify(first, [key]);
    expect(key.verified).toBe(1);
    for (let n = 0; n < 5000; n += 1) await signer.verify(await own.sign(key, { n }), [key]);
    await signer.verify(first, [key]);
    expect(key.verified).toBe(5002);
  });

  it('asks anew when a remembered token meets other keys: what the IDP signed is no AppJWT', async () => {
    const signer = createSigner();
    const [idp, sentinel] = [countingKey('idp'), countingKey('sentinel')];
    const token = await signer.sign(idp, { a: 1 });
    expect(await signer.verify(token, [sentinel])).toEqual({
      ok: false,
      failure: 'unknown-key',
      sentence: 'says kid "idp"; known is "sentinel"',
    });
  });

  it('tries every key that the kid allows', async () => {
    const token = await createSigner().sign(KEY, { a: 1 });
    const foreign = { kid: KEY.kid, verifies: () => Promise.resolve(false) };
    const anonymous = { kid: undefined, verifies: () => Promise.resolve(true) };
    expect(await createSigner().verify(token, [foreign, KEY])).toMatchObject({ ok: true, key: KEY });
    expect(await createSigner().verify(token, [foreign, anonymous])).toMatchObject({ ok: true, key: anonymous });
    expect(await createSigner().verify(token, [])).toMatchObject({ ok: false, failure: 'unknown-key' });
  });
});

/** A token with any header, signed as its maker likes. */
function forge(header: object, signature: (input: string) => string): string {
  const input = `${encode(header)}.${encode({ aud: '12345678' })}`;
  return `${input}.${signature(input)}`;
}

describe('a forged token', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = KEY.kid;
  const ownKey = (input: string): string =>
    signWith('RSA-SHA256', Buffer.from(input), privateKey).toString('base64url');
  const jwk = publicKey.export({ format: 'jwk' });

  it.each([
    [
      'alg none without a signature',
      { alg: 'none', kid },
      () => '',
      'algorithm',
      'says alg "none"; only RS256 is accepted',
    ],
    [
      'alg None, spelt otherwise',
      { alg: 'NonE', kid },
      () => '',
      'algorithm',
      'says alg "NonE"; only RS256 is accepted',
    ],
    ['alg rs256 in lower case', { alg: 'rs256', kid }, ownKey, 'algorithm', 'says alg "rs256"; only RS256 is accepted'],
    ['no alg', { kid }, ownKey, 'algorithm', 'says alg nothing; only RS256 is accepted'],
    [
      'an alg that is a list',
      { alg: ['RS256'], kid },
      ownKey,
      'algorithm',
      'says alg a value of type object; only RS256 is accepted',
    ],
    [
      'an endless alg',
      { alg: 'R'.repeat(1000), kid },
      ownKey,
      'algorithm',
      'says alg a text of 1000 characters; only RS256 is accepted',
    ],
    [
      'an alg of 64 letters',
      { alg: 'R'.repeat(64), kid },
      ownKey,
      'algorithm',
      `says alg "${'R'.repeat(64)}"; only RS256 is accepted`,
    ],
    [
      'an alg of 65 letters',
      { alg: 'R'.repeat(65), kid },
      ownKey,
      'algorithm',
      'says alg a text of 65 characters; only RS256 is accepted',
    ],
    [
      'HS256 keyed with the public modulus',
      { alg: 'HS256', kid },
      (input: string) => createHmac('sha256', KEY.publicJwk.n).update(input).digest('base64url'),
      'algorithm',
      'says alg "HS256"; only RS256 is accepted',
    ],
    [
      'another RSA key',
      { alg: 'RS256', kid },
      ownKey,
      'signature',
      'has a signature that was not made with the key it names',
    ],
    [
      'an embedded jwk',
      { alg: 'RS256', kid, jwk },
      ownKey,
      'signature',
      'has a signature that was not made with the key it names',
    ],
    [
      'an x5u and a jku',
      { alg: 'RS256', kid, jku: 'http://localhost/jwks', x5u: 'http://localhost/cert' },
      ownKey,
      'signature',
      'has a signature that was not made with the key it names',
    ],
    [
      'an empty signature',
      { alg: 'RS256', kid },
      () => '',
      'signature',
      'has a signature that was not made with the key it names',
    ],
    [
      'a kid that is a path',
      { alg: 'RS256', kid: '../../keys/00001.json' },
      ownKey,
      'unknown-key',
      `says kid "../../keys/00001.json"; known is "${kid}"`,
    ],
    [
      'a kid that is a query',
      { alg: 'RS256', kid: "' OR 1=1 --" },
      ownKey,
      'unknown-key',
      `says kid "' OR 1=1 --"; known is "${kid}"`,
    ],
    [
      'a kid that every object has',
      { alg: 'RS256', kid: '__proto__' },
      ownKey,
      'unknown-key',
      `says kid "__proto__"; known is "${kid}"`,
    ],
    [
      'a kid that is a list',
      { alg: 'RS256', kid: [kid] },
      ownKey,
      'unknown-key',
      `says kid a value of type object; known is "${kid}"`,
    ],
    ['no kid', { alg: 'RS256' }, ownKey, 'unknown-key', `says kid nothing; known is "${kid}"`],
  ])('with %s is refused', async (_, header, signature, failure, sentence) => {
    expect(await createSigner().verify(forge(header, signature), [KEY])).toEqual({ ok: false, failure, sentence });
  });

  it("that HS256 keys with the public key in PEM is refused, though a connector's key needs no kid", async () => {
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const key = await importConnectorKey(pem);
    const token = forge({ alg: 'HS256' }, (input) => createHmac('sha256', pem).update(input).digest('base64url'));
    expect(await createSigner().verify(token, [key!])).toMatchObject({ ok: false, failure: 'algorithm' });
    expect(await createSigner().verify(forge({ alg: 'RS256' }, ownKey), [key!])).toMatchObject({ ok: true });
  });

  it('that names a critical extension is refused (RFC 7515 section 4.1.11)', async () => {
    const key = await importConnectorKey(publicKey.export({ type: 'spki', format: 'pem' }).toString());
    const token = forge({ alg: 'RS256', crit: ['urn:strange'], 'urn:strange': true }, ownKey);
    expect(await createSigner().verify(token, [key!])).toMatchObject({ ok: false, failure: 'critical' });
  });
});
