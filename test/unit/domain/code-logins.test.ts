import { describe, expect, it } from '@jest/globals';
import type { AgentSession } from '../../../mock-server/domain/agent.ts';
import { createAgentSessions } from '../../../mock-server/domain/agent.ts';
import { createCodeLogins, MAX_CODE_LOGINS } from '../../../mock-server/domain/code-logins.ts';
import type { CodeLogin, CodeLogins } from '../../../mock-server/domain/code-logins.ts';
import { createIds } from '../../../mock-server/ids.ts';
import { createMemoryBudget } from '../../../mock-server/memory/budget.ts';

const LOGIN: CodeLogin = { clientId: 'app', redirectUri: 'https://a.test/', loginName: 'ada', scope: 'msg.consumer' };
const sessions = createAgentSessions(createIds('logins'));

/** Has tokens given out for a code. */
function redeem(logins: CodeLogins, code: string, refreshToken: string): AgentSession {
  const login = logins.findByCode(code);
  if (login === undefined) throw new Error(`no login for ${code}`);
  const session = sessions.open('ada', 0);
  logins.give(login, refreshToken, session);
  return session;
}

describe('the logins of an account', () => {
  it('hold no code and no refresh token, and lead to them all the same, in another one too', () => {
    const logins = createCodeLogins();
    logins.add('code-1', { ...LOGIN, challenge: 'challenge' }, 100);
    logins.add('code-2', LOGIN, 100);
    redeem(logins, 'code-2', 'refresh-2');
    const list = logins.list();
    expect(JSON.stringify(list)).not.toMatch(/code-\d|refresh-\d/);
    expect(list).toMatchObject([
      { ...LOGIN, challenge: 'challenge', expiresAtSeconds: 160, state: 'waiting' },
      { ...LOGIN, expiresAtSeconds: 160, state: 'used' },
    ]);
    const restored = createCodeLogins(list);
    expect([restored.findByCode('code-1'), restored.findByRefreshToken('refresh-2')]).toEqual(list);
    expect([restored.findByCode('code-3'), restored.findByRefreshToken('code-1')]).toEqual([undefined, undefined]);
  });

  it('know one refresh token each, the last', () => {
    const logins = createCodeLogins();
    logins.add('code', LOGIN, 0);
    redeem(logins, 'code', 'first');
    redeem(logins, 'code', 'second');
    expect([logins.findByRefreshToken('first'), logins.findByRefreshToken('second')?.state]).toEqual([
      undefined,
      'used',
    ]);
  });

  it('are bounded in number, and in the sessions of each', () => {
    const memory = createMemoryBudget(100);
    const tally = memory.tally();
    const logins = createCodeLogins([], tally);
    logins.add('first', LOGIN, 0);
    redeem(logins, 'first', 'refresh-first');
    const one = tally.bytes();
    for (let count = 0; count < 60; count += 1) redeem(logins, 'first', `refresh-${String(count)}`);
    const first = logins.findByCode('first');
    expect([first && logins.revoke(first).length, tally.bytes()]).toEqual([50, one]);
    for (let count = 1; count <= MAX_CODE_LOGINS; count += 1) logins.add(`code-${String(count)}`, LOGIN, 0);
    expect([logins.findByCode('first'), logins.list().length, tally.bytes()]).toEqual([
      undefined,
      MAX_CODE_LOGINS,
      MAX_CODE_LOGINS * one,
    ]);
  });

  it('give up the older half for want of memory, and count it off', () => {
    const tally = createMemoryBudget(100).tally();
    const logins = createCodeLogins([], tally);
    for (const code of ['one', 'two', 'three']) logins.add(code, LOGIN, 0);
    redeem(logins, 'one', 'refresh-one');
    const before = tally.bytes();
    expect(logins.forgetOlder()).toBe(2);
    expect([logins.findByRefreshToken('refresh-one'), logins.findByCode('two')]).toEqual([undefined, undefined]);
    expect([logins.list().length, tally.bytes()]).toEqual([1, before / 3]);
    expect([logins.forgetOlder(), logins.forgetOlder(), tally.bytes()]).toEqual([1, 0, 0]);
  });

  it('lead from a session to the one for which it was opened', () => {
    const logins = createCodeLogins();
    const opened = ['one', 'one', 'other'].map((code) => {
      if (logins.findByCode(code) === undefined) logins.add(code, { ...LOGIN, scope: code }, 0);
      return redeem(logins, code, `refresh-${code}`);
    });
    expect(opened.map((session) => logins.findBySession(session)?.scope)).toEqual(['one', 'one', 'other']);
    expect(logins.findBySession(sessions.open('ada', 0))).toBeUndefined();
  });

  it('are revoked with all that was given out, and answer whose sessions those were', () => {
    const logins = createCodeLogins();
    for (const code of ['used', 'unused']) logins.add(code, LOGIN, 0);
    const opened = [redeem(logins, 'used', 'first'), redeem(logins, 'used', 'second')];
    const revoked = ['used', 'used', 'unused'].map((code) => {
      const login = logins.findByCode(code);
      return login && logins.revoke(login);
    });
    expect(revoked).toEqual([opened, [], []]);
    expect(logins.list().map(({ state, refreshToken }) => [state, refreshToken])).toEqual([
      ['revoked', undefined],
      ['revoked', undefined],
    ]);
    expect([logins.findByRefreshToken('second'), logins.findBySession(opened[0]!)]).toEqual([undefined, undefined]);
  });

  it('that are forgotten lead nowhere any more, even when their code is given out anew', () => {
    const logins = createCodeLogins();
    logins.add('code', LOGIN, 0);
    const session = redeem(logins, 'code', 'refresh');
    logins.forgetOlder();
    logins.add('code', LOGIN, 0);
    expect([logins.findByRefreshToken('refresh'), logins.findBySession(session)]).toEqual([undefined, undefined]);
  });
});
