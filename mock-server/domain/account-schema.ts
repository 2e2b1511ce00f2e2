import * as v from 'valibot';
import type { AccountSettings } from './account-options.ts';
import { ACCOUNT_ID } from './account-options.ts';

const text = v.pipe(v.string(), v.minLength(1));

const appSchema = v.strictObject({
  client_id: text,
  client_secret: text,
  client_name: v.optional(v.string()),
  description: v.optional(v.string()),
  grant_types: v.optional(v.array(v.string()), ['client_credentials']),
  response_types: v.optional(v.array(v.string())),
  scope: v.optional(v.string(), 'msg.consumer'),
  enabled: v.optional(v.boolean(), true),
  deleted: v.optional(v.boolean(), false),
  capabilities: v.optional(v.record(v.string(), v.unknown())),
});

const connectorSchema = v.strictObject({
  id: v.pipe(v.number(), v.integer(), v.minValue(0)),
  deleted: v.optional(v.boolean(), false),
  name: v.optional(v.string(), ''),
  description: v.optional(v.string(), ''),
  type: v.optional(v.number(), 1),
  configuration: v.optional(v.record(v.string(), v.unknown()), {}),
  jwks: v.optional(v.strictObject({ keys: v.array(v.record(v.string(), v.unknown())) })),
});

/** The members of {@link AccountOptions}, with their defaults. */
export const accountEntries = {
  accountId: v.pipe(v.string(), v.regex(ACCOUNT_ID, 'Expected letters, digits, _ or -, 64 at most, and none of __proto__, prototype, constructor')),
  agents: v.optional(v.array(v.strictObject({ username: text, password: text })), []),
  apps: v.optional(v.array(appSchema), []),
  connectors: v.optional(v.array(connectorSchema)),
  unAuthMessaging: v.optional(v.boolean(), true),
};

/** What {@link AccountOptions} may be. */
export const accountSchema: v.GenericSchema<unknown, AccountSettings> = v.strictObject(accountEntries);
