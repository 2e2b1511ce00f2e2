import type {
  AgentCsrf,
  AgentLoginRequest,
  AgentStatusSearch,
  AppTokenForm,
  AppTokenFormV2,
  AuthenticateRequest,
  AuthorizationRequest,
  ConsumerRequest,
  CsdsQuery,
  HistoryByConsumer,
  HistoryByConversation,
  HistorySearch,
  InstallationRequest,
  InvocationRequest,
  LegacyAuthenticateRequest,
  LoginForm,
  RefreshRequest,
  RestConsumerProfile,
  RestConversationChange,
  RestConversationRequest,
  RestMessageRequest,
  RevocationForm,
  TokenForm,
} from './call-bodies.ts';
import type { BatchRequest, CommandRequest } from './command-requests.ts';
import type {
  CannedResponsesQuery,
  Configuration,
  Documented,
  ETag,
  HistoryQuery,
  IfMatch,
  IfRevision,
  Installations,
  Observed,
  OnBehalf,
  Ours,
  Reader,
  Redirect,
  Rest,
  RestAuth,
  RestMessagesQuery,
  Script,
  SendHeaders,
  SentinelVersion,
  SessionCookies,
  TemporaryQuery,
  Version,
} from './wire-call.ts';

/** By endpoint, what a call brings and what its answer carries. The OpenAPI document of LivePerson's side follows. */
export interface WireCalls {
  readonly 'csds.service': Documented<{ readonly auth: 'none'; readonly query: CsdsQuery }>;
  readonly 'csds.services': Documented<{ readonly auth: 'none'; readonly query: CsdsQuery }>;
  readonly 'csds.service-jsonp': Observed<
    Script & {
      readonly query: CsdsQuery & {
        /** The function that is called with the answer. */
        readonly cb?: string;
      };
    }
  >;
  readonly 'sentinel.app-token': Documented<{
    readonly auth: 'none' | 'ClientBasic';
    readonly query: SentinelVersion & {
      /** In the query or in the form. */
      readonly grant_type?: 'client_credentials';
    };
    readonly form?: Partial<AppTokenForm>;
  }>;
  readonly 'sentinel.app-token-v2': Documented<{
    readonly auth: 'none' | 'ClientBasic';
    readonly form?: Partial<AppTokenFormV2>;
  }>;
  readonly 'sentinel.authorize': Documented<{
    readonly auth: 'none';
    readonly query: AuthorizationRequest;
    readonly status: 200 | 302;
    readonly type: 'text/html';
    readonly answerHeaders: Redirect;
  }>;
  readonly 'sentinel.login': Ours<{
    readonly auth: 'none';
    readonly form?: Partial<LoginForm>;
    readonly status: 200 | 302;
    readonly type: 'text/html';
    readonly answerHeaders: Redirect;
  }>;
  readonly 'sentinel.token': Documented<{
    readonly auth: 'none' | 'ClientBasic';
    readonly query: SentinelVersion;
    readonly form?: Partial<TokenForm>;
  }>;
  readonly 'sentinel.revoke': Documented<{
    readonly auth: 'none' | 'ClientBasic';
    readonly query: SentinelVersion;
    readonly form?: Partial<RevocationForm>;
  }>;
  readonly 'sentinel.jwks': Documented<{ readonly auth: 'none' }>;
  readonly 'idp.consumer': Documented<{
    readonly auth: 'AppJWT';
    readonly query: Version<'1.0'>;
    readonly json: ConsumerRequest;
    readonly status: 201;
  }>;
  readonly 'idp.anonymous-authorize': Documented<{ readonly auth: 'none'; readonly json?: RefreshRequest | null }>;
  readonly 'idp.authenticate': Documented<{
    readonly auth: 'none';
    readonly query: Version<'3.0'>;
    readonly json: AuthenticateRequest;
  }>;
  readonly 'idp.signup': Documented<{ readonly auth: 'none' }>;
  readonly 'idp.signup-jsonp': Observed<
    Script & {
      readonly query: {
        /** The function that is called with the answer. */
        readonly callback?: string;
      };
    }
  >;
  readonly 'idp.legacy-authenticate': Documented<{ readonly auth: 'none'; readonly json: LegacyAuthenticateRequest }>;
  readonly 'idp.delegated-tokens': Documented<{ readonly auth: 'none' }>;
  readonly 'account-config.connectors': Documented<{ readonly auth: 'none' }>;
  readonly 'account-config.users': Documented<Configuration>;
  readonly 'account-config.user': Documented<Configuration>;
  readonly 'account-config.skills': Documented<Configuration>;
  readonly 'account-config.skill': Documented<Configuration>;
  readonly 'account-config.agent-groups': Documented<Configuration>;
  readonly 'account-config.agent-group': Documented<Configuration>;
  readonly 'account-config.status-reasons': Documented<Configuration>;
  readonly 'account-config.canned-responses': Documented<Configuration<CannedResponsesQuery>>;
  readonly 'account-config.categories': Documented<Configuration>;
  readonly 'send-api.create': Documented<{
    readonly auth: OnBehalf;
    readonly query: Version<'3'>;
    readonly headers: SendHeaders;
    readonly json: readonly BatchRequest[];
  }>;
  readonly 'send-api.send': Documented<{
    readonly auth: OnBehalf;
    readonly query: Version<'3'>;
    readonly headers: SendHeaders;
    readonly json: CommandRequest;
  }>;
  readonly 'agent-vep.login': Documented<{
    readonly auth: 'none';
    readonly query: Partial<Version<'1.3'>>;
    readonly json: AgentLoginRequest;
    readonly answerHeaders: SessionCookies;
  }>;
  readonly 'agent-vep.refresh': Documented<{
    readonly auth: 'AgentSession';
    readonly query: Partial<Version<'1.3'>>;
    readonly json: AgentCsrf;
  }>;
  readonly 'agent-vep.logout': Documented<{
    readonly auth: 'AgentSession';
    readonly query: Partial<Version<'1.3'>>;
    readonly json: AgentCsrf;
    readonly answerHeaders: SessionCookies;
  }>;
  readonly 'messaging-rest.put-consumer': Observed<Rest & { readonly json: RestConsumerProfile }>;
  readonly 'messaging-rest.open-conversation': Observed<
    Rest & { readonly json?: RestConversationRequest; readonly status: 201; readonly answerHeaders: ETag }
  >;
  readonly 'messaging-rest.conversation': Observed<Rest & { readonly answerHeaders: ETag }>;
  readonly 'messaging-rest.update-conversation': Observed<{
    readonly auth: RestAuth;
    readonly headers: IfMatch;
    readonly json: RestConversationChange;
    readonly answerHeaders: ETag;
  }>;
  readonly 'messaging-rest.send-message': Observed<Rest & { readonly json: RestMessageRequest; readonly status: 201 }>;
  readonly 'messaging-rest.messages': Observed<Rest & { readonly query: RestMessagesQuery }>;
  readonly 'history.agent-status': Documented<{ readonly auth: Reader; readonly json: AgentStatusSearch }>;
  readonly 'history.search': Documented<{
    readonly auth: Reader;
    readonly query: HistoryQuery;
    readonly json: HistorySearch;
  }>;
  readonly 'history.by-conversation': Documented<{ readonly auth: Reader; readonly json: HistoryByConversation }>;
  readonly 'history.by-consumer': Documented<{
    readonly auth: Reader;
    readonly query: HistoryQuery;
    readonly json: HistoryByConsumer;
  }>;
  readonly 'swift.upload': Documented<{
    readonly auth: 'TemporaryURL';
    readonly query: TemporaryQuery;
    readonly bytes: true;
    readonly status: 201;
  }>;
  readonly 'swift.download': Documented<{
    readonly auth: 'TemporaryURL';
    readonly query: TemporaryQuery;
    readonly type: '*/*';
  }>;
  readonly 'functions.invoke': Documented<{
    readonly auth: 'AppJWTBearer';
    readonly query: Partial<Version<'1'>>;
    readonly json: InvocationRequest;
    readonly status: 'any';
  }>;
  readonly 'functions.invoke-event': Documented<{
    readonly auth: 'AppJWTBearer';
    readonly query: Partial<Version<'1'>>;
    readonly json: InvocationRequest;
    readonly status: 'any';
  }>;
  readonly 'functions.is-implemented': Documented<{
    readonly auth: 'AppJWTBearer';
    readonly query: Partial<Version<'1'>>;
  }>;
  readonly 'installations.list': Ours<Installations>;
  readonly 'installations.install': Ours<
    Installations & { readonly headers: IfRevision; readonly json: InstallationRequest; readonly status: 201 }
  >;
  readonly 'installations.read': Ours<Installations>;
  readonly 'installations.replace': Documented<
    Installations & { readonly headers: IfRevision; readonly json: InstallationRequest }
  >;
  readonly 'installations.remove': Ours<Installations & { readonly headers: IfRevision; readonly status: 204 }>;
  readonly 'ums.consumer': Documented<{
    readonly auth: 'none' | 'LPJWT';
    readonly query: Version<'3'>;
    readonly status: 101;
  }>;
  readonly 'ums.brand': Observed<{
    readonly auth: 'none' | 'AgentBearer';
    readonly query: Version<'2.1'>;
    readonly status: 101;
  }>;
}
