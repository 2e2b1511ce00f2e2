import * as v from 'valibot';
import { once } from '../once.ts';
import { agentSchema } from './agent-script-schema.ts';
import type { AccountSettings } from './account-options.ts';
import { isRedirectUri } from './redirect-uri.ts';
import { ACCOUNT_DEFAULTS, ACCOUNT_ID, APP_DEFAULTS, CONNECTOR_DEFAULTS } from './account-options.ts';
import { webhookComplaint } from './webhook-settings.ts';

const nonEmpty = () => v.pipe(v.string(), v.minLength(1));

/** What an app says of itself, with its defaults: all but its id and its secret. */
export const appRecordEntries = once(() => ({
  client_name: v.optional(v.string()),
  description: v.optional(v.string()),
  grant_types: v.optional(v.array(v.string()), APP_DEFAULTS.grant_types),
  response_types: v.optional(v.array(v.string())),
  redirect_uris: v.optional(
    v.array(
      v.pipe(
        v.string(),
        v.check(isRedirectUri, 'Expected an absolute URI without a fragment, of a scheme that runs nothing'),
      ),
    ),
  ),
  scope: v.optional(v.string(), APP_DEFAULTS.scope),
  enabled: v.optional(v.boolean(), APP_DEFAULTS.enabled),
  deleted: v.optional(v.boolean(), APP_DEFAULTS.deleted),
  capabilities: v.optional(
    v.pipe(
      v.record(v.string(), v.unknown()),
      v.check(
        (capabilities) => webhookComplaint(capabilities) === undefined,
        ({ input }) => webhookComplaint(input) ?? '',
      ),
    ),
  ),
}));

/** Lists of records that keep the members that no page names. */
const configurationSchema = () => {
  const id = v.pipe(v.number(), v.safeInteger());
  const deleted = v.optional(v.boolean());
  const text = nonEmpty();
  const named = v.looseObject({ id, deleted, name: text });
  const reason = v.looseObject({ id, deleted, text, state: text });
  const content = v.looseObject({ msg: v.string(), lang: v.string() });
  const response = v.looseObject({ id, deleted, data: v.array(content) });
  return v.strictObject({
    skills: eachOnce(named),
    agentGroups: eachOnce(named),
    statusReasons: eachOnce(reason),
    cannedResponses: eachOnce(response),
    categories: eachOnce(named),
  });
};

function eachOnce<Output extends { id: number }>(record: v.GenericSchema<unknown, Output>) {
  const isEachOnce = (records: Output[]): boolean => new Set(records.map((each) => each.id)).size === records.length;
  return v.optional(v.pipe(v.array(record), v.check(isEachOnce, 'Expected each id once')));
}

/** The members of {@link AccountOptions}, with their defaults. */
export const accountEntries = once(() => {
  const text = nonEmpty();

  const appSchema = v.strictObject({ client_id: text, client_secret: text, ...appRecordEntries() });

  const connectorSchema = v.strictObject({
    id: v.pipe(v.number(), v.integer(), v.minValue(0)),
    deleted: v.optional(v.boolean(), CONNECTOR_DEFAULTS.deleted),
    name: v.optional(v.string(), CONNECTOR_DEFAULTS.name),
    description: v.optional(v.string(), CONNECTOR_DEFAULTS.description),
    type: v.optional(v.number(), CONNECTOR_DEFAULTS.type),
    configuration: v.optional(v.record(v.string(), v.unknown()), CONNECTOR_DEFAULTS.configuration),
    jwks: v.optional(v.strictObject({ keys: v.array(v.record(v.string(), v.unknown())) })),
  });

  return {
    accountId: v.pipe(
      v.string(),
      v.regex(
        ACCOUNT_ID,
        'Expected letters, digits, _ or -, 64 at most, and none of __proto__, prototype, constructor',
      ),
    ),
    agent: v.optional(agentSchema()),
    agents: v.optional(
      v.array(
        v.strictObject({
          username: text,
          password: text,
          skills: v.optional(v.array(text)),
          user: v.optional(v.record(v.string(), v.unknown())),
        }),
      ),
      ACCOUNT_DEFAULTS.agents,
    ),
    apps: v.optional(v.array(appSchema), ACCOUNT_DEFAULTS.apps),
    connectors: v.optional(v.array(connectorSchema)),
    configuration: v.optional(configurationSchema()),
    unAuthMessaging: v.optional(v.boolean(), ACCOUNT_DEFAULTS.unAuthMessaging),
  };
});

/** What {@link AccountOptions} may be. */
export const accountSchema = once((): v.GenericSchema<unknown, AccountSettings> => v.strictObject(accountEntries()));
