import { describe, expect, it } from '@jest/globals';
import { settle } from '../../../mock-server/config/settle.ts';
import type { Deviation, Reason } from '../../../mock-server/errors/reasons.ts';
import type { Answer, MockOptions } from '../../../mock-server/index.ts';
import { addCommonHeaders } from '../../../mock-server/pipeline/common-headers.ts';
import { callOf } from '../../support/calls.ts';
import { OPEN_TO_ANY_ORIGIN } from '../../support/flows.ts';
import { NOON } from '../../support/through-every-adapter.ts';

const DATE = { date: 'Fri, 20 Nov 2026 12:00:00 GMT' };
const EXPOSED = OPEN_TO_ANY_ORIGIN['access-control-expose-headers'];
const REASON: Reason = { slug: 'client-unknown', sentence: 'no app is called “x”' };
const DEVIATIONS: readonly Deviation[] = [
  { slug: 'event-content', sentence: 'first' },
  { slug: 'send-api-version-missing', sentence: 'second' },
];
const ANSWER: Answer = { status: 200, headers: { etag: '"1"' }, body: 'text' };

const added = (reply: Answer, method = 'GET', options: MockOptions = {}): unknown =>
  addCommonHeaders(reply, callOf({ method }), settle(options), Date.parse(NOON), undefined, []);

describe('the headers of an answer', () => {
  it.each<[string, MockOptions, Readonly<Record<string, string>>]>([
    [
      'are its own, the time, CORS, and why',
      {},
      {
        ...OPEN_TO_ANY_ORIGIN,
        'lp-mock-reason': 'client-unknown; no app is called ?x?',
        'lp-mock-deviation': 'event-content; first, send-api-version-missing; second',
      },
    ],
    ['do not say why without the option reasonHeader', { reasonHeader: false }, OPEN_TO_ANY_ORIGIN],
    ['can do without CORS', { server: { cors: false }, reasonHeader: false }, {}],
    [
      'name the mock, which pages may read',
      { instance: 'replica-2', reasonHeader: false },
      {
        ...OPEN_TO_ANY_ORIGIN,
        'access-control-expose-headers': `${EXPOSED}, lp-mock-instance`,
        'lp-mock-instance': 'replica-2',
      },
    ],
    [
      'name the mock without CORS, too',
      { instance: 'replica-2', server: { cors: false }, reasonHeader: false },
      { 'lp-mock-instance': 'replica-2' },
    ],
  ])('%s', (_, options, expected) => {
    const reply = addCommonHeaders(ANSWER, callOf({}), settle(options), Date.parse(NOON), REASON, DEVIATIONS);
    expect(reply).toStrictEqual({ ...ANSWER, headers: { ...DATE, ...ANSWER.headers, ...expected } });
  });

  it('say neither reason nor deviation where there is none, and leave a date that is there', () => {
    expect(added(ANSWER)).toMatchObject({ headers: { ...DATE, etag: '"1"', ...OPEN_TO_ANY_ORIGIN } });
    expect(added({ ...ANSWER, headers: { date: 'then' } })).toStrictEqual({
      ...ANSWER,
      headers: { date: 'then', ...OPEN_TO_ANY_ORIGIN },
    });
  });
});

describe('what an answer consists of', () => {
  const bytes = new Uint8Array([1, 2]);
  it.each<[string, Partial<Answer>, Partial<Answer>, Partial<Answer>]>([
    ['text', {}, { body: 'text' }, { body: '' }],
    ['a file', { body: '', bytes }, { body: '', bytes }, { body: '' }],
    ['cookies', { cookies: ['a=1'] }, { body: 'text', cookies: ['a=1'] }, { body: '', cookies: ['a=1'] }],
  ])('%s is the same afterwards, without the body for HEAD', (_, parts, forGet, forHead) => {
    const [answer, headers] = [
      { ...ANSWER, ...parts },
      { ...DATE, ...ANSWER.headers, ...OPEN_TO_ANY_ORIGIN },
    ];
    expect(added(answer)).toStrictEqual({ status: 200, headers, ...forGet });
    expect(added(answer, 'HEAD')).toStrictEqual({ status: 200, headers, ...forHead });
  });

  it.each(['reset', 'timeout'] as const)('nothing is added to a call that ends in a %s', (abort) => {
    const reply = { abort };
    expect(addCommonHeaders(reply, callOf({}), settle({}), 0, REASON, DEVIATIONS)).toBe(reply);
    expect(reply).toEqual({ abort });
  });
});
