import { expect, it } from '@jest/globals';
import { shortDialect } from '../../../../mock-server/messaging/dialects/short.ts';
import type { FrameEffect, FrameShot } from '../../../../mock-server/messaging/frame-faults.ts';
import { answerOf, departureOf, lossBy } from '../../../../mock-server/messaging/sessions/fate.ts';

const shotOf = (effect: FrameEffect | undefined): FrameShot => ({
  ids: ['fault-1'],
  delayMs: 7,
  effect,
  reason: { slug: 'fault-injected', sentence: 'it met this frame' },
});

const CLOSE = { close: 4401 } as const;
const ROWS: readonly (readonly [effect: FrameEffect | undefined, sent: number, loss?: unknown, end?: unknown])[] = [
  [undefined, 1],
  ['duplicate', 2],
  ['reorder', 1],
  ['timeout', 0, 'timeout'],
  ['reset', 0, 'reset', 'reset'],
  [CLOSE, 0, 4401, CLOSE],
  [{ code: 503 }, 1],
  ['BAD_REQUEST', 1],
];

it.each(ROWS)('a frame that is met by %j is sent so often: %d', (...[effect, sent, loss, end]) => {
  const shot = shotOf(effect);
  const ends: unknown[] = [];
  const departure = departureOf('answer', 'text', shot, (...each) => ends.push(each));
  expect(departure).toMatchObject({ kind: 'answer', delayMs: 7, isOvertaken: effect === 'reorder' });
  expect(departure.texts).toEqual(Array.from({ length: sent }, () => 'text'));
  expect(lossBy(shot)).toEqual(loss);
  departure.instead?.();
  expect(ends).toEqual(end === undefined ? [] : [[shot, end]]);
});

it('a frame that no fault meets is sent at once, and is not lost', () => {
  const departure = departureOf('notification', 'text', undefined, () => undefined);
  expect(departure).toEqual({ kind: 'notification', texts: ['text'], delayMs: 0, isOvertaken: false });
  expect(lossBy(undefined)).toBeUndefined();
});

const TEXT = '.ReqBody$StringResp';
const ERROR = '.ReqBody$ErrorResp';
const AUTHORIZATION = { title: 'Invalid ConsumerJWS', details: 'ConsumerJWS is invalid', errorCode: 40103 };

it.each<[FrameEffect, number, unknown, string, string]>([
  ['BAD_REQUEST', 400, 'Bad Request', TEXT, 'StringResp'],
  ['40103', 401, AUTHORIZATION, ERROR, 'ErrorResp'],
  [{ code: 503 }, 503, '', TEXT, 'StringResp'],
  [{ code: 503, body: 'later' }, 503, 'later', TEXT, 'StringResp'],
  [{ code: 500, body: { a: 1 } }, 500, { a: 1 }, ERROR, 'ErrorResp'],
  [{ code: 200, body: { a: 1 }, type: 'Mine' }, 200, { a: 1 }, 'Mine', 'ErrorResp'],
  [{ code: 200, body: 'a', type: 'Mine' }, 200, 'a', 'Mine', 'StringResp'],
])('the answer that a fault has in place of the own one: %j', (effect, code, body, written, type) => {
  const answer = answerOf(effect, '7', shortDialect);
  expect({ ...answer, text: JSON.parse(answer?.text ?? '') as unknown }).toEqual({
    text: { kind: 'resp', reqId: '7', code, body, type: written },
    type,
    code,
  });
});

it.each<[FrameEffect | undefined]>([[undefined], ['reset'], ['timeout'], ['duplicate'], ['reorder'], [CLOSE]])(
  'a fault that is no answer has none: %j',
  (effect) => {
    expect(answerOf(effect, '7', shortDialect)).toBeUndefined();
  },
);
