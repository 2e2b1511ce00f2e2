import { describe, expect, it } from '@jest/globals';
import type { AgentSession, AgentSessions } from '../../../mock-server/domain/agent.ts';
import { AGENT_SESSION_SECONDS, createAgentSessions, digits, MAX_SESSIONS } from '../../../mock-server/domain/agent.ts';
import { createIds } from '../../../mock-server/ids.ts';

const open = (): AgentSessions => createAgentSessions(createIds('agents'));
const idsOf = (sessions: readonly AgentSession[]): string[] => sessions.map(({ id }) => id);

describe('the session of an agent', () => {
  it('has secrets of its own, the ids of its user, and eight hours to live', () => {
    const sessions = open();
    const [first, second, other] = ['ada', 'ada', 'bob'].map((name) => sessions.open(name, 1000));
    expect(first).toEqual({
      id: expect.stringMatching(/^[\da-f]{32}$/),
      csrf: expect.stringMatching(/^[\da-f]{64}$/),
      bearer: expect.stringMatching(/^[\da-f]{64}$/),
      loginName: 'ada',
      userId: expect.stringMatching(/^[1-9]\d{9}$/),
      userPid: expect.stringMatching(/^[\da-f-]{36}$/),
      expiresAtSeconds: 1000 + 28_800,
    });
    expect(second).toMatchObject({ userId: first?.userId, userPid: first?.userPid });
    expect([other?.userId === first?.userId, other?.userPid === first?.userPid]).toEqual([false, false]);
    for (const secret of ['id', 'csrf', 'bearer'] as const)
      expect(new Set([first, second, other].map((each) => each?.[secret])).size).toBe(3);
  });

  it('is found by its cookie and its bearer until it expires, which a refresh puts off', () => {
    const sessions = open();
    const found = (nowSeconds: number): unknown[] => [
      sessions.find(session.id, nowSeconds),
      sessions.findByBearer(session.bearer, nowSeconds),
    ];
    const session = sessions.open('ada', 0);
    sessions.open('ada', 0);
    expect(found(AGENT_SESSION_SECONDS - 1)).toEqual([session, session]);
    expect(found(AGENT_SESSION_SECONDS)).toEqual([undefined, undefined]);
    sessions.refresh(session, 100);
    expect(found(AGENT_SESSION_SECONDS + 99)).toEqual([session, session]);
    expect(found(AGENT_SESSION_SECONDS + 100)).toEqual([undefined, undefined]);
    expect([sessions.find(undefined, 0), sessions.find('', 0), sessions.findByBearer('', 0)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is gone when it is closed, and whoever waits for that hears of it, once and of this one alone', () => {
    const sessions = open();
    const [session, other] = [sessions.open('ada', 0), sessions.open('ada', 0)];
    const heard: string[] = [];
    sessions.onLogout(({ id }) => heard.push(id === session.id ? 'logout of this' : 'logout of other'));
    const [stop] = [
      sessions.onClose(session, () => heard.push('not wanted')),
      sessions.onClose(session, () => heard.push('first')),
      sessions.onClose(session, () => heard.push('second')),
      sessions.onClose(other, () => heard.push('other')),
    ];
    stop();
    sessions.close(session);
    expect(heard).toEqual(['first', 'second', 'logout of this']);
    expect([sessions.find(session.id, 0), sessions.findByBearer(session.bearer, 0)]).toEqual([undefined, undefined]);
    expect(idsOf(sessions.all())).toEqual([other.id]);
    const unheard = sessions.open('bob', 0);
    sessions.close(unheard);
    sessions.close(other);
    expect(heard.slice(3)).toEqual(['logout of other', 'other', 'logout of other']);
  });

  it('is one of a thousand: past that the oldest is forgotten', () => {
    const sessions = open();
    const all = Array.from({ length: MAX_SESSIONS }, () => sessions.open('ada', 0).id);
    expect(idsOf(sessions.all())).toEqual(all);
    const last = sessions.open('ada', 0).id;
    expect(idsOf(sessions.all())).toEqual([...all.slice(1), last]);
  });
});

describe('a user of an account', () => {
  it('is known by either id once he has logged in or was introduced, under the ids that he keeps', () => {
    const sessions = open();
    sessions.introduce('ada');
    const bob = sessions.open('bob', 0);
    const ada = sessions.open('ada', 0);
    sessions.introduce('ada');
    expect(sessions.users()).toEqual(
      [ada, bob].map(({ loginName, userId, userPid }) => ({ loginName, userId, userPid })),
    );
    for (const { userId, userPid } of [ada, bob])
      for (const id of [userPid, `100.${userId}`])
        expect(sessions.findUser(id, '100')).toEqual({ id: `100.${userId}`, pid: userPid });
    for (const id of [ada.userId, `200.${ada.userId}`, '', 'ada', 'undefined'])
      expect(sessions.findUser(id, '100')).toBeUndefined();
  });

  it('has his own sessions, and is logged in until the last of them ends', () => {
    const sessions = open();
    const [first, other, second] = [sessions.open('ada', 100), sessions.open('bob', 900), sessions.open('ada', 0)];
    expect(idsOf(sessions.of(first.userPid))).toEqual([first.id, second.id]);
    expect([sessions.lastEnd(first.userPid), sessions.lastEnd(other.userPid), sessions.lastEnd('nobody')]).toEqual([
      100 + AGENT_SESSION_SECONDS,
      900 + AGENT_SESSION_SECONDS,
      undefined,
    ]);
  });
});

describe('the sessions and users of an account', () => {
  it('go by halves for want of memory, the older ones first', () => {
    const sessions = open();
    const opened = ['ada', 'bob', 'bob', 'bob', 'bob'].map((name) => sessions.open(name, 0));
    expect([sessions.forgetOlder(), idsOf(sessions.all())]).toEqual([3, idsOf(opened.slice(3))]);
    expect(sessions.users().map(({ loginName }) => loginName)).toEqual(['bob']);
    for (const name of ['eve', 'joe', 'kim']) sessions.introduce(name);
    expect([sessions.forgetOlder(), sessions.all().length, sessions.users().length]).toEqual([2, 1, 2]);
    expect([1, 2, 3].map(() => sessions.forgetOlder())).toEqual([1, 1, 0]);
    expect([sessions.all(), sessions.users()]).toEqual([[], []]);
  });

  it('of an earlier process are taken up, as copies', () => {
    const [earlier, later] = [open(), createAgentSessions(createIds('later'))];
    const session = earlier.open('ada', 0);
    earlier.introduce('bob');
    later.takeUp(earlier.users(), earlier.all());
    expect([later.users(), later.all()]).toEqual([earlier.users(), earlier.all()]);
    earlier.refresh(session, 100);
    expect(later.find(session.id, 0)?.expiresAtSeconds).toBe(AGENT_SESSION_SECONDS);
    expect(later.open('bob', 0).userId).toBe(earlier.users()[1]?.userId);
  });
});

it.each([
  ['0a5b0f', '105105'],
  ['5a0f', '5005'],
  ['123456789', '123456789'],
])('an id of digits that was drawn as %s is %s: it does not start with a zero', (drawn, id) => {
  const asked: number[] = [];
  const ids = {
    ...createIds('digits'),
    hex: (count: number): string => {
      asked.push(count);
      return drawn;
    },
  };
  expect([digits(ids, drawn.length), asked]).toEqual([id, [drawn.length]]);
});
