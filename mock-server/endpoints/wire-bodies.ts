import type {
  AgentErrorBody,
  FailedCommandBody,
  FunctionsErrorBody,
  IdpErrorBody,
  OAuthErrorBody,
  PlainErrorBody,
  SendApiErrorBody,
} from '../errors/error-bodies.ts';
import type { PublicJwk } from '../tokens/jwk.ts';
import type { ConfigurationBody } from './account-config/bodies.ts';
import type { AgentStatusBody, HistoryBody } from './history/bodies.ts';
import type { InstallationBody } from './installations/bodies.ts';
import type {
  RestConsumerBody,
  RestConversationBody,
  RestMessagesBody,
  RestSentBody,
} from './messaging-rest/bodies.ts';

/** An AppJWT, as Sentinel grants it (RFC 6749 section 5.1). */
export interface AppTokenBody {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  /** In seconds. V2 always has it, V1 with the option `sentinel.includeExpiresIn` alone. */
  readonly expires_in?: number | undefined;
}

/** The tokens of a user who logged in for an app. */
export interface LoginTokensBody {
  /** An agent's bearer: 64 hexadecimal digits. */
  readonly access_token: string;
  readonly token_type: 'Bearer';
  /** 144 hexadecimal digits; counts once. */
  readonly refresh_token: string;
  /** A JWT that says who the user is. */
  readonly id_token: string;
  /** How long the access token lives, in seconds. */
  readonly expires_in: number;
}

/** Sentinel's public keys (RFC 7517 section 5). */
export interface JwksBody {
  readonly keys: readonly PublicJwk[];
}

/** Where one service lives. */
export interface ServiceBody {
  readonly service: string;
  readonly account: string;
  /** A bare host, optionally with a port. */
  readonly baseURI: string;
}

/** Where all services live. */
export interface ServicesBody {
  readonly baseURIs: readonly ServiceBody[];
}

/** A ConsumerJWS, an LP_EXT_JWT or an LP_JWT of the newer calls. */
export interface TokenBody {
  readonly token: string;
}

/** An LP_JWT of the older calls. */
export interface JwtBody {
  readonly jwt: string;
}

