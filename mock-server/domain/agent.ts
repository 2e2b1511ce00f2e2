import type { Ids } from '../ids.ts';

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

/** The agent sessions of one account. */
export interface AgentSessions {
  open(loginName: string, nowSeconds: number): AgentSession;
  /** The live session of that cookie. */
  find(id: string | undefined, nowSeconds: number): AgentSession | undefined;
  refresh(session: AgentSession, nowSeconds: number): void;
  close(session: AgentSession): void;
}

/** A session lives eight hours from its login or last refresh. */
export const AGENT_SESSION_SECONDS = 28_800;

/** How many sessions an account keeps; past that the oldest is forgotten. */
const MAX_SESSIONS = 1000;

export function createAgentSessions(ids: Ids): AgentSessions {
  const sessions = new Map<string, AgentSession>();
  const users = new Map<string, { userId: string; userPid: string }>();

  const userOf = (loginName: string): { userId: string; userPid: string } => {
    const known = users.get(loginName);
    if (known !== undefined) return known;
    const user = { userId: digits(ids, 10), userPid: ids.uuid() };
    keepBounded(users);
    users.set(loginName, user);
    return user;
  };
  return {
    open: (loginName, nowSeconds) => {
      keepBounded(sessions);
      const session: AgentSession = {
        id: ids.hex(32), csrf: ids.hex(64), bearer: ids.hex(64), loginName, ...userOf(loginName),
        expiresAtSeconds: nowSeconds + AGENT_SESSION_SECONDS,
      };
      sessions.set(session.id, session);
      return session;
    },
    find: (id, nowSeconds) => {
      const session = id === undefined ? undefined : sessions.get(id);
      return session !== undefined && nowSeconds < session.expiresAtSeconds ? session : undefined;
    },
    refresh: (session, nowSeconds) => { session.expiresAtSeconds = nowSeconds + AGENT_SESSION_SECONDS; },
    close: (session) => { sessions.delete(session.id); },
  };
}

function keepBounded(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size >= MAX_SESSIONS && oldest !== undefined) map.delete(oldest);
}

/** Decimal digits that do not start with a zero, as LivePerson's numeric ids. */
export function digits(ids: Ids, count: number): string {
  const drawn = Array.from(ids.hex(count), (digit) => String(parseInt(digit, 16) % 10)).join('');
  return drawn.replace(/^0/, '1');
}
