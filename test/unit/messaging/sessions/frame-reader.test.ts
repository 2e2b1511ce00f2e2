import { describe, expect, it } from '@jest/globals';
import { Refusal } from '../../../../mock-server/errors/refusal.ts';
import { textResult } from '../../../../mock-server/messaging/dialects/dialect.ts';
import type { FrameEffect } from '../../../../mock-server/messaging/frame-faults.ts';
import type { SessionParts } from './open-session.ts';
import { fault, openSession } from './open-session.ts';

const received = JSON.stringify({ kind: 'req', id: 'q', type: 'GetClock' });
const FAULT = { slug: 'fault-injected', sentence: 'it met this frame' };
const answer = (code: number, body: unknown, reqId = 'q'): string =>
  JSON.stringify({ kind: 'resp', reqId, code, body, type: '.ReqBody$StringResp' });

/** Asks for the time, and gives what was sent and all that was written down. */
async function askForTime(parts: SessionParts): Promise<{ sent: string[]; records: unknown }> {
  const { request, sent, records, settle } = openSession(parts);
  request('GetClock');
  await settle();
  return { sent: sent(), records };
}

const failure = (thrown: Error): readonly [string, SessionParts['carryOut']][] => [
  [
    'at once',
    () => {
      throw thrown;
    },
  ],
  ['later', () => Promise.reject(thrown)],
];

describe('A request', () => {
  it.each<[string, SessionParts['carryOut']]>([
    ['at once', () => textResult('done', 202)],
    ['later', () => Promise.resolve(textResult('done', 202))],
  ])('is answered %s, and written down with both frames', async (_, carryOut) => {
    const { sent, records } = await askForTime({ carryOut });
    expect(sent).toEqual(['q 202 done']);
    expect(records).toEqual([
      {
        event: 'receive',
        type: 'GetClock',
        outcome: 202,
        deviations: [],
        faults: [],
        received,
        sent: answer(202, 'done'),
      },
    ]);
  });

  it.each(failure(new Refusal('BAD_REQUEST', { slug: 'ring-unknown', sentence: 'no such ring' })))(
    'that is refused %s is written down with its error and its reason',
    async (_, carryOut) => {
      const { records } = await askForTime({ carryOut });
      const reason = { slug: 'ring-unknown', sentence: 'no such ring' };
      const sent = answer(400, 'Bad Request');
      expect(records).toEqual([
        expect.objectContaining({ event: 'receive', outcome: 400, error: 'BAD_REQUEST', reason, received, sent }),
      ]);
    },
  );

  it.each(failure(new RangeError('with a secret')))(
    'on which the mock stumbles %s is answered, with the place and nothing that was said',
    async (_, carryOut) => {
      const { sent, records } = await askForTime({ carryOut });
      const sentence =
        /^a bug in lp-auth-mock, not in your frame; please report it: RangeError at .*frame-reader\.test/;
      expect(sent).toEqual([expect.stringMatching(/^q 500 a bug in lp-auth-mock, not in your frame; /)]);
      expect(records).toMatchObject([
        { outcome: 500, error: 'mock_bug', reason: { slug: 'mock-bug', sentence: expect.stringMatching(sentence) } },
      ]);
      expect(JSON.stringify([sent, records])).not.toContain('secret');
    },
  );

  it('that ends the socket in place of an answer is written down with 401', async () => {
    const { sent, records } = await askForTime({
      carryOut: (socket) => {
        socket.end(4407, 'lp-jwt-missing', 'it has none');
        return Promise.resolve(undefined);
      },
    });
    expect(sent).toEqual([]);
    expect(records).toEqual([
      expect.objectContaining({ event: 'close', outcome: 4407 }),
      { event: 'receive', type: 'GetClock', outcome: 401, deviations: [], faults: [], received },
    ]);
  });

  it('is answered before what it sets off is told', async () => {
    const note = 'ms.MessagingEventNotification';
    const { sent } = await askForTime({
      carryOut: (socket) => {
        socket.notify(note, 'first');
        return Promise.resolve().then(() => {
          socket.notify(note, 'second');
          return textResult('done');
        });
      },
    });
    expect(sent).toEqual(['q 200 done', 'first', 'second']);
  });

  it('that is none is refused, and so is the next', () => {
    const { session, sent, records, passed } = openSession();
    for (const text of ['{', '{"id":"7"}']) session.receive(text);
    expect(sent()).toEqual(['0 400 Bad Request', '7 400 Bad Request']);
    expect(records).toEqual([
      expect.objectContaining({
        error: 'BAD_REQUEST',
        type: undefined,
        received: '{',
        sent: answer(400, 'Bad Request', '0'),
      }),
      expect.objectContaining({ error: 'BAD_REQUEST', outcome: 400, received: '{"id":"7"}' }),
    ]);
    expect(records[0]?.reason).toEqual({ slug: 'frame-malformed', sentence: 'the frame is not valid JSON' });
    expect(passed.filter(({ kind }) => kind === 'request').map(({ type }) => type)).toEqual(['', '']);
  });
});

