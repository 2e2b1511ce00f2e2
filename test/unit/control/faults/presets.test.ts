import { expect, it } from '@jest/globals';
import { describeEffect } from '../../../../mock-server/control/faults/describe.ts';
import { FAULT_PRESETS } from '../../../../mock-server/control/faults/presets.ts';
import { checkFault } from '../../../../mock-server/control/faults/spec.ts';
import { endpoints } from '../../../../mock-server/endpoints/index.ts';

const EFFECTS: Readonly<Record<string, [title: string, effect: string]>> = {
  'too-many-requests': ['Too many requests', 'a call to send-api.send is answered with the error TOO_MANY_REQUESTS'],
  'app-jwt-refused': ['AppJWT refused', 'a call to send-api.send is answered with the error 40102'],
  'consumer-jws-refused': ['ConsumerJWS refused', 'a call to send-api.send is answered with the error 40103'],
  'client-refused': ['Client refused', 'a call to sentinel.app-token is answered with the error invalid_client'],
  'sentinel-down': ['Sentinel is down', 'a call to sentinel.app-token is answered with status 503'],
  'slow-sentinel': ['Slow Sentinel', 'a call to sentinel.app-token is answered after 3000 ms'],
  'idp-timeout': ['The IDP times out', 'a call to idp.anonymous-authorize is answered with the error 9010'],
  'refresh-window-over': ['Refresh window over', 'a call to idp.anonymous-authorize is answered with the error 2001'],
  slow: ['Slow', 'a call to any endpoint is answered after 2000 ms'],
  'connection-lost': ['Connection lost', 'a call to any endpoint loses its connection'],
  'no-answer': ['No answer', 'a call to any endpoint is never answered'],
  'socket-token-expired': [
    'Token of a socket expired',
    'a request ms.PublishEvent on any socket is lost: the socket closes with 4401',
  ],
  'socket-closed': ['Socket closed', 'any frame on any socket is lost: the socket closes with 4407'],
  'answer-lost': ['Answer lost', 'an answer ms.PublishEventResponse on any socket never arrives'],
  'socket-lost': [
    'Socket lost',
    'a request ms.PublishEvent on any socket is lost with its connection, without a close frame',
  ],
  'notification-twice': [
    'Notification twice',
    'a notification ms.MessagingEventNotification on any socket arrives twice',
  ],
  'notifications-reordered': [
    'Notifications out of order',
    'a notification ms.MessagingEventNotification on any socket arrives behind the notification that follows it',
  ],
};

it('the faults that people often want have these effects, in this order', () => {
  expect(FAULT_PRESETS.map(({ name, title, spec }) => [name, [title, describeEffect(spec)]])).toEqual(
    Object.entries(EFFECTS),
  );
});

it.each(FAULT_PRESETS)('$name is a fault, and says whether it is over after the next one', ({ sentence, spec }) => {
  expect(checkFault(spec, endpoints)).toEqual(spec);
  expect(sentence).toMatch(
    spec.times === 1 ? /^The next [^.]{20,}\.$/ : /^Every [^.]{20,}, until the fault is removed[^.]*\.$/,
  );
});

it('the socket that closes with 4407 says that its token has expired', () => {
  expect(FAULT_PRESETS.find(({ name }) => name === 'socket-closed')?.spec.error).toEqual({
    close: 4407,
    reason: 'expired',
  });
});
