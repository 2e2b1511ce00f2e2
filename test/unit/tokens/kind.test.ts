import { describe, expect, it } from '@jest/globals';
import type { TokenKind } from '../../../mock-server/tokens/kind.ts';
import { aKind, kindOf } from '../../../mock-server/tokens/kind.ts';

const IDP = 'https://idp.liveperson.net';

it.each<[TokenKind | undefined, object]>([
  ['ConsumerJWS', { lp_consumer_id: 'a' }],
  ['ConsumerJWS', { ext_consumer_id: 'a', azp: 'b', iss: 'Sentinel' }],
  [undefined, { account_id: 'a' }],
  ['LP_EXT_JWT', { 'lp.unauth': 0, iss: IDP }],
  ['AppJWT', { azp: 'a' }],
  ['AppJWT', { azp: 'a', iss: 'me' }],
  ['AppJWT', { azp: 'a', iss: 'Sentinel', sub: 'b' }],
  ['AppJWT', { azp: 'a', iss: 'sentinel', sub: 'b' }],
  ['id token', { azp: 'a', iss: 'me', sub: 'b' }],
  ['LP_JWT', { iss: IDP }],
  ['LP_JWT', { azp: 'a', iss: IDP, sub: 'b' }],
  ['Sentinel id token', { iss: 'sentinel', sub: 'b', is_lpa: false }],
  ['Sentinel id token', { iss: 'Sentinel', sub: 'b', is_lpa: undefined }],
  ['id token', { iss: 'sentinel', sub: 'b' }],
  ['id token', { iss: 'me', sub: 'b', is_lpa: false }],
  [undefined, { iss: 'sentinel', is_lpa: false }],
  [undefined, { is_lpa: false }],
  [undefined, { sub: 'b' }],
  [undefined, { iss: 'me' }],
  [undefined, {}],
])('what most likely is a token of the kind %s (%#)', (kind, claims) => {
  expect(kindOf({ ...claims })).toBe(kind);
});

describe('A kind', () => {
  it.each<[TokenKind | undefined, string]>([
    ['AppJWT', 'an AppJWT'],
    ['ConsumerJWS', 'a ConsumerJWS'],
    ['LP_EXT_JWT', 'an LP_EXT_JWT'],
    ['LP_JWT', 'an LP_JWT'],
    ['id token', 'an id token'],
    ['Sentinel id token', 'a Sentinel id token'],
    [undefined, 'a token of no known kind'],
  ])('%s is called %s', (kind, words) => {
    expect(aKind(kind)).toBe(words);
  });
});
