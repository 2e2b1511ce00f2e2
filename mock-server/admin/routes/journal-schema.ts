import * as v from 'valibot';
import { catalogue } from '../../errors/catalogue.ts';
import type { ErrorName } from '../../errors/catalogue.ts';
import { reasonSlugs } from '../../errors/reasons.ts';

const verdict = v.picklist(['accepted', 'refused', 'faulted']);
const errorName = v.picklist(Object.keys(catalogue) as ErrorName[]);
const claims = v.optional(v.record(v.string(), v.unknown()));

/** A reason, as the journal and an inspection tell it. */
export const reasonSchema = v.strictObject({ slug: v.picklist(reasonSlugs), sentence: v.string() });

export const tokenKind = v.picklist(['AppJWT', 'ConsumerJWS', 'LP_EXT_JWT', 'LP_JWT', 'id token', 'Sentinel id token']);

/** A token of an entry, taken apart. */
export const journalToken = v.strictObject({
  use: v.picklist(['presented', 'issued']),
  id: v.optional(v.string()),
  kind: v.optional(tokenKind),
  header: claims,
  claims,
  failure: v.optional(v.picklist(['malformed', 'encrypted', 'algorithm', 'critical', 'unknown-key', 'signature'])),
});

const check = v.picklist([
  'shape',
  'kind',
  'signature',
  'times',
  'claims',
  'issuer',
  'account',
  'scope',
  'revocation',
  'refresh window',
]);

/** How far a token came: what was checked, in this order. */
export const tokenChecks = v.strictObject({
  kind: tokenKind,
  passed: v.array(check),
  failed: v.optional(v.pipe(check, v.description('Left out when all were passed'))),
  notReached: v.array(check),
});

/** One entry as it goes over the wire: what has no value is left out. */
export const journalEntry = v.strictObject({
  id: v.number(),
  method: v.string(),
  path: v.string(),
  endpointId: v.optional(v.string()),
  accountId: v.optional(v.string()),
  outcome: v.union([v.number(), v.picklist(['reset', 'timeout'])]),
  verdict,
  error: v.optional(errorName),
  reason: v.optional(reasonSchema),
  checks: v.optional(tokenChecks),
  deviations: v.array(v.strictObject({ slug: v.string(), sentence: v.string() })),
  faults: v.array(v.string()),
  tokens: v.array(journalToken),
  frame: v.optional(v.strictObject({ socket: v.string(), type: v.optional(v.string()) })),
  socket: v.optional(v.pipe(v.string(), v.description('The socket that a handshake opened'))),
  secretInQuery: v.optional(v.literal(true)),
  evicted: v.optional(
    v.pipe(
      v.string(),
      v.description('What was dropped before this call was recorded, to stay within limits.megabytes'),
    ),
  ),
  atMs: v.pipe(v.number(), v.description("By the mock's clock, in epoch milliseconds")),
  durationMs: v.pipe(v.number(), v.description('In real time')),
});

const outcome = v.pipe(
  v.string(),
  v.regex(/^(?:\d{3}|reset|timeout)$/, 'Expected an HTTP status, reset or timeout'),
  v.transform((text) => (text === 'reset' || text === 'timeout' ? text : Number(text))),
);

/** The query that picks entries: each member must be the entry's own. */
export const journalQuery = {
  method: v.exactOptional(v.string()),
  path: v.exactOptional(v.string()),
  endpointId: v.exactOptional(v.string()),
  accountId: v.exactOptional(v.string()),
  outcome: v.exactOptional(outcome),
  verdict: v.exactOptional(verdict),
  error: v.exactOptional(errorName),
  reason: v.exactOptional(v.picklist(reasonSlugs)),
};