describe('A fault at a request', () => {
  it.each<[FrameEffect, object, string | undefined]>([
    ['BAD_REQUEST', { outcome: 400, error: 'BAD_REQUEST' }, answer(400, 'Bad Request')],
    [{ code: 503, body: 'down' }, { outcome: 503 }, answer(503, 'down')],
    ['timeout', { outcome: 'timeout' }, undefined],
    ['duplicate', { outcome: 'timeout' }, undefined],
  ])('is written down with what it did: %j', async (effect, entry, sent) => {
    const { records } = await askForTime({ fire: fault('request', effect) });
    expect(records).toEqual([
      {
        event: 'receive',
        type: 'GetClock',
        reason: FAULT,
        faults: ['fault-1'],
        received,
        sent,
        ...more(sent),
        ...entry,
      },
    ]);
  });

  it.each<[FrameEffect, object, number]>([
    ['reset', { outcome: 'reset' }, 1006],
    [{ close: 4401 }, { outcome: 4401 }, 4401],
  ])('is written down before the end that it brings: %j', async (effect, entry, code) => {
    const { records } = await askForTime({ fire: fault('request', effect) });
    expect(records).toEqual([
      { event: 'receive', type: 'GetClock', reason: FAULT, faults: ['fault-1'], received, ...entry },
      expect.objectContaining({ event: 'close', outcome: code, faults: ['fault-1'] }),
    ]);
  });

  it('holds it up, and with it all that comes behind', () => {
    const { request, sent, records, clock } = openSession({ fire: fault('request', undefined, 1000) });
    request('GetClock', 'one');
    request('GetClock', 'two');
    clock.advance('999ms');
    expect(sent()).toEqual([]);
    clock.advance('1ms');
    expect(sent()).toEqual(['one 200 OK']);
    clock.advance('1s');
    expect(sent()).toEqual(['two 200 OK']);
    expect(records).toMatchObject([{ faults: ['fault-1'] }, { faults: ['fault-1'] }]);
    expect(records.map(({ reason }) => reason)).toEqual([undefined, undefined]);
  });

  it('that holds it up does nothing once the socket is closed', () => {
    const { session, request, sent, records, clock } = openSession({ fire: fault('request', undefined, 1000) });
    request('GetClock');
    session.closed();
    clock.advance('1m');
    expect([sent(), records.length]).toEqual([[], 1]);
  });
});

describe('A fault at an answer', () => {
  it.each<[FrameEffect | undefined, object, number]>([
    [undefined, { outcome: 200, reason: undefined, sent: answer(200, 'OK') }, 1],
    ['duplicate', { outcome: 200, reason: FAULT, sent: answer(200, 'OK') }, 2],
    ['timeout', { outcome: 'timeout', reason: FAULT, sent: undefined }, 0],
    ['reset', { outcome: 'reset', reason: FAULT, sent: undefined }, 0],
    [{ close: 4401 }, { outcome: 4401, reason: FAULT, sent: undefined }, 0],
  ])('is written down with what became of the answer: %j', async (effect, entry, count) => {
    const { sent, records } = await askForTime({ fire: fault('answer', effect) });
    expect(sent).toHaveLength(count);
    const [first, ...rest] = records as unknown[];
    expect(first).toEqual({
      event: 'receive',
      type: 'GetClock',
      deviations: [],
      faults: ['fault-1'],
      received,
      ...entry,
    });
    expect(rest).toHaveLength(typeof effect === 'object' || effect === 'reset' ? 1 : 0);
  });

  it('is asked about the whole frame', () => {
    const { request, passed } = openSession();
    request('GetClock');
    const frame = { socketId: 'socket-1', who: 'jane' };
    expect(passed).toEqual([
      { kind: 'request', type: 'GetClock', text: received, ...frame },
      { kind: 'answer', type: 'StringResp', text: answer(200, 'OK'), ...frame },
    ]);
  });
});

function more(sent: string | undefined): object {
  return sent === undefined ? {} : { deviations: [] };
}
