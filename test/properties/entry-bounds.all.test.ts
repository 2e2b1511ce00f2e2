import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Exchange, Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { endpoints } from '../../mock-server/endpoints/index.ts';
import { callsOfAMegabyte, callsThatAreKept } from '../attacks/long-calls.ts';
import type { CallParts } from '../support/calls.ts';
import { callOf } from '../support/calls.ts';
import { callAt } from './arbitraries.ts';
import { goodTokens } from './token-places.ts';
import { runs } from '../support/everything.ts';

const MAX_ENTRY_BYTES = 4096;
const LONGEST_QUOTE = 200;
/** Far over every bound, and short enough for the watch that reads along. */
const LENGTHS = { body: 20_000, header: 20_000, many: 700 };

/** A mock, and the last call as it wrote it down. */
function heardMock(): { mock: Mock; readonly lastOf: (call: CallParts) => Promise<Exchange> } {
  let last: Exchange | undefined;
  const mock = createMock({
    onExchange: (exchange) => {
      last = exchange;
    },
  });
  return {
    mock,
    lastOf: async (call) => {
      await mock.handle(callOf(call));
      if (last === undefined) throw new Error('the call was not told');
      return last;
    },
  };
}

function expectBounded(entry: Exchange): void {
  expect(Buffer.byteLength(JSON.stringify(entry))).toBeLessThanOrEqual(MAX_ENTRY_BYTES);
  const told = [entry.reason?.sentence ?? '', ...entry.deviations.map(({ sentence }) => sentence)];
  for (const sentence of told) {
    const quotes = (sentence.match(/(?:x|ж|c|g|\u{c3}|\u{e9})+/gu) ?? []).map((run) => run.length);
    expect(Math.max(0, ...quotes)).toBeLessThanOrEqual(LONGEST_QUOTE);
  }
}

describe('an entry of the journal takes 4 kB at most, and quotes 200 characters at most', () => {
  it('for the longest of everything', async () => {
    const { mock, lastOf } = heardMock();
    const all = { ...(await callsOfAMegabyte(mock, LENGTHS)), ...(await callsThatAreKept(mock)) };
    const call = fc.tuple(fc.constantFrom(...Object.keys(all)), fc.nat());
    for (const make of Object.values(all)) expectBounded(await lastOf(make(7)));
    await fc.assert(
      fc.asyncProperty(call, async ([kind, n]) => {
        expectBounded(await lastOf(all[kind]?.(n) ?? {}));
      }),
      { numRuns: runs(60) },
    );
  });

  it('for any call to any row', async () => {
    const { mock, lastOf } = heardMock();
    const tokens = await goodTokens(mock);
    const call = fc
      .constantFrom(...endpoints)
      .chain((row) =>
        callAt(row, {
          appJwt: tokens.AppJWT,
          consumerJws: tokens.ConsumerJWS,
          others: [tokens.LP_EXT_JWT, tokens['id token']],
        }),
      );
    await fc.assert(
      fc.asyncProperty(call, async (any) => {
        expectBounded(await lastOf(any));
      }),
      { numRuns: runs(500) },
    );
  });
});
