import type { Basis } from '../errors/error-row.ts';

/**
 * What is said in the header by which a caller shows who it is; `test/docs/surface/credentials.ts` describes each.
 * `none`: nobody asks, or the body says it.
 */
export type Credential =
  | 'none'
  | 'AppJWT'
  | 'AppJWTBearer'
  | 'ConsumerJWS'
  | 'ConsumerJWSRest'
  | 'LPJWT'
  | 'AgentBearer'
  | 'AgentSession'
  | 'ClientBasic'
  | 'OAuth1'
  | 'TemporaryURL';

/** What a call brings beside its path, and what its answer carries beside its body. The body is in `SuccessBodies`. */
export interface WireCall {
  /** How sure we are that LivePerson has this call. */
  readonly basis: Basis;
  /** Any one of them will do; a list is of those that belong together. */
  readonly auth: Credential | readonly Credential[];
  /** Members are parameters; one that may be absent is optional. */
  readonly query?: object;
  readonly headers?: object;
  /** The body: JSON, a form, or the bytes of a file. Optional where there need be none. */
  readonly json?: unknown;
  readonly form?: object;
  readonly bytes?: true;
  /** Of an answer that is no refusal; absent: 200. `any`: what a test says. */
  readonly status?: number | 'any';
  /** Where that is not `application/json`. */
  readonly type?: 'application/javascript' | 'text/html' | '*/*';
  readonly answerHeaders?: object;
}

/** A call that is on a page of LivePerson's. */
export type Documented<Rest> = { readonly basis: 'documented' } & Rest;
/** A call that clients in use make, and no page has. */
export type Observed<Rest> = { readonly basis: 'observed' } & Rest;
/** A call of this mock's own choice where nothing is public. */
export type Ours<Rest> = { readonly basis: 'ours' } & Rest;

/** The version, which the pages ask for; a mock that is not strict takes others. */
export interface Version<Text extends string> {
  readonly v: Text;
}

/** The version of Sentinel's calls; without it 1.0. */
export interface SentinelVersion {
  readonly v?: '1.0' | '2.0';
}

/** What a login sets and a logout takes away. */
export interface SessionCookies {
  /** `Session_id` and `session_id`, with the same value. */
  readonly 'set-cookie': string;
}

/** Where the browser is sent. */
export interface Redirect {
  /** The redirect URI with `code` and `state`, or with `error`. */
  readonly location?: string;
}

/** What each answer about installations and other account configuration carries. */
export interface Revision {
  /** Its revision, for the next `If-Match` where it can be changed. */
  readonly 'ac-revision': string;
}

/** How a change of installations says what it was made from. */
export interface IfRevision {
  /** The `ac-revision` of the last answer; without it the change is let pass. */
  readonly 'if-match'?: string;
}

/** What each answer with a conversation carries. */
export interface ETag {
  /** Of the conversation as it is, for `If-Match`. */
  readonly etag: string;
}

/** What each call of the Messaging REST API brings. */
export interface RestHeaders {
  /** The account id. */
  readonly 'Brand-ID': string;
  /** What calls, in a word. */
  readonly 'Client-source'?: string;
}

/** The same for a change. */
export interface IfMatch extends RestHeaders {
  /** The ETag of the conversation, with its quotation marks, or `*`. */
  readonly 'If-Match': string;
}

/** Which messages are wanted. */
export interface RestMessagesQuery {
  /** From this sequence on. */
  readonly newerThanSequence?: number;
  readonly olderThanSequence?: number;
  readonly sortBy?: 'sequence';
  readonly sortOrder?: 'ASC' | 'DESC';
  /** 100 at most. */
  readonly limit?: number;
}

/** Which records of the account configuration are wanted, and which members of them. */
export interface ConfigurationQuery {
  /** The version: `4.0`, for instance. */
  readonly v?: string;
  /** Names of members, `$all` or `$summary`. */
  readonly select?: string;
  readonly include_deleted?: 'true' | 'false';
}

/** Which predefined content is wanted: lists are separated by commas. */
export interface CannedResponsesQuery extends ConfigurationQuery {
  /** Languages. */
  readonly lang?: string;
  readonly ids?: string;
  readonly skill_ids?: string;
  readonly group_by?: 'CATEGORIES';
}

/** Which page of what is found is wanted. */
export interface HistoryQuery {
  readonly offset?: number;
  /** 100 at most; without it 50. */
  readonly limit?: number;
  /** `start` or `end`, with `:asc` or `:desc`. */
  readonly sort?: string;
  /** What calls, in a word. */
  readonly source?: string;
}

/** What a call of the Send API may bring. */
export interface SendHeaders {
  /** A JSON object that says what the client can do. */
  readonly 'Client-Properties'?: string;
}

/** Until when a temporary URL counts. */
export interface TemporaryQuery {
  /** In epoch seconds. */
  readonly temp_url_expires: string;
}

/** An app on behalf of a consumer, at the Send API. */
export type OnBehalf = readonly ['AppJWT', 'ConsumerJWS'];
/** A consumer, an app on behalf of one, or an agent. */
export type RestAuth = 'LPJWT' | readonly ['AppJWTBearer', 'ConsumerJWSRest'] | 'AgentBearer';
/** Who reads the history. */
export type Reader = 'AgentBearer' | 'OAuth1';

/** JSONP. */
export interface Script {
  readonly auth: 'none';
  readonly type: 'application/javascript';
}

/** What the calls of the Messaging REST API have in common. */
export interface Rest {
  readonly auth: RestAuth;
  readonly headers: RestHeaders;
}

/** What the calls that read the account configuration have in common. */
export interface Configuration<Query extends ConfigurationQuery = ConfigurationQuery> {
  readonly auth: Reader;
  readonly query: Query;
  readonly answerHeaders: Revision;
}

/** What the calls about app installations have in common. */
export interface Installations {
  readonly auth: 'AgentBearer';
  readonly query: Partial<Version<'1.0'>>;
  readonly answerHeaders: Revision;
}
