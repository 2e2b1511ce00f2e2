export { createMock } from './mock.ts';
export type { EndpointRow } from './endpoints/endpoint.ts';
export type { LivePersonHosts, Mock } from './mock.ts';
export { ConfigError } from './config/settle.ts';
export type { MockOptions } from './config/options.ts';
export type { Settings } from './config/settings.ts';
export type {
  AccountOptions,
  AgentOptions,
  AppOptions,
  CannedResponseRecord,
  ConfigurationOptions,
  ConfigurationRecord,
  ConnectorOptions,
  NamedRecord,
  StatusReasonRecord,
} from './domain/account-options.ts';
export type { Clock, ClockControl, ClockState, TimeSource } from './clock.ts';
export type { Duration, Instant } from './instant.ts';
export type { MockFetch } from './adapters/fetch.ts';
export type { Abort, Answer, AnswerStream, BodyReader, Call, CallBody, Peer, Reply } from './http/call.ts';
export type { Session, SocketLink } from './http/socket.ts';
export type { AccountCredentials, AccountRegister } from './control/state/account-register.ts';
export type { AccountControls, Controls } from './control/controls.ts';
export type { AgentClient, AgentClientOptions, OfferedRing } from './control/clients/agent-client.ts';
export type { SocketEnd } from './control/clients/connection.ts';
export type { ConsumerClient, ConsumerClientOptions } from './control/clients/consumer-client.ts';
export type { HeardMessage } from './control/clients/heard.ts';
export type { WaitOptions } from './control/clients/inbox.ts';
export type { SocketRefusal } from './control/clients/refusal.ts';
export type { InConversation, SocketClient } from './control/clients/socket-client.ts';
export type { ScriptedAgent } from './control/conversations/agent.ts';
export type {
  ConversationControl,
  ConversationFilter,
  ConversationView,
  SaidMessage,
} from './control/conversations/conversations.ts';
export type { SocketControl, SocketView } from './control/conversations/sockets.ts';
export type { AgentOption, AgentRule, AgentScript } from './domain/agent-script.ts';
export type { Exchange } from './control/journal/exchange.ts';
export type { FaultHandle, Faults } from './control/faults/faults.ts';
export type { FaultAnswer, FaultEffect } from './control/faults/effects.ts';
export type { FaultMatch, FaultSpec } from './control/faults/spec.ts';
export type { FaultState } from './control/faults/store.ts';
export type { FrameAnswer, FrameDisorder, PassingFrame, SocketClose } from './messaging/frame-faults.ts';
export type { FrameKind } from './messaging/frame-types.ts';
export type { Journal, JournalFilter, JournalQuery } from './control/journal/journal.ts';
export type { JournalEntry, JournalToken, Verdict } from './control/journal/entry.ts';
export type { Keys, KeyState } from './control/keys/keys.ts';
export type { Lineage } from './control/journal/lineage.ts';
export type { PublishKeyOptions, RetireKeyOptions, RotateKeyOptions } from './control/keys/options.ts';
export type { FunctionAnswerOptions, FunctionAnswerView, Functions } from './control/functions.ts';
export type { Inspection } from './control/inspect.ts';
export type { TokenCheck, TokenChecks } from './tokens/checks.ts';
export type {
  AppJwtMintOptions,
  ConsumerJwsMintOptions,
  ExtJwtMintOptions,
  IdTokenMintOptions,
  IdpTokenMintOptions,
  LpJwtMintOptions,
  Mint,
  MintOptions,
} from './control/mint/mint.ts';
export type { WebhookAttempt, WebhookFilter } from './webhooks/attempt.ts';
export type { WebhookAnswer, WebhookCarrier, WebhookPost } from './webhooks/carrier.ts';
export type { WebhookReceiver } from './webhooks/in-process.ts';
export type { MockWebhooks, WebhookApp, WebhookControl, WebhookState } from './control/webhooks/webhooks.ts';
export type { WebhookEvent } from './domain/webhook-settings.ts';
export type { AccountSnapshot, FaultSnapshot, Snapshot } from './control/state/snapshot-data.ts';
export type {
  AppJwtTamper,
  ConsumerJwsTamper,
  ExtJwtTamper,
  IdTokenTamper,
  LpJwtTamper,
  SignatureTamper,
} from './control/mint/tampers.ts';
export type {
  AgentLoginBody,
  AppTokenBody,
  CommandBody,
  ConnectorBody,
  EndpointId,
  ErrorBodies,
  ErrorBody,
  JwksBody,
  JwtBody,
  LoginTokensBody,
  ServiceBody,
  ServicesBody,
  SuccessBodies,
  SuccessBody,
  TokenBody,
} from './endpoints/wire-bodies.ts';
export type { AgentStatusBody } from './endpoints/history/bodies.ts';
export type { InstallationBody } from './endpoints/installations/bodies.ts';
export type { Audience, ClosedBy, Role } from './domain/conversation.ts';
export type { ConfigurationBody } from './endpoints/account-config/bodies.ts';
export type { HistoryBody, HistoryRecord } from './endpoints/history/bodies.ts';
export type {
  RestConsumerBody,
  RestConversationBody,
  RestMessagesBody,
  RestSentBody,
} from './endpoints/messaging-rest/bodies.ts';
export type {
  FrameExchange,
  FrameHeader,
  NotificationFrame,
  RefusedResponse,
  RequestFrame,
  ResponseFrame,
  TextResponse,
} from './messaging/frames/envelopes.ts';
export type {
  AcceptStatusEvent,
  ChatState,
  ChatStateEvent,
  ContentEvent,
  HostedFile,
  MessageAudience,
  PublishedEvent,
  RichContentEvent,
} from './messaging/frames/events.ts';
export type {
  ConsumerConversation,
  ConsumerFrame,
  ConsumerNotification,
  ConsumerNotifications,
  ConsumerRequest,
  ConsumerRequests,
  ConsumerResponse,
  MessageChange,
  RequestConversationBody,
} from './messaging/frames/consumer-frames.ts';
export type {
  AgentConversation,
  AgentFrame,
  AgentNotification,
  AgentNotifications,
  AgentRequest,
  AgentRequests,
  AgentResponse,
  ConsumerFrameV2,
  ConsumerNotificationsV2,
  ConsumerRequestsV2,
  DistributedEvent,
  RingBody,
  RoutingTask,
} from './messaging/frames/agent-frames.ts';
export type { ErrorName } from './errors/catalogue.ts';
export type {
  AgentErrorBody,
  FailedCommandBody,
  FunctionsErrorBody,
  IdpErrorBody,
  OAuthErrorBody,
  PlainErrorBody,
  SendApiErrorBody,
} from './errors/error-bodies.ts';
export type { Deviation, Reason, ReasonSlug } from './errors/reasons.ts';
export type { PrivateJwk, PublicJwk } from './tokens/jwk.ts';
export type { KeyUse } from './tokens/key-ring.ts';
export type { Availability } from './domain/presence.ts';