/** One connector of the list. */
export interface ConnectorBody {
  readonly id: number | string;
  readonly deleted: boolean;
  readonly name: string;
  readonly description: string;
  readonly type: number;
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** What the Send API says of a command that it carried out. */
export interface CommandBody {
  readonly code: 'OK';
  /** Depends on the command: `{ conversationId }`, `{ sequence }`, `{ msg }` and others. */
  readonly body: unknown;
  /** The `id` of the request. */
  readonly reqId: string;
}

/** A session of an agent. */
export interface AgentLoginBody {
  readonly csrf: string;
  readonly wsuk: string;
  readonly config: {
    readonly loginName: string;
    readonly userId: string;
    readonly userPid: string;
    readonly userPrivileges: readonly number[];
    /** Epoch milliseconds. */
    readonly serverCurrentTime: number;
    readonly timeDiff: number;
    readonly serverTimeZoneName: string;
    readonly serverTimeGMTDiff: number;
    readonly isLPA: boolean;
    readonly isAdmin: boolean;
    readonly accountTimeZoneId: string;
  };
  readonly csdsCollectionResponse: ServicesBody;
  readonly accountData: {
    readonly agentGroupsData: {
      readonly items: readonly { readonly id: number; readonly deleted: boolean; readonly name: string }[];
      readonly revision: number;
    };
  };
  readonly sessionId: string;
  /** Milliseconds, as a text; spelled as the service spells it. */
  readonly sessionTTl: string;
  readonly bearer: string;
}

/**
 * By endpoint, what the body says when the call did what it was for. `string` is a script or a page, `''` no body,
 * `never` what this mock does not answer, or answers with a socket.
 */
export interface SuccessBodies {
  readonly 'csds.service': ServiceBody;
  readonly 'csds.services': ServicesBody;
  readonly 'csds.service-jsonp': string;
  readonly 'sentinel.app-token': AppTokenBody;
  readonly 'sentinel.app-token-v2': AppTokenBody & { readonly expires_in: number };
  readonly 'sentinel.authorize': string;
  readonly 'sentinel.login': string;
  readonly 'sentinel.token': LoginTokensBody;
  readonly 'sentinel.revoke': '';
  readonly 'sentinel.jwks': JwksBody;
  readonly 'idp.consumer': TokenBody;
  readonly 'idp.anonymous-authorize': TokenBody;
  readonly 'idp.authenticate': TokenBody;
  readonly 'idp.signup': JwtBody;
  readonly 'idp.signup-jsonp': string;
  readonly 'idp.legacy-authenticate': JwtBody;
  readonly 'idp.delegated-tokens': never;
  readonly 'account-config.connectors': readonly ConnectorBody[];
  readonly 'account-config.users': readonly ConfigurationBody[];
  readonly 'account-config.user': ConfigurationBody;
  readonly 'account-config.skills': readonly ConfigurationBody[];
  readonly 'account-config.skill': ConfigurationBody;
  readonly 'account-config.agent-groups': readonly ConfigurationBody[];
  readonly 'account-config.agent-group': ConfigurationBody;
  readonly 'account-config.status-reasons': readonly ConfigurationBody[];
  /** By the ids of categories with `group_by=CATEGORIES`. */
  readonly 'account-config.canned-responses':
    readonly ConfigurationBody[] | Readonly<Record<string, readonly ConfigurationBody[]>>;
  readonly 'account-config.categories': readonly ConfigurationBody[];
  readonly 'send-api.create': readonly CommandBody[];
  readonly 'send-api.send': CommandBody;
  readonly 'agent-vep.login': AgentLoginBody;
  readonly 'agent-vep.refresh': '';
  readonly 'agent-vep.logout': '';
  readonly 'messaging-rest.put-consumer': RestConsumerBody;
  readonly 'messaging-rest.open-conversation': RestConversationBody;
  readonly 'messaging-rest.conversation': RestConversationBody;
  readonly 'messaging-rest.update-conversation': RestConversationBody;
  readonly 'messaging-rest.send-message': RestSentBody;
  readonly 'messaging-rest.messages': RestMessagesBody;
  readonly 'history.agent-status': AgentStatusBody;
  readonly 'history.search': HistoryBody;
  readonly 'history.by-conversation': HistoryBody;
  readonly 'history.by-consumer': HistoryBody;
  readonly 'swift.upload': '';
  /** The bytes of the file. */
  readonly 'swift.download': string;
  /** What the option `functions` or a test says, else the `payload`. */
  readonly 'functions.invoke': unknown;
  readonly 'functions.invoke-event': unknown;
  readonly 'functions.is-implemented': { readonly implemented: boolean };
  readonly 'installations.list': readonly InstallationBody[];
  readonly 'installations.install': InstallationBody;
  readonly 'installations.read': InstallationBody;
  readonly 'installations.replace': InstallationBody;
  readonly 'installations.remove': '';
  readonly 'ums.consumer': never;
  readonly 'ums.brand': never;
}

/** By endpoint, what the body says of a refusal. `string` is a script. */
export interface ErrorBodies {
  readonly 'csds.service': PlainErrorBody;
  readonly 'csds.services': PlainErrorBody;
  readonly 'csds.service-jsonp': string;
  readonly 'sentinel.app-token': OAuthErrorBody;
  readonly 'sentinel.app-token-v2': OAuthErrorBody;
  readonly 'sentinel.authorize': OAuthErrorBody;
  readonly 'sentinel.login': OAuthErrorBody;
  readonly 'sentinel.token': OAuthErrorBody;
  readonly 'sentinel.revoke': OAuthErrorBody;
  readonly 'sentinel.jwks': OAuthErrorBody;
  readonly 'idp.consumer': IdpErrorBody;
  readonly 'idp.anonymous-authorize': IdpErrorBody;
  readonly 'idp.authenticate': IdpErrorBody;
  readonly 'idp.signup': IdpErrorBody;
  readonly 'idp.signup-jsonp': IdpErrorBody;
  readonly 'idp.legacy-authenticate': IdpErrorBody;
  readonly 'idp.delegated-tokens': IdpErrorBody | PlainErrorBody;
  readonly 'account-config.connectors': PlainErrorBody;
  readonly 'account-config.users': PlainErrorBody;
  readonly 'account-config.user': PlainErrorBody;
  readonly 'account-config.skills': PlainErrorBody;
  readonly 'account-config.skill': PlainErrorBody;
  readonly 'account-config.agent-groups': PlainErrorBody;
  readonly 'account-config.agent-group': PlainErrorBody;
  readonly 'account-config.status-reasons': PlainErrorBody;
  readonly 'account-config.canned-responses': PlainErrorBody;
  readonly 'account-config.categories': PlainErrorBody;
  readonly 'send-api.create': SendApiErrorBody | FailedCommandBody | readonly (CommandBody | FailedCommandBody)[];
  readonly 'send-api.send': SendApiErrorBody | FailedCommandBody;
  readonly 'agent-vep.login': AgentErrorBody;
  readonly 'agent-vep.refresh': AgentErrorBody;
  readonly 'agent-vep.logout': AgentErrorBody;
  readonly 'messaging-rest.put-consumer': SendApiErrorBody | PlainErrorBody;
  readonly 'messaging-rest.open-conversation': SendApiErrorBody | PlainErrorBody;
  readonly 'messaging-rest.conversation': SendApiErrorBody | PlainErrorBody;
  readonly 'messaging-rest.update-conversation': SendApiErrorBody | PlainErrorBody;
  readonly 'messaging-rest.send-message': SendApiErrorBody | PlainErrorBody;
  readonly 'messaging-rest.messages': SendApiErrorBody | PlainErrorBody;
  readonly 'history.agent-status': PlainErrorBody;
  readonly 'history.search': PlainErrorBody;
  readonly 'history.by-conversation': PlainErrorBody;
  readonly 'history.by-consumer': PlainErrorBody;
  readonly 'swift.upload': PlainErrorBody;
  readonly 'swift.download': PlainErrorBody;
  readonly 'functions.invoke': FunctionsErrorBody;
  readonly 'functions.invoke-event': FunctionsErrorBody;
  readonly 'functions.is-implemented': FunctionsErrorBody;
  readonly 'installations.list': PlainErrorBody;
  readonly 'installations.install': PlainErrorBody;
  readonly 'installations.read': PlainErrorBody;
  readonly 'installations.replace': PlainErrorBody;
  readonly 'installations.remove': PlainErrorBody;
  readonly 'ums.consumer': PlainErrorBody | FailedCommandBody;
  readonly 'ums.brand': PlainErrorBody | FailedCommandBody;
}

/** The row of an endpoint by its id, for instance `'idp.consumer'`. */
export type EndpointId = keyof SuccessBodies;

/** What the body of an endpoint's answer says, for instance `SuccessBody<'idp.consumer'>`. */
export type SuccessBody<Id extends EndpointId> = SuccessBodies[Id];

/** What the body of an endpoint's refusal says, for instance `ErrorBody<'send-api.send'>`. */
export type ErrorBody<Id extends EndpointId> = ErrorBodies[Id];
