import { textBytes } from '../memory/heap-bytes.ts';
import { makeRoom } from '../memory/make-room.ts';
import type { Ids } from '../ids.ts';
import type { Tally } from '../memory/budget.ts';
import { uncounted } from '../memory/budget.ts';

/** An agent's session: what a login hands out and refresh and logout ask back. */
export interface AgentSession {
  /** The value of the cookies `Session_id` and `session_id`, and of `sessionId` in the login's answer. */
  readonly id: string;
  readonly csrf: string;
  readonly bearer: string;
  readonly loginName: string;
  readonly userId: string;
  readonly userPid: string;
  /** By the account's clock, in epoch seconds; a refresh moves it. */
  expiresAtSeconds: number;
}

/** An agent who has logged in at least once, or was introduced. */
export interface AgentUser {
  readonly loginName: string;
  readonly userId: string;
  readonly userPid: string;
}

/** The agent sessions of one account. */
export interface AgentSessions {
  open(loginName: string, nowSeconds: number): AgentSession;
  /** The live session of that cookie. */
  find(id: string | undefined, nowSeconds: number): AgentSession | undefined;
  /** The live session of that bearer. */
  findByBearer(bearer: string, nowSeconds: number): AgentSession | undefined;
  /** The sessions of a user, those that have expired too. */
  of(userPid: string): readonly AgentSession[];
  /** Both ids of the user who has one of them; undefined when nobody of that id has logged in. */
  findUser(id: string, accountId: string): { readonly id: string; readonly pid: string } | undefined;
  /** Everybody who has logged in or was introduced. */
  users(): readonly AgentUser[];
  /** Gives an agent who has not logged in the ids that his login will have. */
  introduce(loginName: string): void;
  /** When the last login of a user expires, in epoch seconds; undefined when he has none. */
  lastEnd(userPid: string): number | undefined;
  refresh(session: AgentSession, nowSeconds: number): void;
  /** Ends a session, and tells those who wait for that. */
  close(session: AgentSession): void;
  /** Has something done once a session is closed. Answers what ends that. */
  onClose(session: AgentSession, run: () => void): () => void;
  /** Has something done after each close. */
  onLogout(run: (session: AgentSession) => void): void;
  /** Forgets the older half of the sessions and of the users. How many went. */
  forgetOlder(): number;
  /** All sessions, oldest first, those that have expired too: with their secrets. */
  all(): readonly AgentSession[];
  /** Takes up users and sessions of an earlier process. */
  takeUp(users: readonly AgentUser[], sessions: readonly AgentSession[]): void;
}

/** A session lives eight hours from its login or last refresh. */
export const AGENT_SESSION_SECONDS = 28_800;

/** How many sessions an account keeps; past that the oldest is forgotten. */
export const MAX_SESSIONS = 1000;

/** What a session and a user take of the heap, beside their names. */
const SESSION_BYTES = 900;
const USER_BYTES = 500;

/** @param tally - counts what is kept */
export function createAgentSessions(ids: Ids, tally: Tally = uncounted()): AgentSessions {
  const sessions = new Map<string, AgentSession>();
  const users = new Map<string, { userId: string; userPid: string }>();
  const closings = new Map<string, Set<() => void>>();
  const logouts: ((session: AgentSession) => void)[] = [];
  const forgetSession = (id: string): void => {
    const session = sessions.get(id);
    if (session === undefined) return;
    sessions.delete(id);
    tally.count(-SESSION_BYTES - textBytes(session.loginName));
  };
  const forgetUser = (loginName: string): void => {
    if (users.delete(loginName)) tally.count(-USER_BYTES - textBytes(loginName));
  };

  const keepUser = ({ loginName, userId, userPid }: AgentUser): void => {
    makeRoom(users, MAX_SESSIONS, forgetUser);
    users.set(loginName, { userId, userPid });
    tally.count(USER_BYTES + textBytes(loginName));
  };
  const userOf = (loginName: string): { userId: string; userPid: string } => {
    const known = users.get(loginName);
    if (known !== undefined) return known;
    const user = { userId: digits(ids, 10), userPid: ids.uuid() };
    keepUser({ loginName, ...user });
    return user;
  };
  const keepSession = (session: AgentSession): void => {
    makeRoom(sessions, MAX_SESSIONS, forgetSession);
    sessions.set(session.id, session);
    tally.count(SESSION_BYTES + textBytes(session.loginName));
  };
  return {
    open: (loginName, nowSeconds) => {
      const session: AgentSession = {
        id: ids.hex(32),
        csrf: ids.hex(64),
        bearer: ids.hex(64),
        loginName,
        ...userOf(loginName),
        expiresAtSeconds: nowSeconds + AGENT_SESSION_SECONDS,
      };
      keepSession(session);
      return session;
    },
    find: (id, nowSeconds) => {
      const session = id === undefined ? undefined : sessions.get(id);
      return session !== undefined && nowSeconds < session.expiresAtSeconds ? session : undefined;
    },
    findByBearer: (bearer, nowSeconds) =>
      [...sessions.values()].find((session) => session.bearer === bearer && nowSeconds < session.expiresAtSeconds),
    of: (pid) => [...sessions.values()].filter(({ userPid }) => userPid === pid),
    findUser: (id, accountId) => {
      const user = [...users.values()].find(({ userId, userPid }) => userPid === id || `${accountId}.${userId}` === id);
      return user === undefined ? undefined : { id: `${accountId}.${user.userId}`, pid: user.userPid };
    },
    introduce: (loginName) => {
      userOf(loginName);
    },
    users: () => [...users].map(([loginName, user]) => ({ loginName, ...user })),
    lastEnd: (pid) => {
      const ends = [...sessions.values()].filter(({ userPid }) => userPid === pid).map((each) => each.expiresAtSeconds);
      return ends.length === 0 ? undefined : Math.max(...ends);
    },
    refresh: (session, nowSeconds) => {
      session.expiresAtSeconds = nowSeconds + AGENT_SESSION_SECONDS;
    },
    close: (session) => {
      forgetSession(session.id);
      for (const run of [...(closings.get(session.id) ?? [])]) run();
      for (const run of logouts) run(session);
    },
    onLogout: (run) => {
      logouts.push(run);
    },
    onClose: ({ id }, run) => {
      const waiting = closings.get(id) ?? new Set();
      closings.set(id, waiting.add(run));
      return () => {
        waiting.delete(run);
        if (waiting.size === 0) closings.delete(id);
      };
    },
    forgetOlder: () => {
      const older = olderHalf([...sessions.keys()]);
      older.forEach(forgetSession);
      const olderUsers = olderHalf([...users.keys()]);
      olderUsers.forEach(forgetUser);
      return Math.max(older.length, olderUsers.length);
    },
    all: () => [...sessions.values()],
    takeUp: (earlierUsers, earlierSessions) => {
      earlierUsers.forEach(keepUser);
      for (const session of earlierSessions) keepSession({ ...session });
    },
  };
}

function olderHalf(items: readonly string[]): readonly string[] {
  return items.slice(0, Math.ceil(items.length / 2));
}

/** Decimal digits that do not start with a zero, as LivePerson's numeric ids. */
export function digits(ids: Ids, count: number): string {
  const drawn = Array.from(ids.hex(count), (digit) => String(parseInt(digit, 16) % 10)).join('');
  return drawn.replace(/^0/, '1');
}
