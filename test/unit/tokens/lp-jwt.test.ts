import { describe, expect, it } from '@jest/globals';
import { appJwtClaims } from '../../../mock-server/tokens/app-jwt.ts';
import { lpJwtClaims } from '../../../mock-server/tokens/lp-jwt.ts';

describe('The claims that are issued', () => {
  const grant = { accountId: '1', clientId: 'c', scope: 's', issuedAtSeconds: 5, lifetimeSeconds: 10 };

  it.each([
    ['an AppJWT', appJwtClaims(grant), '{"aud":"1","azp":"c","scope":"s","iss":"Sentinel","exp":15,"iat":5}'],
    [
      'the delegated one of V2',
      appJwtClaims({ ...grant, delegatedConsumerId: 'd' }),
      '{"aud":"1","azp":"c","https://liveperson.com/consumer_id":"d","permissions":[],"scope":"s","iss":"Sentinel","exp":15,"iat":5}',
    ],
  ])('are the documented ones in their order: %s', (_, claims, json) => {
    expect(JSON.stringify(claims)).toBe(json);
  });

  it.each([
    [{}, ''],
    [{ jti: 'j' }, ',"jti":"j"'],
    [{ ext: { sub: 'x' } }, ',"lp.ext":{"sub":"x"}'],
    [{ jti: 'j', ext: {} }, ',"jti":"j","lp.ext":{}'],
  ])('have what an LP_JWT was given, and nothing else: %j', (given, rest) => {
    const claims = lpJwtClaims({ accountId: '1', sub: 's', issuedAtSeconds: 5, expiresAtSeconds: 15, ...given });
    expect(JSON.stringify(claims)).toBe(
      `{"sub":"s","aud":"acc:1","iss":"https://idp.liveperson.net","exp":15,"iat":5${rest}}`,
    );
    expect(Object.values(claims)).not.toContain(undefined);
  });
});
