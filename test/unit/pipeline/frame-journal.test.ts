import { describe, expect, it } from '@jest/globals';
import type { JournalEntry } from '../../../mock-server/index.ts';
import type { FrameRecord } from '../../../mock-server/messaging/socket-setup.ts';
import { createFrameEntries } from '../../../mock-server/pipeline/frame-journal.ts';
import type { SeenTokens } from '../../../mock-server/pipeline/record-tokens.ts';
import { noTokens } from '../../../mock-server/pipeline/record-tokens.ts';

const PATH = '/ws_api/account/12345678/messaging/consumer';

function entriesOf(): (frame: FrameRecord, seen?: SeenTokens) => JournalEntry {
  const entries = createFrameEntries({ path: PATH, endpoint: undefined, accountId: '12345678' }, undefined, 'socket-1');
  return (frame, seen) => entries({ id: 7, atMs: 1, durationMs: 2 }, frame, seen);
}

describe('the entry of a frame', () => {
  it.each([
    ['receive', 'RECEIVE'],
    ['send', 'SEND'],
    ['close', 'CLOSE'],
  ] as const)('says which socket it was of, and what became of it: %s', (event, method) => {
    expect(entriesOf()({ event, type: 'GetClock', outcome: 200 })).toEqual({
      id: 7,
      method,
      path: PATH,
      endpointId: undefined,
      accountId: '12345678',
      outcome: 200,
      verdict: 'accepted',
      error: undefined,
      reason: undefined,
      checks: undefined,
      deviations: [],
      faults: [],
      tokens: [],
      frame: { socket: 'socket-1', type: 'GetClock' },
      atMs: 1,
      durationMs: 2,
    });
  });

  it('has the type of its own frame, cut where it is long, and shares the record with the one before', () => {
    const entry = entriesOf();
    const types = [undefined, 'one', 'one', 'other', undefined, 'x'.repeat(84)];
    const frames = types.map((type) => entry({ event: 'receive', type, outcome: 200 }).frame);
    expect(frames.map((frame) => frame?.type)).toEqual([
      undefined,
      'one',
      'one',
      'other',
      undefined,
      `${'x'.repeat(80)}...`,
    ]);
    expect(frames[2]).toBe(frames[1]);
    expect(entry({ event: 'send', type: 'one', outcome: 200 }).frame).toEqual({ socket: 'socket-1', type: 'one' });
  });

  it('keeps a summary of tokens that make it too long', () => {
    const [claims, token] = [
      { sub: 'x'.repeat(5000) },
      { use: 'presented', id: 'i', kind: 'LP_JWT', failure: undefined } as const,
    ];
    const seen = { ...noTokens(undefined), tokens: [{ ...token, header: {}, claims }], jsonBytes: 5020 };
    const { tokens } = entriesOf()({ event: 'receive', outcome: 200 }, seen);
    expect(tokens).toEqual([{ ...token, header: {}, claims: { sub: `${'x'.repeat(97)}...` } }]);
    expect(entriesOf()({ event: 'receive', outcome: 200 }, { ...seen, tokens: [] }).tokens).toEqual([]);
  });
});
