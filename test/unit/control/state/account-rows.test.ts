import { describe, expect, it } from '@jest/globals';
import type { RowWriter, Rows } from '../../../../mock-server/control/state/account-rows.ts';
import { createRowWriter, headOf, readRows } from '../../../../mock-server/control/state/account-rows.ts';
import type { AccountHead } from '../../../../mock-server/control/state/account-rows.ts';
import type { Account } from '../../../../mock-server/domain/account.ts';
import { accountState } from '../../../../mock-server/domain/account.ts';
import type { Conversation } from '../../../../mock-server/domain/conversation.ts';
import { consumerParticipant, MAX_MESSAGES } from '../../../../mock-server/domain/conversation.ts';
import { openAccount } from '../../domain/open-account.ts';

const head = (account: Account): AccountHead => ({ ...headOf(account), faults: [] });

/** An account in which every kind of row has something to say. */
function fullAccount(): { account: Account; jane: Conversation } {
  const account = openAccount({ agents: [{ username: 'ada', password: 'secret' }] });
  const jane = account.conversations.open('jane');
  for (const text of ['one', 'two']) say(account, jane, text);
  account.profiles.set('jane', { firstName: 'Jane' });
  account.clock.advance(5000);
  return { account, jane };
}

function say(account: Account, conversation: Conversation, message: string): void {
  const event = { type: 'ContentEvent', contentType: 'text/plain', message };
  const from = consumerParticipant(conversation.consumerId);
  account.conversations.publish(conversation, { from, audience: 'ALL', event }, true);
}

/** The names of what became of the rows. */
const changed = (writer: RowWriter): { gone: readonly string[]; put: string[] } => {
  const { gone, put } = writer.changes();
  return { gone, put: [...put.keys()] };
};

const written = (account: Account): Rows => createRowWriter(account, () => head(account), false).changes().put;

describe('The rows of an account', () => {
  it('are one for each conversation, message, file and profile, and two for all else', () => {
    const { account, jane } = fullAccount();
    const rows = written(account);
    expect([...rows.keys()]).toEqual([`c/${jane.id}`, `m/${jane.id}/0`, `m/${jane.id}/1`, 'h', 'e', 'p/jane']);
    const { messages, ...rest } = jane;
    expect(JSON.parse(rows.get(`c/${jane.id}`) ?? '')).toEqual(JSON.parse(JSON.stringify(rest)));
    expect(JSON.parse(rows.get(`m/${jane.id}/1`) ?? '')).toEqual(messages[1]);
    expect(JSON.parse(rows.get('p/jane') ?? '')).toEqual({ firstName: 'Jane' });
    expect(JSON.parse(rows.get('h') ?? '')).toEqual(JSON.parse(JSON.stringify(head(account))));
  });

  it('are read again as what they were written from', () => {
    const { account } = fullAccount();
    const second = account.conversations.open('joe');
    say(account, second, 'three');
    account.conversations.close(second);
    const kept = readRows(written(account));
    const state = accountState(account);
    expect(kept?.head).toEqual(JSON.parse(JSON.stringify(head(account))));
    expect(kept?.profiles).toEqual([['jane', { firstName: 'Jane' }]]);
    expect(kept?.state.conversations).toEqual(JSON.parse(JSON.stringify(state.conversations)));
    expect(kept?.state.events).toEqual(JSON.parse(JSON.stringify(account.events.list().slice(-1))));
    const { clock, revokedTokens, codeLogins, ids } = head(account);
    expect(kept?.state).toMatchObject({ clock, revokedTokens, codeLogins, ids, uploads: [] });
    expect(kept?.state).not.toHaveProperty('installations');
  });

  it('say of installations what was changed of them', () => {
    const { account } = fullAccount();
    const state = { ...head(account), installations: { installed: [], removed: ['x'] } } as unknown as AccountHead;
    const writer = createRowWriter(account, () => state, false);
    expect(readRows(writer.changes().put)?.state.installations).toEqual({ installed: [], removed: ['x'] });
  });

  it('have the installations once they were changed, and each file', () => {
    const { account } = fullAccount();
    expect(headOf(account)).not.toHaveProperty('installations');
    account.installations.install({ client_name: 'mine' } as Parameters<typeof account.installations.install>[0]);
    account.uploads.keep({ path: '/a/b', type: 'text/plain', bytes: new Uint8Array([104, 105]) });
    const rows = written(account);
    expect(JSON.parse(rows.get('f//a/b') ?? '')).toEqual({ path: '/a/b', type: 'text/plain', base64: 'aGk=' });
    const { installations, uploads } = accountState(account);
    expect(headOf(account).installations).toEqual(installations);
    const kept = readRows(rows)?.state;
    expect(kept?.installations).toEqual(JSON.parse(JSON.stringify(installations)));
    expect([kept?.uploads, uploads?.length]).toEqual([uploads, 1]);
    const writer = createRowWriter(account, () => head(account), true);
    account.uploads.forgetOlder();
    expect(changed(writer)).toEqual({ gone: ['f//a/b'], put: [] });
  });

  it('are none without a head, and have no events where nothing happened', () => {
    expect(readRows(new Map([['e', '{}']]))).toBeUndefined();
    const account = openAccount();
    const rows = written(account);
    expect([[...rows.keys()], readRows(rows)?.state.events]).toEqual([['h'], []]);
  });

  it('that have no conversation any more are left out', () => {
    const { account } = fullAccount();
    const rows = written(account);
    rows.set('m/elsewhere/0', '{}');
    expect(readRows(rows)?.state.conversations).toHaveLength(1);
  });
});

