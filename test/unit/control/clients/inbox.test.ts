import { describe, expect, it } from '@jest/globals';
import type { Inbox, InboxManners, WaitOptions } from '../../../../mock-server/control/clients/inbox.ts';
import { createInbox } from '../../../../mock-server/control/clients/inbox.ts';

const open = (manners: Partial<InboxManners<string>> = {}): Inbox<string> =>
  createInbox<string>({ most: 3, isInOrder: false, seen: () => 'seen: nothing', ...manners });

const take = (inbox: Inbox<string>, wanted?: string, options?: WaitOptions): Promise<string> =>
  inbox.take({ method: 'take', what: 'a text', fits: (item) => wanted === undefined || item === wanted }, options);

const putAll = (inbox: Inbox<string>, items: string): void => {
  for (const item of items) inbox.put(item);
};

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    (item) => item,
    (error: unknown) => [(error as Error).message, (error as Error).cause],
  );

describe('An inbox', () => {
  it('gives the first that fits, and keeps the others', async () => {
    const inbox = open();
    putAll(inbox, 'abc');
    expect([await take(inbox, 'b'), await take(inbox), await take(inbox)]).toEqual(['b', 'a', 'c']);
  });

  it('in order gives up all that came before what is taken', async () => {
    const inbox = open({ isInOrder: true });
    putAll(inbox, 'abc');
    expect([await take(inbox, 'b'), await take(inbox)]).toEqual(['b', 'c']);
    putAll(inbox, 'de');
    const waits = take(inbox, 'x');
    putAll(inbox, 'fx');
    expect([await waits, await failureOf(take(inbox, undefined, { signal: AbortSignal.abort('late') }))]).toEqual([
      'x',
      ['take: the signal ended the wait before a text came; seen: nothing', 'late'],
    ]);
  });

  it('keeps no more than so many, the oldest goes', async () => {
    const inbox = open();
    putAll(inbox, 'abcd');
    expect([await take(inbox), await take(inbox), await take(inbox)]).toEqual(['b', 'c', 'd']);
  });

  it('passes over what is no longer good', async () => {
    const inbox = open({ isGood: (item) => item !== 'a' });
    putAll(inbox, 'ab');
    expect(await take(inbox)).toBe('b');
  });

  it('gives what comes to the first who waits for it', async () => {
    const inbox = open();
    const [first, other, second] = [take(inbox, 'a'), take(inbox, 'b'), take(inbox, 'a')];
    putAll(inbox, 'ba');
    expect([await first, await other]).toEqual(['a', 'b']);
    putAll(inbox, 'ca');
    expect([await second, await take(inbox)]).toEqual(['a', 'c']);
  });

  it('tells who waits, and who comes later, why nothing comes any more', async () => {
    const inbox = open();
    inbox.put('a');
    const waits = [failureOf(take(inbox, 'b')), failureOf(take(inbox, 'c'))];
    inbox.end('the socket was closed');
    const why = ['take: the socket was closed before a text came; seen: nothing', undefined];
    expect(await Promise.all(waits)).toEqual([why, why]);
    expect([await take(inbox), await failureOf(take(inbox))]).toEqual(['a', why]);
  });

  it('ends a wait with its signal, and forgets who waited', async () => {
    const inbox = open();
    const stop = new AbortController();
    const waits = failureOf(take(inbox, 'a', { signal: stop.signal }));
    stop.abort('enough');
    expect(await waits).toEqual(['take: the signal ended the wait before a text came; seen: nothing', 'enough']);
    inbox.put('a');
    expect(await take(inbox, 'a', { signal: stop.signal })).toBe('a');
  });

  it('leaves nothing on a signal, however the wait ends', async () => {
    const inbox = open();
    const listening = new Set<unknown>();
    const signal = {
      aborted: false,
      addEventListener: (name: string, listener: unknown) => listening.add([name, listener].join()),
      removeEventListener: (name: string, listener: unknown) => listening.delete([name, listener].join()),
    } as unknown as AbortSignal;
    const waits = take(inbox, 'a', { signal });
    expect(listening.size).toBe(1);
    inbox.put('a');
    expect([await waits, listening.size]).toEqual(['a', 0]);
    const fails = failureOf(take(inbox, 'b', { signal }));
    expect(listening.size).toBe(1);
    inbox.end('over');
    await fails;
    expect(listening.size).toBe(0);
  });
});
