import type { AgentOption } from './agent-script.ts';

/** An app installation, in the shape and under the names of LivePerson's own record. */
export interface AppOptions {
  client_id: string;
  client_secret: string;
  client_name?: string | undefined;
  description?: string | undefined;
  /** Default: `['client_credentials']`. */
  grant_types?: readonly string[] | undefined;
  response_types?: readonly string[] | undefined;
  /**
   * Where Sentinel's code flow may send a browser back to, each compared character by character: absolute URIs of
   * visible ASCII without a fragment, each 2,048 characters at most. Default: none.
   */
  redirect_uris?: readonly string[] | undefined;
  /** Scopes the app holds, separated by spaces. Default: `'msg.consumer'`. */
  scope?: string | undefined;
  /** Default: `true`. */
  enabled?: boolean | undefined;
  /** Default: `false`. */
  deleted?: boolean | undefined;
  capabilities?: Readonly<Record<string, unknown>> | undefined;
}

/** A connector, in the shape of the connector list. */
export interface ConnectorOptions {
  id: number;
  /** Default: `false`. */
  deleted?: boolean | undefined;
  name?: string | undefined;
  description?: string | undefined;
  /** 0 is the implicit flow, 1 the code flow. Default: `1`. */
  type?: number | undefined;
  /** As the list shows it. Customer id tokens are checked with `jwtPublicKey` (base64 of an SPKI, or PEM). */
  configuration?: Readonly<Record<string, unknown>> | undefined;
  /**
   * The keys that `configuration.jwksEndpoint` would return, because the mock never fetches anything. Not shown in the
   * list.
   */
  jwks?: { keys: readonly Readonly<Record<string, unknown>>[] } | undefined;
}

/** An agent who can log in. */
export interface AgentOptions {
  username: string;
  password: string;
  /** The ids of the skills whose conversations ring for the agent (D72). Default: none, which is all. */
  skills?: readonly string[] | undefined;
  /**
   * Members of the agent's record as the Users API answers it, beside or instead of the mock's own:
   * `{ fullName: 'Ada Lovelace', employeeId: 'E-7' }`. `id`, `pid`, `loginName` and `skillIds` follow from the login.
   */
  user?: Readonly<Record<string, unknown>> | undefined;
}

/** A record of the account configuration. Members beside those that are named here are answered as they are. */
export interface ConfigurationRecord {
  /** A whole number; each id once in its list. */
  id: number;
  /** Default: `false`. Answered only to `include_deleted=true`. */
  deleted?: boolean | undefined;
  readonly [member: string]: unknown;
}

/** A skill, an agent group or a category. */
export interface NamedRecord extends ConfigurationRecord {
  name: string;
}

/** Why an agent is away. */
export interface StatusReasonRecord extends ConfigurationRecord {
  text: string;
  /** `'Away'`, `'Occupied'` or `'Online'`. */
  state: string;
}

/** Predefined content. */
export interface CannedResponseRecord extends ConfigurationRecord {
  /** The texts, one a language. */
  data: readonly { readonly msg: string; readonly lang: string; readonly [member: string]: unknown }[];
}

/** What an account's configuration holds beside apps, connectors and agents. */
export interface ConfigurationOptions {
  /** Beside these there is each skill that an agent holds. Default: none. */
  skills?: readonly NamedRecord[] | undefined;
  /** Beside these there is the group -1, `Main Group`. Default: none. */
  agentGroups?: readonly NamedRecord[] | undefined;
  /** Default: none. */
  statusReasons?: readonly StatusReasonRecord[] | undefined;
  /** Default: none. */
  cannedResponses?: readonly CannedResponseRecord[] | undefined;
  /** Default: none. */
  categories?: readonly NamedRecord[] | undefined;
}

/** What an account id may be: letters, digits, `_` and `-`, 64 at most; but no name that objects have by themselves. */
export const ACCOUNT_ID = /^(?!(?:__proto__|prototype|constructor)$)[A-Za-z0-9_-]{1,64}$/;

/** One LivePerson account. */
export interface AccountOptions {
  /** A string of digits in real life. Clients treat ids that start with le, qa, fr, c or a specially. */
  accountId: string;
  /** Who answers the account's conversations. Default: the option `agent` of the mock. */
  agent?: AgentOption | undefined;
  /**
   * Agents whose password is checked; unless the mock is `closed`, every other agent may log in as well. Default: none.
   */
  agents?: readonly AgentOptions[] | undefined;
  /** Default: none. */
  apps?: readonly AppOptions[] | undefined;
  /** Default: one ACR0 connector, one customer connector and one without `jsMethodName` (decision D61). */
  connectors?: readonly ConnectorOptions[] | undefined;
  /** What the account configuration API answers beside what follows from `agents` (D93). Default: nothing. */
  configuration?: ConfigurationOptions | undefined;
  /** Whether the feature Messaging.Un_Auth_Messaging is on. Default: `true`. */
  unAuthMessaging?: boolean | undefined;
}

/** An app with its options settled. */
export interface AppSettings extends AppOptions {
  readonly grant_types: readonly string[];
  readonly scope: string;
  readonly enabled: boolean;
  readonly deleted: boolean;
}

/** A connector with its options settled. */
export interface ConnectorSettings extends ConnectorOptions {
  readonly deleted: boolean;
  readonly name: string;
  readonly description: string;
  readonly type: number;
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** An account with its options settled; the connectors are undefined when it has the default ones. */
export interface AccountSettings extends AccountOptions {
  readonly agents: readonly AgentOptions[];
  readonly apps: readonly AppSettings[];
  readonly connectors?: readonly ConnectorSettings[] | undefined;
  readonly unAuthMessaging: boolean;
}

/** What a member is when nobody gives it. */
export const APP_DEFAULTS = {
  grant_types: ['client_credentials'],
  scope: 'msg.consumer',
  enabled: true,
  deleted: false,
} as const;
export const CONNECTOR_DEFAULTS = { deleted: false, name: '', description: '', type: 1, configuration: {} } as const;
export const ACCOUNT_DEFAULTS = { agents: [], apps: [], unAuthMessaging: true } as const;
