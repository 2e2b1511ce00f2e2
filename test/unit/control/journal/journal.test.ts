import { describe, expect, it } from '@jest/globals';
import type { JournalEntry } from '../../../../mock-server/control/journal/entry.ts';
import { journalToken } from '../../../../mock-server/control/journal/entry.ts';
import type { Journal, JournalFilter, JournalQuery } from '../../../../mock-server/control/journal/journal.ts';
import { createJournal, describeSeen } from '../../../../mock-server/control/journal/journal.ts';
import { createJournalStore } from '../../../../mock-server/control/journal/store.ts';
import { tokenId } from '../../../../mock-server/tokens/token-id.ts';
import { anEntry, aToken } from './an-entry.ts';

const REFUSED: Partial<JournalEntry> = {
  method: 'POST',
  path: '/a',
  endpointId: 'idp.consumer',
  accountId: '1',
  outcome: 401,
  verdict: 'refused',
  error: '9011',
  reason: { slug: 'body-not-json', sentence: 'no' },
};

function journalOf(...entries: Partial<JournalEntry>[]): { journal: Journal; record: (entry: object) => void } {
  const store = createJournalStore(100);
  const record = (parts: Partial<JournalEntry>): void => {
    store.record(parts.accountId, anEntry({ ...parts, id: store.nextId() }));
  };
  entries.forEach(record);
  return { journal: createJournal(store), record };
}

describe('an entry is found', () => {
  it.each<JournalQuery>([
    { method: 'POST' },
    { path: '/a' },
    { endpointId: 'idp.consumer' },
    { accountId: '1' },
    { outcome: 401 },
    { verdict: 'refused' },
    { error: '9011' },
    { reason: 'body-not-json' },
    { method: 'POST', reason: 'body-not-json' },
  ])('by what it is: %j', (query) => {
    const { journal } = journalOf({}, REFUSED, {});
    expect(journal.find(query).map(({ id }) => id)).toEqual([2]);
    expect([journal.count(query), journal.count({ ...query, path: '/b' })]).toEqual([1, 0]);
  });

  it.each(['accepted', 'refused', 'faulted'] as const)('by its verdict: %s', (verdict) => {
    const { journal } = journalOf({ verdict: 'accepted' }, { verdict: 'refused' }, { verdict: 'faulted' });
    expect(journal.find({ verdict }).map((entry) => entry.verdict)).toEqual([verdict]);
  });

  it('whatever else the query leaves undefined', () => {
    expect(journalOf({}, REFUSED).journal.count({ method: 'POST', path: undefined, typo: undefined } as never)).toBe(1);
  });

  it('with all others when nothing is asked', () => {
    const { journal } = journalOf({}, REFUSED);
    expect([journal.find().length, journal.count(), journal.find({}).length]).toEqual([2, 2, 2]);
    expect(journal.count(({ id }) => id > 1)).toBe(1);
  });

  it.each<[object, string]>([
    [{ verdict: 'accept' }, 'no journal entry has verdict "accept"'],
    [{ error: '1' }, 'no journal entry has error "1"'],
    [{ reason: 'none' }, 'no journal entry has reason "none"'],
    [
      { status: 1, url: 2, method: 'GET' },
      'no journal entry has status, url; ask for method, path, endpointId, accountId, outcome, verdict, error, reason',
    ],
  ])('by nothing that no entry has: %j', (query, sentence) => {
    const { journal } = journalOf(REFUSED);
    expect(() => journal.find(query as JournalFilter)).toThrow(new TypeError(sentence));
    expect(() => journal.count(query as JournalFilter)).toThrow(new TypeError(sentence));
  });

  it('as one that no endpoint took, by its row or by its reason', () => {
    const { journal } = journalOf(
      { endpointId: undefined },
      { endpointId: 'idp.consumer' },
      { ...REFUSED, reason: { slug: 'not-mocked', sentence: '' } },
    );
    expect(journal.unmatched().map(({ id }) => id)).toEqual([1, 3]);
  });
});

