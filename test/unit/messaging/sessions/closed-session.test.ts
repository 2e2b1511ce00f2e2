import { expect, it } from '@jest/globals';
import type { SocketClose } from '../../../../mock-server/messaging/frame-faults.ts';
import { openClosedSession } from '../../../../mock-server/messaging/sessions/closed-session.ts';
import type { FrameRecord, SocketSetup } from '../../../../mock-server/messaging/socket-setup.ts';

const REASON = { slug: 'fault-injected', sentence: 'it met this socket' } as const;

function open(end: SocketClose, reasonHeader = true) {
  const [closes, records, later] = [[] as unknown[], [] as FrameRecord[], [] as (() => void)[]];
  const setup = {
    id: 'socket-1',
    link: { send: () => closes.push('sent'), close: (...close: unknown[]) => closes.push(close) },
    settings: { reasonHeader },
    trace: () => ({ record: (record: FrameRecord) => records.push(record) }),
    later: (run: () => void) => later.push(run),
  };
  const session = openClosedSession(setup as unknown as SocketSetup, end, { ids: ['fault-1'], reason: REASON });
  return { session, closes, records, openIt: () => later.shift()?.() };
}

it.each<[string, SocketClose, boolean, string]>([
  ['the reason of the mock', { close: 4401 }, true, 'fault-injected; it met this socket'],
  ['no reason, where none are given', { close: 4401 }, false, ''],
  ['a reason of its own', { close: 4401, reason: 'mine' }, false, 'mine'],
])('the socket closes once it is open, with %s', (_, end, reasonHeader, sent) => {
  const { session, closes, records, openIt } = open(end, reasonHeader);
  session.receive('{}');
  session.pinged();
  expect([session.id, closes, records]).toEqual(['socket-1', [], []]);
  openIt();
  expect(closes).toEqual([[4401, sent]]);
  expect(records).toEqual([{ event: 'close', outcome: 4401, reason: REASON, faults: ['fault-1'], sent }]);
  session.closed(4401);
  expect(records).toHaveLength(1);
});

it('the socket may be closed from the other side before', () => {
  const [left, lost] = [open({ close: 4401 }), open({ close: 4401 })];
  left.session.closed(1000, 'bye');
  lost.session.closed();
  for (const { session, openIt } of [left, lost]) {
    openIt();
    session.closed(1001);
  }
  expect([left.closes, lost.closes]).toEqual([[], []]);
  expect(left.records).toEqual([{ event: 'close', outcome: 1000, received: 'bye' }]);
  expect(lost.records).toEqual([{ event: 'close', outcome: 1006 }]);
});
