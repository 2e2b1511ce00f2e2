import { expect, it } from '@jest/globals';
import type { CreatedAccounts } from '../../../mock-server/domain/created-accounts.ts';
import {
  addedBytes,
  createCreatedAccounts,
  MAX_CREATED_ACCOUNTS,
} from '../../../mock-server/domain/created-accounts.ts';
import { openAccount, settingsOf } from './open-account.ts';

const BYTES = addedBytes(settingsOf('100'));

/** Created accounts of which so many have their place, and the ids of those that went. */
function roomFor(count: number): readonly [CreatedAccounts, string[]] {
  const gone: string[] = [];
  return [createCreatedAccounts(count * BYTES * 4, ({ id }) => gone.push(id)), gone];
}

function add(accounts: CreatedAccounts, accountId: string): void {
  const settings = settingsOf(accountId);
  accounts.makeRoomFor(settings);
  accounts.set(openAccount(settings));
}

it('created accounts may take a quarter of the memory together, and the first created goes first', () => {
  const [accounts, gone] = roomFor(3);
  for (const id of ['101', '102', '103']) add(accounts, id);
  expect([gone, accounts.list().map(({ id }) => id)]).toEqual([[], ['101', '102', '103']]);
  accounts.set(openAccount(settingsOf('102')));
  add(accounts, '104');
  expect([gone, accounts.list().map(({ id }) => id)]).toEqual([['101'], ['102', '103', '104']]);
  expect([accounts.remove('103'), accounts.remove('103'), accounts.get('103')]).toEqual([true, false, undefined]);
  add(accounts, '105');
  expect(gone).toEqual(['101', '103']);
  add(accounts, '106');
  expect(gone).toEqual(['101', '103', '102']);
});

it('a larger account takes the place of several, and one that is larger than all together is refused', () => {
  const [accounts, gone] = roomFor(3);
  for (const id of ['101', '102', '103']) add(accounts, id);
  const text = (bytes: number): object => ({ ...settingsOf('104'), agent: 'x'.repeat(bytes / 2) });
  const empty = addedBytes(text(0) as ReturnType<typeof settingsOf>);
  const largest = text(3 * BYTES - empty) as ReturnType<typeof settingsOf>;
  const tooLarge = text(3 * BYTES - empty + 2) as ReturnType<typeof settingsOf>;
  expect(() => {
    accounts.makeRoomFor(tooLarge);
  }).toThrow(
    new RangeError(
      `the account is too large: its options would take ${String(3 * BYTES + 2)} bytes, and all created accounts may take ${String(3 * BYTES)} (limits.megabytes)`,
    ),
  );
  expect(gone).toEqual([]);
  accounts.makeRoomFor(largest);
  expect([gone, accounts.list()]).toEqual([['101', '102', '103'], []]);
});

it('an account counts for more bytes than an empty one takes, and two more for each letter of its options', () => {
  expect(BYTES).toBeGreaterThan(17_500);
  expect(addedBytes(settingsOf('1'.repeat(53))) - addedBytes(settingsOf('100'))).toBe(100);
});

it('no more than a thousand accounts are kept, however small', () => {
  const [accounts, gone] = roomFor(2000);
  for (let count = 1; count <= MAX_CREATED_ACCOUNTS; count += 1) accounts.set(openAccount(settingsOf(String(count))));
  accounts.makeRoomFor(settingsOf('one more'));
  expect([gone, accounts.list().length]).toEqual([['1'], MAX_CREATED_ACCOUNTS - 1]);
});