describe('a token is traced', () => {
  const token = 'eyJh.eyJz.c2ln';

  it('by its text or its id', async () => {
    const { journal } = journalOf({ tokens: [aToken({ id: tokenId(token) })] });
    for (const given of [token, tokenId(token)])
      expect(await journal.trace(given)).toMatchObject({ id: tokenId(token), uses: [{ id: 1 }] });
  });

  it.each([undefined, null, 5])('unless it is none: %s', async (given) => {
    await expect(journalOf().journal.trace(given as never)).rejects.toThrow(
      new TypeError(`not a token: ${String(given)}. Give the text of one, or its id.`),
    );
  });
});

describe('waiting for an entry', () => {
  it.each([-1, NaN, 2_147_483_648, Infinity, -0.5])('is for no %d milliseconds', async (timeoutMs) => {
    await expect(journalOf(REFUSED).journal.waitFor({}, timeoutMs)).rejects.toThrow(
      new TypeError(`not a timeout: ${String(timeoutMs)}. Give milliseconds from 0 to 2147483647.`),
    );
  });

  it.each([0, 2_147_483_647])('may be for %d milliseconds', async (timeoutMs) => {
    expect((await journalOf({}, REFUSED).journal.waitFor({ outcome: 401 }, timeoutMs)).id).toBe(2);
  });

  it('ends with the first that fits', async () => {
    const { journal, record } = journalOf({});
    const waiting = journal.waitFor({ outcome: 401 });
    record({});
    record(REFUSED);
    record(REFUSED);
    expect((await waiting).id).toBe(3);
  });

  it('ends with the error of its filter', async () => {
    const { journal, record } = journalOf();
    const asked: number[] = [];
    const failing = (thrown: unknown): Promise<JournalEntry> =>
      journal.waitFor(({ id }) => {
        asked.push(id);
        throw thrown;
      });
    const own = new RangeError('mine');
    const waiting = Promise.allSettled([failing(own), failing('text')]);
    record({});
    record({});
    const [first, second] = await waiting;
    expect(first).toMatchObject({ reason: own });
    expect(second).toMatchObject({ reason: new Error('text') });
    expect(asked).toEqual([1, 1]);
  });

  it('refuses what no entry has at once', async () => {
    await expect(journalOf().journal.waitFor({ verdict: 'none' } as never)).rejects.toThrow(TypeError);
    await expect(journalOf().journal.waitFor({ status: 1 } as never)).rejects.toThrow(TypeError);
  });

  it('tells at its end what there was', async () => {
    const { journal } = journalOf({}, REFUSED);
    await expect(journal.waitFor({ outcome: 'reset' }, 1)).rejects.toThrow(
      new Error('no call matched within 1 ms; there were 2, the last one POST /a (401)'),
    );
    expect(describeSeen([])).toBe('there was none');
  });
});

it('watching ends when it is told to', () => {
  const { journal, record } = journalOf({});
  const heard: number[] = [];
  const end = journal.watch(({ id }) => heard.push(id));
  record({});
  end();
  record({});
  expect(heard).toEqual([2]);
  journal.clear();
  expect(journal.find()).toEqual([]);
});

describe('the token of an entry', () => {
  it('is told whole when its signature is good, and by its failure alone when it is not', () => {
    const claims = { sub: 'a', iss: 'Sentinel', azp: 'c', aud: '1', scope: 's', exp: 1, iat: 0 };
    const header = { alg: 'RS256' };
    expect(journalToken('issued', { ok: true, id: 'x', header, claims } as never)).toEqual({
      use: 'issued',
      id: 'x',
      kind: 'AppJWT',
      header,
      claims,
      failure: undefined,
    });
    expect(journalToken('presented', { ok: false, failure: 'signature', claims } as never)).toEqual({
      use: 'presented',
      id: undefined,
      kind: undefined,
      header: undefined,
      claims: undefined,
      failure: 'signature',
    });
  });
});
