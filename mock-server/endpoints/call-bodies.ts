/** What the Domain API is asked with. */
export interface CsdsQuery {
  readonly version: '1.0';
}

/** The client credentials grant (RFC 6749 section 4.4.2). V1 takes all of it in the query as well. */
export interface AppTokenForm {
  readonly grant_type: 'client_credentials';
  /** The id of the app; here or by HTTP Basic. */
  readonly client_id?: string;
  readonly client_secret?: string;
  /** Separated by spaces; without it all that the app holds. */
  readonly scope?: string;
}

/** The V2 grant: with `state` it is a delegated token. */
export interface AppTokenFormV2 extends AppTokenForm {
  /** The id of the consumer whom a delegated token is for. */
  readonly state?: string;
}

/** Who asks a user to log in, and where the browser goes from there (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
export interface AuthorizationRequest {
  /** The version of the call; without it 1.0. */
  readonly v?: '1.0' | '2.0';
  readonly response_type: 'code';
  readonly client_id: string;
  /** One that the app lists, character by character; may be absent where it lists one alone. */
  readonly redirect_uri?: string;
  /** Comes back as it was sent. */
  readonly state?: string;
  readonly scope?: string;
  readonly code_challenge?: string;
  readonly code_challenge_method?: 'S256' | 'plain';
  /** Logs this agent in at once, without a page. This mock's own. */
  readonly auto?: string;
}

/** The same as the login page sends it, with what its user chose. */
export interface LoginForm extends AuthorizationRequest {
  /** The login name of the agent. */
  readonly username?: string;
  /** Anything: the user does not want to. */
  readonly denied?: string;
}

/** A code, or a refresh token, for tokens (RFC 6749 sections 4.1.3 and 6). */
export interface TokenForm {
  readonly grant_type: 'authorization_code' | 'refresh_token';
  readonly client_id?: string;
  readonly client_secret?: string;
  /** With `authorization_code`. */
  readonly code?: string;
  /** As in the authorization request. */
  readonly redirect_uri?: string;
  /** With PKCE (RFC 7636 section 4.5). */
  readonly code_verifier?: string;
  /** With `refresh_token`: the last one that was given out. */
  readonly refresh_token?: string;
  readonly scope?: string;
}

/** Logs a user out (RFC 7009). */
export interface RevocationForm {
  readonly client_id?: string;
  readonly client_secret?: string;
  /** The refresh token. */
  readonly token: string;
}

/** Names a consumer by the id that the brand has for him. */
export interface ConsumerRequest {
  readonly ext_consumer_id: string;
}

/** An LP_EXT_JWT to refresh. No body at all asks for a new visitor. */
export interface RefreshRequest {
  /** The last LP_EXT_JWT; an expired one as well. */
  readonly id_token?: string | null;
}

/** A token to exchange for an LP_JWT. */
export interface AuthenticateRequest {
  /** An LP_EXT_JWT at the anonymous connector, the customer's own id token at another. */
  readonly id_token: string;
}

/** The same by the older call. */
export interface LegacyAuthenticateRequest {
  /** The customer's own id token. */
  readonly authCode: string;
}

/** How an agent proves who it is: by a password, as a bot with four keys, or by an assertion (SAML). */
export interface AgentLoginRequest {
  readonly username?: string;
  readonly password?: string;
  /** Of a bot: the client_id of an app. */
  readonly appKey?: string;
  /** Of a bot: the client_secret of that app. */
  readonly secret?: string;
  readonly accessToken?: string;
  readonly accessTokenSecret?: string;
  readonly assertion?: string;
}

/** What refresh and logout bring beside the session's cookie. */
export interface AgentCsrf {
  /** As the login gave it. */
  readonly csrf: string;
}

/** From and to, both included. */
interface Bounds {
  readonly from?: number | string;
  readonly to?: number | string;
}

/** From and to in epoch milliseconds, at most three months. */
interface Times {
  readonly from: number | string;
  readonly to: number | string;
}

