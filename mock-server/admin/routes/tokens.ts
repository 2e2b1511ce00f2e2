import * as v from 'valibot';
import { issuedTokens } from '../../control/issued-tokens.ts';
import { mintSchemas } from '../../control/mint/schema.ts';
import { ADMIN_PATH, MAX_TOKEN_BODY_BYTES } from '../path.ts';
import { answers, does } from '../route.ts';
import { controlsOf, scope } from '../scope.ts';
import { reasonSchema, tokenChecks, tokenKind } from './journal-schema.ts';

const { appJwt, consumerJws, extJwt, lpJwt, idToken } = mintSchemas;

const mintInput = v.variant('kind', [
  v.strictObject({ kind: v.literal('appJwt'), ...appJwt.entries }),
  v.strictObject({ kind: v.literal('consumerJws'), ...consumerJws.entries }),
  v.strictObject({ kind: v.literal('extJwt'), ...extJwt.entries }),
  v.strictObject({ kind: v.literal('lpJwt'), ...lpJwt.entries }),
  v.strictObject({ kind: v.literal('idToken'), ...idToken.entries }),
]);

const token = v.pipe(v.string(), v.minLength(1));
const claims = v.optional(v.record(v.string(), v.unknown()));

export const inspection = v.strictObject({
  kind: v.optional(tokenKind),
  header: claims,
  claims,
  accountId: v.optional(v.string()),
  times: v.array(v.strictObject({ claim: v.string(), at: v.string(), words: v.string() })),
  accepted: v.boolean(),
  where: v.array(v.string()),
  notFor: v.array(v.string()),
  meanings: v.pipe(v.record(v.string(), v.string()), v.description('What its claims mean, by their names')),
  reason: v.optional(reasonSchema),
  checks: v.optional(tokenChecks),
});

const issuedToken = v.strictObject({
  id: v.pipe(v.string(), v.description('As the journal has it')),
  kind: v.optional(tokenKind),
  accountId: v.optional(v.string()),
  entry: v.pipe(v.number(), v.description('The id of the journal entry that issued it first')),
  issuedMs: v.optional(v.pipe(v.number(), v.description('Its iat, in epoch milliseconds'))),
  expiresMs: v.optional(v.pipe(v.number(), v.description('Its exp, in epoch milliseconds; left out: never'))),
  leftMs: v.optional(
    v.pipe(v.number(), v.description('How long it has left by the clock of its account; 0 or less: it has expired')),
  ),
});

export const tokenRoutes = [
  answers({
    verb: 'tokens.list',
    method: 'GET',
    path: `${ADMIN_PATH}/tokens`,
    summary: 'The tokens that were issued in the calls of the journal, the one that expires next first',
    input: v.strictObject(scope),
    status: 200,
    output: v.strictObject({ tokens: v.array(issuedToken) }),
    run: (mock, { accountId }) => ({
      tokens: issuedTokens(controlsOf(mock, accountId).journal.find(), (of) => controlsOf(mock, of).clock.now()),
    }),
  }),
  answers({
    verb: 'mint',
    method: 'POST',
    path: `${ADMIN_PATH}/tokens`,
    summary: 'Mints a token',
    input: mintInput,
    maxBodyBytes: MAX_TOKEN_BODY_BYTES,
    status: 201,
    output: v.strictObject({ token: v.string() }),
    run: async ({ mint }, { kind, ...options }) => {
      // The row of its kind has checked them.
      const checked: object = options;
      return { token: await mint[kind](checked) };
    },
  }),
  answers({
    verb: 'inspect',
    method: 'POST',
    path: `${ADMIN_PATH}/tokens/inspect`,
    summary: 'What a token says, and whether and where the mock would accept it now',
    input: v.strictObject({ token }),
    maxBodyBytes: MAX_TOKEN_BODY_BYTES,
    status: 200,
    output: inspection,
    run: (mock, input) => mock.inspect(input.token),
  }),
  does({
    verb: 'revoke',
    method: 'POST',
    path: `${ADMIN_PATH}/tokens/revoke`,
    summary: 'Revokes an anonymous token',
    input: v.strictObject({ token }),
    maxBodyBytes: MAX_TOKEN_BODY_BYTES,
    run: (mock, input) => {
      mock.revoke(input.token);
    },
  }),
];
