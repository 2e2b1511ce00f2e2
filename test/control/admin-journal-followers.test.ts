import { describe, expect, it } from '@jest/globals';
import { followJournal, QUIET_MS } from '../../mock-server/admin/journal-stream.ts';
import { createMock } from '../../mock-server/index.ts';
import { ACCOUNT, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';
import { call, OPENING, take, watched } from './watched-journal.ts';

describe('Who follows the journal', () => {
  it('hears at once that it is heard, and then every call that comes', async () => {
    const mock = createMock();
    await call(mock, 2);
    const pieces = followJournal(mock.journal, { query: {}, after: undefined });
    expect((await pieces.next()).value).toBe(OPENING);
    const next = take(pieces, 1);
    await call(mock, 1);
    expect(await next).toEqual([3]);
    await call(mock, 2);
    expect(await take(pieces, 2)).toEqual([4, 5]);
    await pieces.return?.();
  });

  it('hears what came between its call and its first look', async () => {
    const mock = createMock();
    const pieces = followJournal(mock.journal, { query: {}, after: undefined });
    await call(mock, 1);
    await pieces.next();
    expect(await take(pieces, 1)).toEqual([1]);
    await pieces.return?.();
  });

  it('begins where it wants to', async () => {
    const mock = createMock();
    await call(mock, 5);
    const pieces = followJournal(mock.journal, { query: {}, after: 3 });
    await pieces.next();
    expect(await take(pieces, 2)).toEqual([4, 5]);
    await pieces.return?.();
  });

  it('hears what fits its query, before and after', async () => {
    const mock = createMock();
    await call(mock, 1, OTHER_ACCOUNT);
    await call(mock, 1);
    const pieces = followJournal(mock.journal, { query: { accountId: ACCOUNT }, after: 0 });
    await pieces.next();
    expect(await take(pieces, 1)).toEqual([2]);
    const next = take(pieces, 1);
    await call(mock, 1, OTHER_ACCOUNT);
    await call(mock, 1);
    expect(await next).toEqual([4]);
    await pieces.return?.();
  });

  it('hears more than one look takes', async () => {
    const mock = createMock();
    await call(mock, 250);
    const pieces = followJournal(mock.journal, { query: {}, after: 0 });
    await pieces.next();
    expect(await take(pieces, 250)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
    await pieces.return?.();
  });

  it('hears that nothing is new when nothing is, so that the connection is kept', async () => {
    const timers: { readonly ms: number; readonly run: () => void }[] = [];
    const pieces = followJournal(createMock().journal, {
      query: {},
      after: undefined,
      startTimer: (ms, run) => {
        timers.push({ ms, run });
        return () => undefined;
      },
    });
    await pieces.next();
    const quiet = pieces.next();
    expect(timers.map(({ ms }) => ms)).toEqual([QUIET_MS]);
    timers[0]?.run();
    expect((await quiet).value).toBe(': nothing new\n\n');
    await pieces.return?.();
  });

  it('ends at once when it goes, even while it waits', async () => {
    const { journal, watchers } = watched(createMock());
    const pieces = followJournal(journal, { query: {}, after: undefined });
    await pieces.next();
    const waiting = pieces.next();
    expect(watchers()).toBe(1);
    await pieces.return?.();
    expect([await waiting, await pieces.next(), watchers()]).toEqual([
      { done: true, value: undefined },
      { done: true, value: undefined },
      0,
    ]);
  });
});
