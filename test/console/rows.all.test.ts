import { describe, expect, it } from '@jest/globals';
import type { JournalEntry } from '../../mock-server/console/admin-api.ts';
import { answerWords } from '../../mock-server/console/answer-words.ts';
import { jsonFault } from '../../mock-server/console/body-text.ts';
import { lineageOf } from '../../mock-server/console/lineage.ts';
import type { Filter } from '../../mock-server/console/rows.ts';
import { entryRow } from '../../mock-server/console/row.ts';
import { createRows } from '../../mock-server/console/rows.ts';
import { nearestOf } from '../../mock-server/console/words.ts';
import { createMock } from '../../mock-server/index.ts';
import { CONSUMER, playHour } from './played.ts';

const ALL: Filter = { text: '', only: new Set(), accountId: '', service: '' };

function entry(id: number, parts: Partial<JournalEntry> = {}): JournalEntry {
  const call = {
    method: 'GET',
    path: `/${String(id)}`,
    endpointId: 'sentinel.jwks',
    accountId: '12345678',
    outcome: 200,
  };
  const kept = {
    verdict: 'accepted',
    error: undefined,
    faults: [],
    tokens: [],
    reason: undefined,
    deviations: [],
  } as const;
  return { ...call, ...kept, id, atMs: id * 1000, durationMs: 1, ...parts };
}

const frame = (id: number, parts: Partial<JournalEntry> = {}): JournalEntry =>
  entry(id, { method: 'RECEIVE', endpointId: 'ums.consumer', frame: { socket: 's', type: 'KeepAlive' }, ...parts });

describe('The rows of the console', () => {
  it('are bounded, and so are the frames of a socket', () => {
    const rows = createRows();
    for (let id = 1; id <= 20_100; id += 1) rows.addEntry(frame(id));
    for (let id = 20_101; id <= 31_000; id += 1) rows.addEntry(entry(id));
    expect(rows.all().length).toBeLessThanOrEqual(10_000);
    expect(rows.matching(ALL)[0]?.id).toBe('31000');
    for (let id = 31_001; id <= 51_101; id += 1) rows.addEntry(frame(id));
    const [socket] = rows.matching(ALL);
    expect(socket?.what).toBe('Visitor’s socket, 20,101 frames');
    expect(socket?.frames.length).toBeLessThanOrEqual(20_000);
  });

  it.each(['40102', 'post', '#3', 'sentinel', 'refused', 'id-token'])('are found by %s', (text) => {
    const rows = createRows();
    rows.addEntry(entry(2, { endpointId: undefined }));
    const reason = { slug: 'id-token-expired', sentence: 'expired' } as const;
    rows.addEntry(entry(3, { method: 'POST', verdict: 'refused', error: '40102', reason }));
    rows.addEntry(entry(33, { endpointId: undefined }));
    expect(rows.matching({ ...ALL, text }).map(({ id }) => id)).toEqual(['3']);
  });

  it('are refused when the path is known and the method is wrong, not mocked when the path is not', async () => {
    const mock = createMock();
    await mock.fetch(`http://localhost${CONSUMER}`);
    await mock.fetch('http://localhost/api/account/12345678/campaigns');
    const [wrong, unknown] = mock.journal.find().map(entryRow);
    expect(wrong).toMatchObject({ verdict: 'refused', entry: { outcome: 405 } });
    expect(unknown).toMatchObject({ verdict: 'not-mocked', why: 'This mock has no such path.' });
    expect(unknown?.entry === undefined ? [] : nearestOf(unknown.entry)).toHaveLength(3);
  });

  it('have a line for a socket and its handshake, and another for an end with a reason', () => {
    const rows = createRows();
    rows.addEntry(entry(1, { endpointId: 'ums.consumer', outcome: 101, socket: 's' }));
    rows.addEntry(frame(2));
    rows.addEntry(entry(3));
    const reason = { slug: 'lp-jwt-expired', sentence: 'the LP_JWT expired' } as const;
    rows.addEntry(frame(4, { method: 'CLOSE', outcome: 4407, verdict: 'refused', reason }));
    rows.addEntry(entry(5));
    expect(rows.matching(ALL).map(({ id }) => id)).toEqual(['5', '4', '3', 's2']);
    expect(rows.count('refused')).toBe(1);
    expect(rows.find('2')?.entry?.id).toBe(2);
    expect(rows.find('1')?.entry?.socket).toBe('s');
    rows.put(rows.take().slice());
    expect(rows.matching(ALL).map(({ id }) => id)).toEqual(['5', '4', '3', 's2']);
    rows.restart();
    rows.addEntry(entry(1));
    expect(rows.find('1')?.entry?.path).toBe('/1');
    expect(rows.find('s2-1')?.what).toBe('Visitor’s socket, 1 frame, closed with 4407');
  });

  it('know what came from what', async () => {
    const mock = createMock({ seed: 'console' });
    await playHour(mock);
    const rows = createRows();
    for (const each of mock.journal.find()) rows.addEntry(each);
    const late = rows.all().find((row) => row.entry?.reason?.slug === 'app-jwt-expired');
    const lineage = late?.entry === undefined ? undefined : lineageOf(late, late.entry, rows.all());
    expect(lineage?.chain.map(({ title }) => title.replace(/ \w{4}$/, ''))).toEqual([
      'AppJWT',
      'ConsumerJWS',
      'Conversation',
      '3 messages',
    ]);
    expect(lineage?.aside).toMatchObject({ from: 0, note: 'shown too late' });
    expect(lineage?.successor?.note).toMatch(/^took over at 13:05:13, #\d+$/);
  });
});

describe('A body', () => {
  it('that is no JSON says in which line and column', () => {
    expect(jsonFault('{"a": 1}')).toBeUndefined();
    expect(jsonFault('text')).toBeUndefined();
    expect(jsonFault('{\n  "a": 1,,\n}')).toMatch(/^Line 2, column 10: /);
    expect(jsonFault('[1, 2')).toMatch(/^Line 1, column 6: /);
  });

  it('of a refusal says what a client of LivePerson gets to know', () => {
    const body = { title: 'Invalid AppJWT', details: 'AppJWT has expired or is invalid', errorCode: 40102 };
    expect(answerWords(JSON.stringify({ kind: 'resp', code: 401, body }))).toBe(
      'only “AppJWT has expired or is invalid”',
    );
    expect(answerWords('{"internalErrorCode":"9011"}')).toBe('only the code 9011');
    expect(answerWords('no JSON')).toBeUndefined();
  });
});
