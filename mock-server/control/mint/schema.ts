import * as v from 'valibot';
import { describeIssue } from '../../config/settle.ts';
import { checkFirst, issueLines } from '../../config/first-issues.ts';
import { privateJwkSchema } from '../../tokens/jwk-schema.ts';
import type {
  AppJwtMintOptions,
  ConsumerJwsMintOptions,
  ExtJwtMintOptions,
  IdTokenMintOptions,
  LpJwtMintOptions,
} from './mint.ts';
import { APP_JWT_TAMPERS, CONSUMER_JWS_TAMPERS, EXT_JWT_TAMPERS, ID_TOKEN_TAMPERS, LP_JWT_TAMPERS } from './tampers.ts';

const text = v.optional(v.string());
const flag = v.optional(v.boolean());
const claims = {
  accountId: text,
  claims: v.optional(v.record(v.string(), v.unknown())),
  omit: v.optional(v.array(v.string())),
};
const times = { expiresInSeconds: v.optional(v.number()), expired: flag, notYetValid: flag };
const tamper = <const Names extends readonly string[]>(names: Names) => v.optional(v.picklist(names));

export const mintSchemas = {
  appJwt: v.strictObject({
    ...claims,
    ...times,
    clientId: text,
    scope: text,
    tamper: tamper(APP_JWT_TAMPERS),
    version: v.optional(v.picklist([1, 2])),
  }),
  consumerJws: v.strictObject({ ...claims, extConsumerId: text, tamper: tamper(CONSUMER_JWS_TAMPERS) }),
  extJwt: v.strictObject({ ...claims, ...times, sub: text, tamper: tamper(EXT_JWT_TAMPERS) }),
  lpJwt: v.strictObject({ ...claims, ...times, sub: text, tamper: tamper(LP_JWT_TAMPERS) }),
  idToken: v.strictObject({
    ...claims,
    ...times,
    sub: text,
    key: v.optional(privateJwkSchema()),
    tamper: tamper(ID_TOKEN_TAMPERS),
  }),
};

/** The options of each kind of token. */
export interface MintOptionsByKind {
  appJwt: AppJwtMintOptions;
  consumerJws: ConsumerJwsMintOptions;
  extJwt: ExtJwtMintOptions;
  lpJwt: LpJwtMintOptions;
  idToken: IdTokenMintOptions;
}

/** Checks options that may have come over the wire. @throws TypeError naming what is unknown or out of range. */
export function checkMintOptions<Kind extends keyof MintOptionsByKind>(
  kind: Kind,
  options: unknown,
): MintOptionsByKind[Kind] {
  const given = Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value !== undefined));
  const result = checkFirst(mintSchemas[kind], given);
  if (result.success) return result.output as MintOptionsByKind[Kind];
  // A private key may stand there, so what was received is not repeated.
  throw new TypeError(
    issueLines(result, (issue) => `mint.${kind}: ${describeIssue(issue).replace(/ but received .*$/s, '')}`),
  );
}
