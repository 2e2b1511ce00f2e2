import { expect, it } from '@jest/globals';
import { originsInCode } from '../../../mock-server/config/origins.ts';
import { createKeptMock } from '../../../mock-server/control/state/kept-mock.ts';
import { createControlledMock } from '../../../mock-server/mock.ts';
import { ACCOUNT, OTHER_ACCOUNT } from '../../support/through-every-adapter.ts';

function keptMock() {
  const { mock, controlled } = createControlledMock({ seed: 'kept' }, originsInCode({}));
  const { accounts } = controlled();
  const kept = createKeptMock(controlled());
  const open = (accountId: string): string => {
    const conversation = accounts.enter(accountId)?.conversations.open('jane');
    if (conversation === undefined) throw new Error(`${accountId} is not there`);
    return conversation.id;
  };
  const changed = (touched?: ReadonlySet<string>): { gone: readonly string[]; put: string[] } => {
    const { gone, put } = kept.changes(touched);
    return { gone, put: [...put.keys()].filter((name) => /\/[cm]\//.test(name)) };
  };
  return { mock, open, changed };
}

it('A message that is said is a row of its own, and one that is forgotten is gone', () => {
  const { mock, open, changed } = keptMock();
  const id = open(ACCOUNT);
  const message = (sequence: number): string => `${ACCOUNT}/m/${id}/${String(sequence)}`;
  mock.conversations.say(id, 'first');
  expect(changed()).toEqual({ gone: [], put: [`${ACCOUNT}/c/${id}`, message(0)] });
  mock.conversations.say(id, 'second');
  expect(changed()).toEqual({ gone: [], put: [`${ACCOUNT}/c/${id}`, message(1)] });
  expect(changed()).toEqual({ gone: [], put: [] });
  for (let sequence = 2; sequence <= 1001; sequence += 1) mock.conversations.say(id, String(sequence));
  const { gone, put } = changed();
  expect([gone, put.length, put.at(-1)]).toEqual([[message(0), message(1)], 1001, message(1001)]);
});

it('Of accounts that nobody touched, those alone are written in whose conversations something happened', () => {
  const { mock, open, changed } = keptMock();
  const [here, there] = [open(ACCOUNT), open(OTHER_ACCOUNT)];
  changed();
  expect(changed(new Set([ACCOUNT]))).toEqual({ gone: [], put: [] });
  mock.conversations.say(here, 'first');
  mock.account(OTHER_ACCOUNT).conversations.say(there, 'first');
  const names = (accountId: string, id: string): string[] => [`${accountId}/c/${id}`, `${accountId}/m/${id}/0`];
  expect(changed(new Set()).put).toEqual([...names(ACCOUNT, here), ...names(OTHER_ACCOUNT, there)]);
});
