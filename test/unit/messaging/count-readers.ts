import type { Account } from '../../../mock-server/domain/account.ts';

/** The account, and how many read its events or who is there. */
export function countReaders(account: Account): { readonly watched: Account; readonly readers: () => number } {
  let readers = 0;
  const counted =
    <Reader>(read: (reader: Reader) => () => void) =>
    (reader: Reader) => {
      const stop = read(reader);
      readers += 1;
      return () => {
        readers -= 1;
        stop();
      };
    };
  const { events, presence } = account;
  const watched = Object.create(account, {
    events: { value: { ...events, read: counted<Parameters<typeof events.read>[0]>((reader) => events.read(reader)) } },
    presence: {
      value: { ...presence, read: counted<Parameters<typeof presence.read>[0]>((reader) => presence.read(reader)) },
    },
  }) as Account;
  return { watched, readers: () => readers };
}
