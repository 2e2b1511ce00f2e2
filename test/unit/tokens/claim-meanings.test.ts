import { describe, expect, it } from '@jest/globals';
import { agentIdTokenClaims } from '../../../mock-server/tokens/agent-id-token.ts';
import { CLAIM_MEANINGS, CLAIM_MEANINGS_OF_KIND } from '../../../mock-server/tokens/claim-meanings.ts';
import { kindOf } from '../../../mock-server/tokens/kind.ts';
import {
  APP_JWT_CLAIMS,
  CONSUMER_JWS_CLAIMS,
  EXT_JWT_CLAIMS,
  ID_TOKEN_CLAIMS,
  LP_JWT_CLAIMS,
} from '../../support/bad-tokens.ts';
import type { Members } from '../../support/signed-by-hand.ts';
import { CLIENT_ID, NOON_SECONDS } from '../../support/through-every-adapter.ts';

const AGENT_CLAIMS = agentIdTokenClaims({ userPid: 'an-agent', clientId: CLIENT_ID, issuedAtSeconds: NOON_SECONDS });
/** What the inspection of a token says of its claims. */
const meaningsOf = (claims: Members): Readonly<Record<string, string>> => {
  const all = { ...CLAIM_MEANINGS, ...CLAIM_MEANINGS_OF_KIND[kindOf(claims) ?? ''] };
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in claims));
};

describe('Every claim', () => {
  it.each<[kind: string, claims: Members]>([
    ['an AppJWT', { ...APP_JWT_CLAIMS, nbf: 0 }],
    ['a ConsumerJWS', CONSUMER_JWS_CLAIMS],
    ['an LP_EXT_JWT', EXT_JWT_CLAIMS],
    ['an LP_JWT', { ...LP_JWT_CLAIMS, jti: 'a', 'lp.ext': {}, nonce: 'b' }],
    ['an id token', { ...ID_TOKEN_CLAIMS, name: 'c' }],
    ['a Sentinel id token', AGENT_CLAIMS],
    ['a token of no known kind', { iss: 'me', iat: 0 }],
  ])('of %s is told in a sentence', (_, claims) => {
    const meanings = meaningsOf(claims);
    expect(Object.keys(meanings).toSorted()).toEqual(Object.keys(claims).toSorted());
    for (const meaning of Object.values(meanings)) expect(meaning).toMatch(/^[A-Z].{9,}\.$/);
  });
});

it.each<[claims: Members, name: string, words: RegExp]>([
  [APP_JWT_CLAIMS, 'iss', /capital S/],
  [APP_JWT_CLAIMS, 'aud', /in the path/],
  [AGENT_CLAIMS, 'iss', /small s/],
  [AGENT_CLAIMS, 'aud', /client_id/],
  [AGENT_CLAIMS, 'sub', /agent/],
  [APP_JWT_CLAIMS, 'iat', /Sentinel/],
  [LP_JWT_CLAIMS, 'iss', /IDP/],
  [LP_JWT_CLAIMS, 'aud', /acc:/],
  [LP_JWT_CLAIMS, 'sub', /consumer/],
  [EXT_JWT_CLAIMS, 'iss', /IDP/],
  [EXT_JWT_CLAIMS, 'aud', /acc:/],
  [EXT_JWT_CLAIMS, 'sub', /visitor/],
  [ID_TOKEN_CLAIMS, 'iss', /customer/],
  [ID_TOKEN_CLAIMS, 'sub', /at the customer/],
])('a claim is told as its kind of token means it (%#)', (claims, name, words) => {
  expect(meaningsOf(claims)[name]).toMatch(words);
});
