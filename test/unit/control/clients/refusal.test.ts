import { expect, it } from '@jest/globals';
import {
  closedInWords,
  refusedByClose,
  refusedHandshake,
  refusedRequest,
  SocketRefusal,
} from '../../../../mock-server/control/clients/refusal.ts';

const REASON = { slug: 'path-unknown', sentence: 'it is cut; and short' } as const;
const LINE = 'path-unknown; it is cut; and short';

it.each<[SocketRefusal, message: string, code: number, reason: object | undefined]>([
  [refusedRequest('say', 400, 'bad', undefined), 'say: the mock answered 400, bad', 400, undefined],
  [refusedRequest('say', 404, { a: 1 }, REASON), `say: the mock answered 404, {"a":1} (${LINE})`, 404, REASON],
  [refusedByClose('ask', { code: 4407, reason: LINE }), `ask: the socket was closed with 4407 (${LINE})`, 4407, REASON],
  [refusedByClose('ask', { code: 1000, reason: '' }), 'ask: the socket was closed with 1000', 1000, undefined],
  [refusedByClose('ask', { code: 1001, reason: 'bye' }), 'ask: the socket was closed with 1001 (bye)', 1001, undefined],
  [refusedHandshake('open', 401, LINE), `open: the handshake was answered 401 (${LINE})`, 401, REASON],
  [refusedHandshake('open', 503, undefined), 'open: the handshake was answered 503', 503, undefined],
])('A refusal says what was asked, what came and why: %s', (refusal, message, code, reason) => {
  expect(refusal).toBeInstanceOf(SocketRefusal);
  expect(refusal).toMatchObject({ name: 'SocketRefusal', message, code });
  expect(refusal.reason).toEqual(reason);
});

it('A long answer is cut in a refusal', () => {
  expect(refusedRequest('say', 400, 'x'.repeat(9999), undefined).message.length).toBeLessThan(1000);
  expect(closedInWords(1000, 'x')).toBe('the socket was closed with 1000 (x)');
});
