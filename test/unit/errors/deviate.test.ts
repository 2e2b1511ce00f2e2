import { expect, it } from '@jest/globals';
import { settle } from '../../../mock-server/config/settle.ts';
import { deviate } from '../../../mock-server/errors/deviate.ts';
import type { Deviation } from '../../../mock-server/errors/reasons.ts';
import { Refusal, refuse } from '../../../mock-server/errors/refusal.ts';

it('of one call the first 20 deviations are kept, in their order', () => {
  const deviations: Deviation[] = [];
  const settings = settle({});
  for (let count = 1; count <= 25; count += 1)
    deviate({ settings, deviations }, 'event-content', `number ${String(count)}`);
  expect(deviations).toEqual(
    Array.from({ length: 20 }, (_, index) => ({ slug: 'event-content', sentence: `number ${String(index + 1)}` })),
  );
});

it('a strict mock refuses what has an error for it, and notes the rest', () => {
  const deviations: Deviation[] = [];
  const noting = { settings: settle({ strict: true }), deviations };
  expect(() => {
    deviate(noting, 'event-content', 'so', 'BAD_REQUEST', { status: 422 });
  }).toThrow(new Refusal('BAD_REQUEST', { slug: 'deviation-refused', sentence: 'so' }));
  expect(deviations).toEqual([]);
  deviate(noting, 'event-content', 'so');
  expect(deviations).toEqual([{ slug: 'event-content', sentence: 'so' }]);
});

it('a refusal says which it is where it is printed, and has what its answer is made of', () => {
  const refusal = ((): unknown => {
    try {
      return refuse('BAD_REQUEST', 'dialog-mismatch', 'they do not belong together', { message: 'no' });
    } catch (error) {
      return error;
    }
  })();
  expect(String(refusal)).toBe('Refusal: BAD_REQUEST: dialog-mismatch');
  expect(refusal).toMatchObject({
    error: 'BAD_REQUEST',
    reason: { slug: 'dialog-mismatch', sentence: 'they do not belong together' },
    detail: { message: 'no' },
  });
});
