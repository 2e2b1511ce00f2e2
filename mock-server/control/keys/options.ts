import * as v from 'valibot';
import type { Duration, Instant } from '../../instant.ts';
import { describeIssue } from '../../config/settle.ts';
import { checkFirst, issueLines } from '../../config/first-issues.ts';
import { privateJwkSchema } from '../../tokens/jwk-schema.ts';
import { once } from '../../once.ts';
import type { PrivateJwk } from '../../tokens/jwk.ts';
import type { KeyUse } from '../../tokens/key-ring.ts';
import { KEY_USES } from '../../tokens/key-ring.ts';

export interface PublishKeyOptions {
  readonly use: KeyUse;
  /**
   * Default: `appjwt-DD-MM-YY` or `idtoken-DD-MM-YY` of the day it signs from, or of today when it is only published; a
   * UUID or the next number, as the use has it.
   */
  readonly kid?: string | undefined;
  /** Your own private key. Default: a new RSA-2048 key. */
  readonly key?: PrivateJwk | undefined;
}

export interface RotateKeyOptions extends PublishKeyOptions {
  /** When the new key starts signing. Default: now. */
  readonly at?: Instant | undefined;
  /** How long after that the old key is still published and its tokens are accepted. Default: until it is retired. */
  readonly overlap?: Duration | undefined;
  /** How long after that the JWKS still lacks the new key, like a stale cache. Default: `0`. */
  readonly staleFor?: Duration | undefined;
}

export interface RetireKeyOptions {
  readonly use: KeyUse;
  readonly kid: string;
  /** Default: now. */
  readonly at?: Instant | undefined;
}

const use = () => v.picklist(KEY_USES);
const kid = () => v.pipe(v.string(), v.minLength(1), v.maxLength(64));
/** A Date of another realm, jsdom's for instance, is no instance of this one's. */
export const dateSchema = v.custom<Date>(
  (value) => Object.prototype.toString.call(value) === '[object Date]',
  'Expected Date',
);
const instant = () => v.union([dateSchema, v.string(), v.number()]);
const duration = () =>
  v.pipe(
    v.union([v.string(), v.number()]),
    v.check((length) => !/^\s*-/.test(String(length)), 'Expected no negative duration'),
  );
export const publishSchema = once(() =>
  v.strictObject({ use: use(), kid: v.optional(kid()), key: v.optional(privateJwkSchema()) }),
);
export const rotateSchema = once(() =>
  v.strictObject({
    ...publishSchema().entries,
    at: v.optional(instant()),
    overlap: v.optional(duration()),
    staleFor: v.optional(duration()),
  }),
);
export const retireSchema = once(() => v.strictObject({ use: use(), kid: kid(), at: v.optional(instant()) }));

/** @throws TypeError naming what is unknown or missing; a key that stands there is not repeated. */
export function checkKeyOptions<Output>(schema: v.GenericSchema<unknown, Output>, options: unknown): Output {
  const result = checkFirst(schema, options);
  if (result.success) return result.output;
  throw new TypeError(issueLines(result, (issue) => `keys: ${describeIssue(issue).replace(/ but received .*$/s, '')}`));
}