type Ids = readonly (string | number)[];

/** Parts of the records that are wanted; without it all. */
interface Retrieval {
  /** For instance `messageRecords`, `agentParticipants`, `transfers`. */
  readonly contentToRetrieve?: readonly string[] | null;
}

/** What conversations are searched by. */
export interface HistorySearch extends Retrieval {
  readonly start: Times;
  readonly end?: Times | null;
  readonly status?: readonly ('OPEN' | 'CLOSE')[] | null;
  readonly skillIds?: Ids | null;
  readonly latestSkillIds?: Ids | null;
  readonly agentIds?: Ids | null;
  readonly latestAgentIds?: Ids | null;
  readonly agentGroupIds?: Ids | null;
  readonly keyword?: string | null;
  /** In seconds. */
  readonly duration?: Bounds | null;
  readonly csat?: Bounds | null;
  readonly source?: readonly string[] | null;
  readonly device?: readonly string[] | null;
  readonly messageContentTypes?: readonly string[] | null;
  readonly latestConversationQueueState?: 'IN_QUEUE' | 'ACTIVE' | null;
  /** Finds nothing: the mock has no scores, as little as what the three below ask for. */
  readonly mcs?: unknown;
  readonly alertedMcsValues?: unknown;
  readonly summary?: unknown;
  readonly sdeSearch?: unknown;
}

/** Conversations by their ids: one, or up to 100. */
export interface HistoryByConversation extends Retrieval {
  readonly conversationId?: string | null;
  readonly conversationIds?: Ids | null;
}

/** The conversations of one consumer. */
export interface HistoryByConsumer extends Retrieval {
  /** The `lp_consumer_id`, or the `sub` of the LP_JWT. */
  readonly consumer: string;
  readonly status?: readonly ('OPEN' | 'CLOSE')[] | null;
}

/** Which agents are asked for; without a filter all who are there. */
export interface AgentStatusSearch {
  readonly agentIds?: Ids | null;
  readonly status?: readonly string[] | null;
  readonly skillIds?: Ids | null;
}

/** What is told of a consumer: any members, which are kept as their profile. */
export interface RestConsumerProfile {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly [member: string]: unknown;
}

/** A conversation to open. */
export interface RestConversationRequest {
  readonly channelType?: 'MESSAGING';
  readonly brandId?: string;
  /** Up to ten digits, or -1. */
  readonly skillId?: string;
  readonly ttrDefName?: 'NORMAL' | 'URGENT' | 'PRIORITIZED' | 'CUSTOM' | null;
}

/** A conversation to close. */
export interface RestConversationChange {
  readonly stage: 'CLOSE';
}

/** Something to say: `{ text }` of a text, `{ relativePath }` of a file, structured content. */
export interface RestMessageRequest {
  readonly type: 'PLAIN_TEXT' | 'HOSTED_FILE' | 'RICH_CONTENT';
  readonly content: Readonly<Record<string, unknown>>;
  /** Agents alone may keep something among themselves. */
  readonly messageAudience?: 'ALL' | 'AGENTS_AND_MANAGERS';
}

/** What a function is invoked with. */
export interface InvocationRequest {
  /** In epoch milliseconds; it is not looked at. */
  readonly timestamp?: unknown;
  readonly headers?: readonly unknown[];
  readonly payload?: unknown;
}

/** The record of an app; other members are kept as they are. */
export interface InstallationRequest {
  readonly client_name?: string;
  readonly description?: string;
  readonly grant_types?: readonly string[];
  readonly response_types?: readonly string[];
  /** Where Sentinel may send who has logged in. */
  readonly redirect_uris?: readonly string[];
  /** Separated by spaces. */
  readonly scope?: string;
  readonly enabled?: boolean;
  readonly deleted?: boolean;
  /** `webhooks` among them: event types with their `endpoint`. */
  readonly capabilities?: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}
