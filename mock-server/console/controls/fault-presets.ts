import type { FaultSpec } from '../../control/faults/spec.ts';

/** A fault that one often wants. */
export interface FaultPreset {
  readonly name: string;
  /** What the client will see. */
  readonly sees: string;
  readonly spec: FaultSpec;
}

/** From the usual ones to those of sockets. */
export const FAULT_PRESETS: readonly FaultPreset[] = [
  {
    name: 'Too many requests',
    sees: 'The next 2 messages to the Send API get 429 with Retry-After: 1, as when you send too fast.',
    spec: { endpoint: 'send-api.send', error: 'TOO_MANY_REQUESTS', times: 2 },
  },
  {
    name: 'AppJWT refused',
    sees: 'The Send API answers 401 with 40102 once, although the token is good: get a new one and send again.',
    spec: { endpoint: 'send-api.send', error: '40102', times: 1 },
  },
  {
    name: 'Slow Sentinel',
    sees: 'Every AppJWT takes 3 s. Clients with short timeouts give up.',
    spec: { endpoint: 'sentinel.app-token', delayMs: 3000 },
  },
  {
    name: 'Sentinel down',
    sees: 'The next 2 requests for an AppJWT get 503. Without one nothing can be sent.',
    spec: { endpoint: 'sentinel.app-token', error: { status: 503, body: 'down' }, times: 2 },
  },
  {
    name: 'Connection dropped',
    sees: 'The next request for a ConsumerJWS ends without an answer.',
    spec: { endpoint: 'idp.consumer', error: 'reset', times: 1 },
  },
  {
    name: 'No answer',
    sees: 'The next message to the Send API is never answered: your own timeout has to end it.',
    spec: { endpoint: 'send-api.send', error: 'timeout', times: 1 },
  },
  {
    name: 'Refresh window over',
    sees: 'The IDP answers 401 with 2001 once: the visitor must start again, as somebody new.',
    spec: { endpoint: 'idp.anonymous-authorize', error: '2001', times: 1 },
  },
  {
    name: 'Socket closed',
    sees: 'At the next frame the socket closes with 4407: the client needs a new token and connects again.',
    spec: { frame: 'any', error: { close: 4407, reason: 'expired' }, times: 1 },
  },
  {
    name: 'Socket dropped',
    sees: 'At the next frame the socket’s connection is gone, without a close frame.',
    spec: { frame: 'any', error: 'reset', times: 1 },
  },
  {
    name: 'Answer lost',
    sees: 'The next message on a socket is published, and its answer never comes. Who says it again says it twice.',
    spec: { frame: 'ms.PublishEventResponse', error: 'timeout', times: 1 },
  },
  {
    name: 'Message twice',
    sees: 'The next message on a socket arrives twice, with the same sequence.',
    spec: { frame: 'ms.MessagingEventNotification', error: 'duplicate', times: 1 },
  },
];
