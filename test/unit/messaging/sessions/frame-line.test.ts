import { expect, it } from '@jest/globals';
import type { FrameEffect } from '../../../../mock-server/messaging/frame-faults.ts';
import { fault, openSession } from './open-session.ts';

const NOTE = 'ms.MessagingEventNotification';
const FAULT = { slug: 'fault-injected', sentence: 'it met this frame' };
const text = JSON.stringify({ kind: 'notification', body: 'hello', type: NOTE });

it('a notification that no fault meets is sent, and written down once', () => {
  const { socket, sent, records, passed } = openSession();
  socket.notify(NOTE, 'hello');
  expect(sent()).toEqual(['hello']);
  expect(records).toEqual([{ event: 'send', type: NOTE, outcome: 200, sent: text }]);
  expect(passed).toEqual([{ kind: 'notification', type: NOTE, text, socketId: 'socket-1', who: 'jane' }]);
});

it.each<[FrameEffect | undefined, object, number]>([
  [undefined, { outcome: 200, reason: undefined, sent: text }, 1],
  ['reorder', { outcome: 200, reason: FAULT, sent: text }, 1],
  ['duplicate', { outcome: 200, reason: FAULT, sent: text }, 2],
  ['timeout', { outcome: 'timeout', reason: FAULT, sent: undefined }, 1],
])('a notification that a fault meets is written down as often as it is sent, or once: %j', (effect, entry, count) => {
  const { socket, records } = openSession({ fire: fault('notification', effect) });
  socket.notify(NOTE, 'hello');
  const written = { event: 'send', type: NOTE, faults: ['fault-1'], ...entry };
  expect(records).toEqual(Array.from({ length: count }, () => written));
});

it.each<[FrameEffect, number | string, number]>([
  ['reset', 'reset', 1006],
  [{ close: 4401 }, 4401, 4401],
])('a notification in whose place the socket ends is written down before the end: %j', (effect, outcome, code) => {
  const { socket, records, closes } = openSession({ fire: fault('notification', effect) });
  socket.notify(NOTE, 'hello');
  expect(records).toEqual([
    { event: 'send', type: NOTE, outcome, reason: FAULT, faults: ['fault-1'] },
    expect.objectContaining({ event: 'close', outcome: code }),
  ]);
  expect(closes.map(([closed]) => closed)).toEqual([code]);
});

it('a notification that a fault lets the next one overtake comes behind it, not behind answers', () => {
  const reorder = fault('notification', 'reorder');
  const { socket, request, sent } = openSession({
    fire: (frame) => (/late/.test(frame.text) ? reorder(frame) : undefined),
  });
  socket.notify(NOTE, 'late');
  request('GetClock');
  socket.notify(NOTE, 'first');
  expect(sent()).toEqual(['q 200 OK', 'first', 'late']);
});

const MEGABYTE = 1_048_576;

it('frames that come faster than they are answered end the socket, past eight megabytes', () => {
  const { session, request, closes } = openSession({ carryOut: () => new Promise(() => undefined) });
  request('GetClock');
  for (let count = 0; count < 8; count += 1) session.receive(' '.repeat(MEGABYTE));
  expect(closes).toEqual([]);
  session.receive('x');
  expect(closes).toEqual([[1008, 'socket-flooded; frames come faster than they can be answered']]);
});

it('frames that a fault holds up end the socket, past eight megabytes', () => {
  const { socket, closes } = openSession({ fire: fault('notification', undefined, 1000) });
  const overhead = text.length - 'hello'.length;
  for (let count = 0; count < 8; count += 1) socket.notify(NOTE, 'x'.repeat(MEGABYTE - overhead));
  expect(closes).toEqual([]);
  socket.notify(NOTE, '');
  expect(closes).toEqual([[1008, 'socket-flooded; a fault holds up more than may wait']]);
});

it('nothing that waited is done or sent once the socket is closed', async () => {
  let through: (() => void) | undefined;
  const { session, socket, request, sent, passed, clock, settle } = openSession({
    fire: fault('notification', undefined, 1000),
    carryOut: () =>
      new Promise((resolve) => {
        through = () => {
          resolve({ name: 'Text', body: 'late' });
        };
      }),
  });
  socket.notify(NOTE, 'held up');
  request('GetClock', 'one');
  request('GetClock', 'two');
  session.closed();
  through?.();
  await settle();
  clock.advance('1m');
  expect(sent()).toEqual([]);
  expect(passed.filter(({ kind }) => kind === 'request')).toHaveLength(1);
});
