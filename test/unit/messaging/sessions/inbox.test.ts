import { expect, it } from '@jest/globals';
import type { Inbox } from '../../../../mock-server/messaging/sessions/inbox.ts';
import { createInbox } from '../../../../mock-server/messaging/sessions/inbox.ts';

interface Opened {
  readonly inbox: Inbox;
  /** What was read, in order. */
  readonly read: string[];
  /** Has the frame that is being read come through. */
  readonly through: () => void;
  readonly floods: () => number;
}

/** @param isSlow - whether a frame takes its time; default: all do */
function openInbox(mostWaitingChars: number, isSlow: (text: string) => boolean = () => true): Opened {
  const read: string[] = [];
  const underWay: (() => void)[] = [];
  let floods = 0;
  const inbox = createInbox({
    mostWaitingChars,
    read: (text, through) => {
      read.push(text);
      if (isSlow(text)) underWay.push(through);
      else through();
    },
    onFlood: () => {
      floods += 1;
    },
  });
  return { inbox, read, through: () => underWay.shift()?.(), floods: () => floods };
}

it('frames are read one after the other, and what is done in its turn stands between them', () => {
  const { inbox, read, through } = openInbox(100);
  inbox.inTurn(() => read.push('at once'));
  inbox.frame('one');
  inbox.frame('two');
  inbox.inTurn(() => read.push('between'));
  inbox.frame('three');
  expect(read).toEqual(['at once', 'one']);
  through();
  expect(read).toEqual(['at once', 'one', 'two']);
  through();
  expect(read).toEqual(['at once', 'one', 'two', 'between', 'three']);
  through();
  inbox.frame('four');
  expect(read.at(-1)).toBe('four');
});

it('what comes while the line goes on stands at its end, frame or not', () => {
  const { inbox, read, through } = openInbox(100, (text) => text === 'slow');
  inbox.frame('slow');
  inbox.inTurn(() => {
    inbox.frame('late');
    inbox.inTurn(() => read.push('last'));
  });
  inbox.frame('early');
  through();
  expect(read).toEqual(['slow', 'early', 'late', 'last']);
});

it('eight thousand frames that wait are read in their order', () => {
  const { inbox, read, through } = openInbox(1_000_000, (text) => text === '0');
  const texts = Array.from({ length: 8_000 }, (_, index) => String(index));
  for (const text of texts) inbox.frame(text);
  through();
  expect(read).toEqual(texts);
});

it('more than may wait is a flood; what is being read, or was, does not count', () => {
  const { inbox, through, floods } = openInbox(10);
  for (const text of ['not counted', '12345', '67890']) inbox.frame(text);
  expect(floods()).toBe(0);
  through();
  inbox.frame('abcde');
  expect(floods()).toBe(0);
  inbox.frame('f');
  expect(floods()).toBe(1);
});

it('what is forgotten is not read, and takes no room', () => {
  const { inbox, read, through, floods } = openInbox(10);
  for (const text of ['first', '1234567890']) inbox.frame(text);
  inbox.clear();
  inbox.frame('next');
  through();
  expect([read, floods()]).toEqual([['first', 'next'], 0]);
});
