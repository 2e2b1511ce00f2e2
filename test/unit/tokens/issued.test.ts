import { createHash, createPrivateKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import key from '../../../keys/appjwt-13-05-17.json' with { type: 'json' };
import { issueAgentIdToken } from '../../../mock-server/tokens/agent-id-token.ts';
import { issueConsumerJws } from '../../../mock-server/tokens/consumer-jws.ts';
import { generateKey } from '../../../mock-server/tokens/generate-key.ts';
import type { PrivateJwk } from '../../../mock-server/tokens/jwk.ts';
import { createSigner } from '../../../mock-server/tokens/signer.ts';
import { createSigningKey } from '../../../mock-server/tokens/signing-keys.ts';
import { signTemporaryUrl } from '../../../mock-server/tokens/temporary-url.ts';

const KEY = createSigningKey(key as PrivateJwk);
const claimsOf = (token: string): string => Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');

describe('a token that is issued', () => {
  it('to an agent says who logged in to which app, for ten minutes, in the order of the public sample', async () => {
    const grant = { userPid: 'pid', clientId: 'app', issuedAtSeconds: 1000 };
    expect(claimsOf(await issueAgentIdToken(createSigner(), KEY, grant))).toBe(
      '{"is_admin":true,"sub":"pid","aud":"app","is_lpa":false,"iss":"sentinel","exp":1600,"iat":1000}',
    );
  });

  it('for a consumer says account and names, and nothing beside', async () => {
    const claims = { lp_consumer_id: 'c', ext_consumer_id: 'jane', account_id: '100', exp: 1 };
    expect(claimsOf(await issueConsumerJws(createSigner(), KEY, claims))).toBe(
      '{"account_id":"100","ext_consumer_id":"jane","lp_consumer_id":"c"}',
    );
  });
});

it('a temporary URL is signed by the first 40 digits of what it is for', () => {
  const signature = signTemporaryUrl('key', { method: 'PUT', path: '/a/b', expires: '60' });
  expect(signature).toBe(createHash('sha256').update('key\nPUT\n60\n/a/b').digest('hex').slice(0, 40));
});

it('a new key is one of RSA with 2048 bits, has what a JWK of its kind has, and no other use', async () => {
  const made = await generateKey();
  expect(Object.keys(made)).toEqual(['kty', 'n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi']);
  expect(made.kty).toBe('RSA');
  const { modulusLength, publicExponent } =
    createPrivateKey({ key: { ...made }, format: 'jwk' }).asymmetricKeyDetails ?? {};
  expect([modulusLength, publicExponent]).toEqual([2048, 65_537n]);
});
