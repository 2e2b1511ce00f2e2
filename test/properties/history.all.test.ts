import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask } from '../support/calls.ts';
import { runs } from '../support/everything.ts';
import { ACCOUNT, NOON, NOON_SECONDS } from '../support/through-every-adapter.ts';
import { indecencies } from './refusal-shape.ts';
import { anyLetter } from './any-letter.ts';

const PATH = `/messaging_history/api/account/${ACCOUNT}/conversations/search`;
const HEADERS = { authorization: 'OAuth oauth_consumer_key="key"' };
const NOON_MS = NOON_SECONDS * 1000;

let mock: Mock;
beforeEach(() => {
  mock = createMock({ seed: 'history' });
  mock.clock.freeze(NOON);
});

/** Status and reason of a search, whose answer has its documented form. */
async function search(query: URLSearchParams, start: unknown): Promise<[number, string | undefined]> {
  const body = JSON.stringify({ start });
  const answer = await ask(mock, { method: 'POST', target: `${PATH}?${query.toString()}`, headers: HEADERS, body });
  expect(indecencies(answer)).toEqual([]);
  return [answer.status, answer.headers['lp-mock-reason']?.split(';')[0]];
}

describe('a search in the message history', () => {
  const anyText = fc.oneof(fc.string({ unit: anyLetter, maxLength: 30 }), fc.double().map(String));
  const number = fc.oneof(fc.maxSafeNat().map(String), anyText);
  const order = fc.oneof(fc.constantFrom('start', 'end', 'start:asc', 'end:desc', 'start:', ':asc', 'END'), anyText);

  it('takes whole numbers and known orders for a page, and refuses anything else', async () => {
    await fc.assert(
      fc.asyncProperty(number, number, order, async (offset, limit, sort) => {
        const isGood =
          /^(?:\d{1,15})?$/.test(offset) &&
          /^(?:\d{1,15})?$/.test(limit) &&
          !/^0+$/.test(limit) &&
          /^(?:(?:start|end)(?::(?:asc|desc))?)?$/.test(sort);
        const heard = await search(new URLSearchParams({ offset, limit, sort }), { from: NOON_MS, to: NOON_MS });
        expect(heard).toEqual(isGood ? [200, undefined] : [400, 'parameter-invalid']);
      }),
      { numRuns: runs(300) },
    );
  });

  it('takes times in their order and within three months, and refuses any other span', async () => {
    const day = 86_400_000;
    const time = fc.oneof(fc.integer({ min: -day, max: 200 * day }), fc.maxSafeNat(), fc.double({ noNaN: true }));
    await fc.assert(
      fc.asyncProperty(time, time, fc.boolean(), async (from, to, isText) => {
        const fits = (at: number): boolean => at >= 0 && at <= 8.64e15;
        const isGood = fits(from) && fits(to) && from <= to && to - from <= 93 * day;
        const asText = isText && Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && to >= 0;
        const sent = asText ? { from: String(from), to: String(to) } : { from, to };
        const heard = await search(new URLSearchParams(), sent);
        expect(heard).toEqual(isGood ? [200, undefined] : [400, 'body-wrong-shape']);
      }),
      { numRuns: runs(300) },
    );
  });

  it('shows each conversation on one page of any size, and in one order', async () => {
    for (let count = 0; count < 7; count += 1) {
      const consumer = await mock.consumer({ accountId: ACCOUNT });
      await consumer.requestConversation();
      mock.clock.advance('1m');
    }
    const pageOf = async (offset: number, limit: number): Promise<string[]> => {
      const target = `${PATH}?offset=${String(offset)}&limit=${String(limit)}`;
      const body = JSON.stringify({ start: { from: NOON_MS, to: NOON_MS + 600_000 } });
      const answer = await ask(mock, { method: 'POST', target, headers: HEADERS, body });
      const { conversationHistoryRecords: records } = JSON.parse(answer.body) as {
        conversationHistoryRecords: { info: { conversationId: string } }[];
      };
      return records.map(({ info }) => info.conversationId);
    };
    const all = await pageOf(0, 100);
    expect(new Set(all).size).toBe(7);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), async (limit) => {
        const pages: string[] = [];
        for (let offset = 0; offset < all.length; offset += limit) pages.push(...(await pageOf(offset, limit)));
        expect(pages).toEqual(all);
      }),
      { numRuns: runs(20) },
    );
  });
});
