import { expect, it } from '@jest/globals';
import type { AppJwtErrors, AppJwtRules } from '../../../mock-server/endpoints/app-jwt.ts';
import { requireAppJwt } from '../../../mock-server/endpoints/app-jwt.ts';
import type { EndpointContext } from '../../../mock-server/endpoints/endpoint.ts';
import type { ContextParts } from '../../support/endpoint-context.ts';
import { contextOf, refusalOf } from '../../support/endpoint-context.ts';

const CLAIMS = { aud: '1', azp: 'app', scope: 'msg.consumer', iss: 'Sentinel', exp: 2000, iat: 1000 };
const ERRORS: AppJwtErrors = { missing: 'account_config_unauthorized', invalid: 'history_unauthorized' };
const INCOMPLETE: AppJwtErrors = { ...ERRORS, incomplete: 'history_bad_request' };

/** A call at the 1500th second whose token has these claims; undefined: none that can be read. */
function contextWith(authorization: string | undefined, claims: object | undefined, parts: ContextParts = {}) {
  return contextOf({
    call: { headers: authorization === undefined ? {} : { authorization } },
    parameters: { account: '1' },
    nowMs: 1_500_000,
    keys: { appJwtKeys: () => [] },
    signer: {
      verify: () =>
        claims === undefined
          ? { ok: false, failure: 'malformed', sentence: 'is no token' }
          : { ok: true, claims: { ...claims } },
    },
    ...parts,
    settings: {
      sendApi: { requiredScope: 'msg.consumer', acceptV2AppJwt: true },
      tokens: { clockToleranceSeconds: 0 },
      ...parts.settings,
    },
  });
}

const refused = (context: EndpointContext, errors = ERRORS, rules?: AppJwtRules): unknown =>
  refusalOf(() => requireAppJwt(context, errors, rules));

it.each<[authorization: string, rules: AppJwtRules | undefined, noted: readonly string[]]>([
  ['token', undefined, []],
  ['token', { isBearer: true }, []],
  ['Bearer token', { isBearer: true }, []],
  ['Bearer token', { isBearer: false }, ['authorization-scheme']],
  ['jwt token', {}, ['authorization-scheme']],
])('%p lets its claims in; with the rules %j this is noted: %j', (authorization, rules, noted) => {
  const context = contextWith(authorization, CLAIMS);
  expect(requireAppJwt(context, ERRORS, rules)).toEqual(CLAIMS);
  expect(context.deviations.map(({ slug }) => slug)).toEqual(noted);
});

it('Odd times are noted as those of an AppJWT, or refused by a strict mock', () => {
  const odd = { ...CLAIMS, exp: 1600.5 };
  const sentence = "the AppJWT's exp is 1600.5, no whole number of seconds";
  const context = contextWith('token', odd);
  expect(requireAppJwt(context, ERRORS)).toEqual(odd);
  expect(context.deviations).toEqual([{ slug: 'token-time', sentence }]);
  const strict = contextWith('token', odd, { settings: { strict: true } });
  expect(refused(strict)).toEqual(['history_unauthorized', 'deviation-refused', sentence]);
});

it.each<
  [authorization: string | undefined, errors: AppJwtErrors, claims: object | undefined, refusal: readonly string[]]
>([
  [
    undefined,
    INCOMPLETE,
    CLAIMS,
    ['account_config_unauthorized', 'app-jwt-missing', 'the Authorization header is missing; send the AppJWT'],
  ],
  ['token', INCOMPLETE, undefined, ['history_unauthorized', 'app-jwt-malformed', 'the AppJWT is no token']],
  [
    'Bearer undefined',
    INCOMPLETE,
    undefined,
    [
      'history_unauthorized',
      'app-jwt-malformed',
      'the AppJWT is "undefined", most likely a variable that was never set; look where your client takes it from',
    ],
  ],
  [
    'one, two',
    INCOMPLETE,
    { ...CLAIMS, exp: 1500 },
    ['history_unauthorized', 'app-jwt-expired', 'expired 0 s ago at 1970-01-01T00:25:00Z'],
  ],
  [
    'token',
    INCOMPLETE,
    { ...CLAIMS, azp: 7 },
    ['history_bad_request', 'app-jwt-claim-missing', 'mandatory claims missing or of the wrong type: azp'],
  ],
  ['token', ERRORS, { ...CLAIMS, iss: 'IDP' }, ['history_unauthorized', 'app-jwt-issuer', 'iss is not Sentinel']],
  [
    'token',
    INCOMPLETE,
    { ...CLAIMS, scope: 'other' },
    ['history_unauthorized', 'app-jwt-scope', 'the AppJWT\'s scope is "other", msg.consumer is needed'],
  ],
])('%p is refused with one of the errors %j', (authorization, errors, claims, refusal) => {
  expect(refused(contextWith(authorization, claims), errors)).toEqual(refusal);
});

it('Another scope is asked for where the service has one, and none where it takes any', () => {
  const context = contextWith('token', { ...CLAIMS, scope: 'other' });
  expect(requireAppJwt(context, ERRORS, { requiredScope: null })).toMatchObject({ scope: 'other' });
  expect(requireAppJwt(context, ERRORS, { requiredScope: 'other' })).toMatchObject({ scope: 'other' });
});

it('An AppJWT is for the account that the call names, wherever that is', () => {
  const parts = { parameters: {} };
  expect(refused(contextWith('token', CLAIMS, parts), ERRORS, { accountIn: 'the header' })).toEqual([
    'history_unauthorized',
    'app-jwt-audience',
    'the AppJWT is for account 1, the header names ',
  ]);
  expect(refused(contextWith('token', { ...CLAIMS, aud: '2' }))).toEqual([
    'history_unauthorized',
    'app-jwt-audience',
    'the AppJWT is for account 2, the path names 1',
  ]);
});
