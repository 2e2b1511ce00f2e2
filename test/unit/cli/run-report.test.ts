import { expect, it } from '@jest/globals';
import { createRunReport } from '../../../mock-server/cli/run-report.ts';
import type { Exchange } from '../../../mock-server/index.ts';

const EXCHANGE: Exchange = {
  method: 'GET',
  path: '/a',
  endpointId: undefined,
  accountId: undefined,
  outcome: 200,
  reason: undefined,
  deviations: [],
  atMs: 0,
  durationMs: 1,
};

/** What is told of these calls. */
function linesOf(...calls: readonly Partial<Exchange>[]): string[] {
  const report = createRunReport();
  for (const call of calls) report.record({ ...EXCHANGE, ...call });
  return report.lines();
}
const refusal = (slug: string, sentence = 'no'): Partial<Exchange> => ({ reason: { slug: slug as never, sentence } });

it('calls are counted, and those that were refused', () => {
  expect(linesOf()).toEqual(['answered 0 calls']);
  expect(linesOf({})).toEqual(['answered 1 call']);
  expect(linesOf({}, {})).toEqual(['answered 2 calls']);
  expect(linesOf({}, refusal('x'), refusal('y'))[0]).toBe('answered 3 calls, refused 2 of them');
});

it.each(['not-mocked', 'path-unknown', 'method-wrong'])(
  'a call that nothing answers (%s) is told by its URL, each URL once',
  (slug) => {
    expect(
      linesOf(refusal(slug), refusal(slug), { ...refusal(slug, 'never'), method: 'PUT', path: `/${'b'.repeat(61)}` }),
    ).toEqual([
      'answered 3 calls, refused 3 of them',
      'unknown URL: GET /a: no (2 times)',
      'unknown URL: PUT /bbbbbbbb...: never',
    ]);
  },
);

it('a refusal is told by its endpoint, in the words of the first', () => {
  const endpointId = 'send-api.create';
  expect(
    linesOf(
      { ...refusal('expired', '1 s ago'), endpointId },
      { ...refusal('expired', '2 s ago'), endpointId, path: '/b' },
      { ...refusal('expired', '3 s ago'), endpointId: 'send-api.close' },
      { ...refusal('missing'), endpointId },
      refusal('expired', '4 s ago'),
    ),
  ).toEqual([
    'answered 5 calls, refused 5 of them',
    'refused: send-api.create: expired; 1 s ago (2 times)',
    'refused: send-api.close: expired; 3 s ago',
    'refused: send-api.create: missing; no',
    'refused: GET /a: expired; 4 s ago',
  ]);
});

it('what only this mock accepts is told of calls that are refused and of others', () => {
  const deviations = ['one', 'other'].map((slug) => ({ slug, sentence: `${slug} it is` }));
  expect(linesOf({ deviations }, { deviations, ...refusal('x') })).toEqual([
    'answered 2 calls, refused 1 of them',
    'deviation: GET /a: one; one it is (2 times)',
    'deviation: GET /a: other; other it is (2 times)',
    'refused: GET /a: x; no',
  ]);
});

it('a hundred findings are told, and that there may be more', () => {
  const calls = Array.from({ length: 102 }, (_, index) => refusal(`slug-${String(index)}`));
  expect(linesOf(...calls.slice(0, 99)).length).toBe(100);
  expect(linesOf(...calls.slice(0, 99)).at(-1)).toBe('refused: GET /a: slug-98; no');
  const lines = linesOf(...calls, ...calls);
  expect(lines.length).toBe(102);
  expect(lines.slice(-2)).toEqual([
    'refused: GET /a: slug-99; no (2 times)',
    'and perhaps more: only the first 100 are told',
  ]);
});
