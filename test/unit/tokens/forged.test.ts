import { createHmac, createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import rightKey from '../../../keys/appjwt-13-05-17.json' with { type: 'json' };
import wrongKey from '../../../keys/idtoken-19-08-19.json' with { type: 'json' };
import { forgeries } from '../../../mock-server/tokens/forged.ts';
import type { PrivateJwk } from '../../../mock-server/tokens/jwk.ts';
import { createSigningKey } from '../../../mock-server/tokens/signing-keys.ts';

const KEYS = { right: createSigningKey(rightKey as PrivateJwk), wrong: createSigningKey(wrongKey as PrivateJwk) };
const CLAIMS = { iss: 'Sentinel', exp: 1 };
const { kid } = KEYS.right;

const parts = (token: string): string[] => token.split('.');
const text = (part = ''): string => Buffer.from(part, 'base64url').toString('utf8');
const isSignedBy = (token: string, key: keyof typeof KEYS): boolean => {
  const [header, claims, signature = ''] = parts(token);
  const jwk = createPublicKey({ key: { ...KEYS[key].publicJwk }, format: 'jwk' });
  return verify('sha256', Buffer.from(`${String(header)}.${String(claims)}`), jwk, Buffer.from(signature, 'base64url'));
};

describe('a forged token', () => {
  it.each([
    ['malformed', `{"kid":"${kid}","typ":"JWT","alg":"RS256"}`, 2],
    ['alg-none', `{"kid":"${kid}","typ":"JWT","alg":"none"}`, 3],
    ['hs256-public-key', `{"kid":"${kid}","typ":"JWT","alg":"HS256"}`, 3],
    ['unknown-kid', '{"kid":"unknown-kid","typ":"JWT","alg":"RS256"}', 3],
    ['foreign-key', `{"kid":"${kid}","typ":"JWT","alg":"RS256"}`, 3],
    ['signature', `{"kid":"${kid}","typ":"JWT","alg":"RS256"}`, 3],
  ] as const)('by %s has the claims, and the header that it is known by', async (name, header, count) => {
    const token = parts(await forgeries[name](CLAIMS, KEYS));
    expect(token.slice(0, 2).map(text)).toEqual([header, '{"iss":"Sentinel","exp":1}']);
    expect(token).toHaveLength(count);
  });

  it('that is encrypted has five parts, and says how it is', async () => {
    const [header, , , content, ...rest] = parts(await forgeries.encrypted(CLAIMS));
    expect([header, content].map(text)).toEqual(['{"alg":"RSA-OAEP-256","enc":"A256GCM"}', JSON.stringify(CLAIMS)]);
    expect(rest).toEqual(['AAAA']);
  });

  it.each([
    ['unknown-kid', true, false],
    ['foreign-key', false, true],
    ['signature', false, false],
  ] as const)('by %s is signed by the right key: %p; by another: %p', async (name, byRight, byWrong) => {
    const token = await forgeries[name](CLAIMS, KEYS);
    expect([isSignedBy(token, 'right'), isSignedBy(token, 'wrong')]).toEqual([byRight, byWrong]);
  });

  it('without a signature ends where it would begin', async () => {
    expect(parts(await forgeries['alg-none'](CLAIMS, KEYS)).at(-1)).toBe('');
    const whole = await forgeries['unknown-kid'](CLAIMS, KEYS);
    expect(await forgeries.malformed(CLAIMS, { ...KEYS, right: { ...KEYS.right, kid: 'unknown-kid' } })).toBe(
      whole.slice(0, whole.lastIndexOf('.')),
    );
  });

  it('by the signature differs from the right one in the first letter of it alone', async () => {
    const forged = await forgeries.signature(CLAIMS, KEYS);
    const right = await KEYS.right.sign({ kid, typ: 'JWT', alg: 'RS256' }, JSON.stringify(CLAIMS));
    const start = right.lastIndexOf('.') + 1;
    expect([forged.slice(0, start), forged.slice(start + 1)]).toEqual([right.slice(0, start), right.slice(start + 1)]);
    expect(forged).not.toBe(right);
  });

  it('by the public key as a secret is signed with its PEM, lines of 64 letters as OpenSSL writes them', async () => {
    const [header, claims, signature] = parts(await forgeries['hs256-public-key'](CLAIMS, KEYS));
    const pem = createPublicKey({ key: { ...KEYS.right.publicJwk }, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    });
    const expected = createHmac('sha256', pem)
      .update(`${String(header)}.${String(claims)}`)
      .digest('base64url');
    expect(signature).toBe(expected);
  });
});
