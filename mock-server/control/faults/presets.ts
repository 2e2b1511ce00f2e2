import type { FaultSpec } from './spec.ts';

/** A fault that people often want, ready to be armed. */
export interface FaultPreset {
  readonly name: string;
  readonly title: string;
  /** What the client will see. */
  readonly sentence: string;
  readonly spec: FaultSpec;
}

/** In the order in which a list should have them: messages, tokens, the connection, sockets. */
export const FAULT_PRESETS: readonly FaultPreset[] = [
  {
    name: 'too-many-requests',
    title: 'Too many requests',
    sentence:
      'The next message to the Send API is answered 429 with Retry-After; a client should wait and send it again.',
    spec: { endpoint: 'send-api.send', error: 'TOO_MANY_REQUESTS', times: 1 },
  },
  {
    name: 'app-jwt-refused',
    title: 'AppJWT refused',
    sentence:
      'The next message to the Send API is answered 401 with error 40102, as when the AppJWT has expired; a client should ask Sentinel for a new one.',
    spec: { endpoint: 'send-api.send', error: '40102', times: 1 },
  },
  {
    name: 'consumer-jws-refused',
    title: 'ConsumerJWS refused',
    sentence:
      'The next message to the Send API is answered 401 with error 40103, as when the conversation is of another consumer.',
    spec: { endpoint: 'send-api.send', error: '40103', times: 1 },
  },
  {
    name: 'client-refused',
    title: 'Client refused',
    sentence: 'The next request for an AppJWT is answered 401 with invalid_client, as when the client secret is wrong.',
    spec: { endpoint: 'sentinel.app-token', error: 'invalid_client', times: 1 },
  },
  {
    name: 'sentinel-down',
    title: 'Sentinel is down',
    sentence: 'Every request for an AppJWT is answered 503, until the fault is removed.',
    spec: { endpoint: 'sentinel.app-token', error: { status: 503 } },
  },
  {
    name: 'slow-sentinel',
    title: 'Slow Sentinel',
    sentence: 'Every AppJWT takes three seconds, until the fault is removed; a client with a short timeout gives up.',
    spec: { endpoint: 'sentinel.app-token', delayMs: 3000 },
  },
  {
    name: 'idp-timeout',
    title: 'The IDP times out',
    sentence: 'The next call for an anonymous token is answered 500 with error 9010, SERVICE_TIMEOUT.',
    spec: { endpoint: 'idp.anonymous-authorize', error: '9010', times: 1 },
  },
  {
    name: 'refresh-window-over',
    title: 'Refresh window over',
    sentence:
      'The next call for an anonymous token is answered 401 with error 2001, as when its refresh window is over; a client should start over without a token.',
    spec: { endpoint: 'idp.anonymous-authorize', error: '2001', times: 1 },
  },
  {
    name: 'slow',
    title: 'Slow',
    sentence: 'Every call is answered two seconds later, until the fault is removed.',
    spec: { delayMs: 2000 },
  },
  {
    name: 'connection-lost',
    title: 'Connection lost',
    sentence: 'The next call loses its connection; what it asked for is not done.',
    spec: { error: 'reset', times: 1 },
  },
  {
    name: 'no-answer',
    title: 'No answer',
    sentence: 'The next call is never answered; a client should give up by a timeout of its own.',
    spec: { error: 'timeout', times: 1 },
  },
  {
    name: 'socket-token-expired',
    title: 'Token of a socket expired',
    sentence:
      "The next message on a socket closes it with 4401, as when a customer's token has expired; a client should authenticate again.",
    spec: { frame: 'ms.PublishEvent', error: { close: 4401 }, times: 1 },
  },
  {
    name: 'socket-closed',
    title: 'Socket closed',
    sentence: 'The next frame closes its socket with 4407; a client should get a new token and connect again.',
    spec: { frame: 'any', error: { close: 4407, reason: 'expired' }, times: 1 },
  },
  {
    name: 'answer-lost',
    title: 'Answer lost',
    sentence:
      'The next message on a socket is published, and its answer never comes; a client that says it again says it twice.',
    spec: { frame: 'ms.PublishEventResponse', error: 'timeout', times: 1 },
  },
  {
    name: 'socket-lost',
    title: 'Socket lost',
    sentence: 'The next message on a socket loses the connection without a close frame; a client should connect again.',
    spec: { frame: 'ms.PublishEvent', error: 'reset', times: 1 },
  },
  {
    name: 'notification-twice',
    title: 'Notification twice',
    sentence: 'The next message that a socket is told of arrives twice; a client should show it once.',
    spec: { frame: 'ms.MessagingEventNotification', error: 'duplicate', times: 1 },
  },
  {
    name: 'notifications-reordered',
    title: 'Notifications out of order',
    sentence: 'The next message that a socket is told of arrives behind the one that follows it.',
    spec: { frame: 'ms.MessagingEventNotification', error: 'reorder', times: 1 },
  },
];