describe('What changed of the rows', () => {
  it('is said once', () => {
    const { account, jane } = fullAccount();
    const writer = createRowWriter(account, () => head(account), false);
    expect(changed(writer).put).toHaveLength(6);
    expect([changed(writer), writer.isTouched()]).toEqual([{ gone: [], put: [] }, false]);
    say(account, jane, 'three');
    expect(writer.isTouched()).toBe(true);
    expect(changed(writer)).toEqual({ gone: [], put: [`c/${jane.id}`, `m/${jane.id}/2`, 'e'] });
    expect(writer.isTouched()).toBe(false);
    account.profiles.set('jane', { firstName: 'Janet' });
    account.profiles.set('joe', { firstName: 'Joe' });
    expect(changed(writer)).toEqual({ gone: [], put: ['p/jane', 'p/joe'] });
    account.clock.advance(1000);
    expect(changed(writer)).toEqual({ gone: [], put: ['h'] });
  });

  it('is nothing of an account whose rows are written already', () => {
    const { account, jane } = fullAccount();
    const writer = createRowWriter(account, () => head(account), true);
    expect([changed(writer), writer.isTouched()]).toEqual([{ gone: [], put: [] }, false]);
    say(account, jane, 'three');
    expect(changed(writer).put).toContain(`m/${jane.id}/2`);
    account.conversations.clear();
    expect(changed(writer).gone).toEqual([0, 1, 2].map((at) => `m/${jane.id}/${String(at)}`).concat(`c/${jane.id}`));
  });

  it('is that the oldest messages are gone, and a conversation with all of its own', () => {
    const { account, jane } = fullAccount();
    const writer = createRowWriter(account, () => head(account), false);
    writer.changes();
    for (let index = 2; index <= MAX_MESSAGES; index += 1) say(account, jane, String(index));
    const { gone, put } = changed(writer);
    expect([gone, put.slice(0, 3), put.length]).toEqual([
      [`m/${jane.id}/0`],
      [`c/${jane.id}`, `m/${jane.id}/2`, `m/${jane.id}/3`],
      MAX_MESSAGES + 1,
    ]);
    const joe = account.conversations.open('joe');
    writer.changes();
    account.conversations.close(jane);
    account.conversations.forgetClosed();
    const after = changed(writer);
    expect([after.gone[0], after.gone.at(-1), after.gone.length]).toEqual([
      `m/${jane.id}/1`,
      `c/${jane.id}`,
      MAX_MESSAGES + 1,
    ]);
    expect([after.put, account.conversations.find(joe.id)]).toEqual([['e'], joe]);
    account.profiles.set('joe', { firstName: 'Joe' });
    expect(changed(writer)).toEqual({ gone: [], put: ['p/joe'] });
  });

  it('is heard of until the writer is stopped', () => {
    const { account, jane } = fullAccount();
    const writer = createRowWriter(account, () => head(account), false);
    writer.changes();
    writer.stop();
    say(account, jane, 'three');
    expect(writer.isTouched()).toBe(false);
  });
});
