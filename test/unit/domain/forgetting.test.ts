import { describe, expect, it } from '@jest/globals';
import { consumerParticipant } from '../../../mock-server/domain/conversation.ts';
import { entered, numbered, openAccounts, settingsOf } from './open-account.ts';

it('an account that had no file and no login has none made when memory is short', () => {
  const accounts = openAccounts();
  const [one, other] = accounts.configured;
  one?.uploads.keep({ path: '/a', type: 'text/plain', bytes: new Uint8Array(3) });
  one?.codeLogins.add('code', { clientId: 'app', loginName: 'ada', scope: 'openid' }, 0);
  expect([accounts.uploads.evict(), accounts.agentSessions.evict()]).toEqual([1, 1]);
  expect([one?.uploads.list(), one?.codeLogins.list()]).toEqual([[], []]);
  expect(other?.existing).toEqual({});
});

describe('for want of memory', () => {
  it('an eighth of the accounts that nobody configured goes, those unused longest', () => {
    const accounts = openAccounts();
    for (const id of numbered(17)) accounts.enter(id);
    expect([accounts.unconfiguredAccounts.what, accounts.unconfiguredAccounts.evict()]).toEqual([
      'accounts that nobody configured',
      3,
    ]);
    expect(numbered(17).filter((id) => accounts.wasForgotten(id))).toEqual(numbered(3));
    expect(openAccounts().unconfiguredAccounts.evict()).toBe(0);
  });

  it('the others give up what is old, each kind by itself and under its name', () => {
    const accounts = openAccounts();
    accounts.create(settingsOf('400'));
    for (const id of ['100', '400']) {
      const { conversations, agentSessions, uploads, codeLogins } = entered(accounts, id);
      conversations.close(conversations.open('john'));
      const conversation = conversations.open('jane');
      const message = { from: consumerParticipant('jane'), audience: 'ALL', event: {} } as const;
      for (let count = 0; count < 3; count += 1) conversations.publish(conversation, message, true);
      for (let count = 0; count < 5; count += 1) agentSessions.open('ada', 0);
      codeLogins.add('code', { clientId: 'app', loginName: 'ada', scope: 'a' }, 0);
      uploads.keep({ path: '/a', type: '', bytes: new Uint8Array() });
    }
    const { uploads, closedConversations, agentSessions, messages } = accounts;
    expect([uploads, closedConversations, agentSessions, messages].map((kind) => [kind.what, kind.evict()])).toEqual([
      ['uploaded files', 2],
      ['closed conversations', 2],
      ["agents' sessions", 8],
      ['messages', 4],
    ]);
  });
});
