import { sha256Hex } from '../hex.ts';
import { detached } from '../memory/detached.ts';
import { textBytes } from '../memory/heap-bytes.ts';
import { makeRoom } from '../memory/make-room.ts';
import type { Tally } from '../memory/budget.ts';
import { uncounted } from '../memory/budget.ts';
import type { AgentSession } from './agent.ts';

/** Who has logged in at Sentinel, for which client. */
export interface CodeLogin {
  readonly clientId: string;
  /** As it was asked for; undefined when it was not. */
  readonly redirectUri?: string | undefined;
  readonly loginName: string;
  readonly scope: string;
  /** What the client's code verifier must come to by the method S256 (RFC 7636 section 4.2); undefined without PKCE. */
  readonly challenge?: string | undefined;
}

/** A login with what was given out for it: the code first, then one refresh token after the other. No secret in it. */
export interface KeptLogin extends CodeLogin {
  /** SHA-256 of the code, in hexadecimal digits. */
  readonly code: string;
  /** By the account's clock, in epoch seconds. */
  readonly expiresAtSeconds: number;
  /** `waiting`: the code was not used. `revoked`: nothing that was given out for it counts any more. */
  readonly state: 'waiting' | 'used' | 'revoked';
  /** SHA-256 of the refresh token that counts. */
  readonly refreshToken?: string | undefined;
}

/** The logins of one account by the code flow. */
export interface CodeLogins {
  /** Keeps a login, to which the code leads for a minute. */
  add(code: string, login: CodeLogin, nowSeconds: number): void;
  findByCode(code: string): KeptLogin | undefined;
  findByRefreshToken(token: string): KeptLogin | undefined;
  /** The login for which a session was opened. */
  findBySession(session: AgentSession): KeptLogin | undefined;
  /** Notes what was given out for a login. An earlier refresh token counts no longer. */
  give(login: KeptLogin, refreshToken: string, session: AgentSession): void;
  /** Nothing that was given out counts any more. Answers the sessions that were opened for it. */
  revoke(login: KeptLogin): readonly AgentSession[];
  /** Oldest first. */
  list(): readonly KeptLogin[];
  /** Forgets the older half. How many went. */
  forgetOlder(): number;
}

/** How long a code waits to be used (decision D74). */
export const CODE_SECONDS = 60;

/** How many logins an account keeps; past that the oldest is forgotten, and its refresh token with it. */
export const MAX_CODE_LOGINS = 1000;

/** The longest challenge of PKCE, in characters (RFC 7636 section 4.2). */
export const LONGEST_CHALLENGE_CHARS = 128;

/** Of how many sessions a login knows that they are its own: the last ones. */
const MAX_SESSIONS_PER_LOGIN = 50;

/** What a login takes of the heap, beside its texts and sessions. */
const LOGIN_BYTES = 800;
const SESSION_PLACE_BYTES = 32;

/** @param earlier - the list of another one @param tally - counts what is kept */
export function createCodeLogins(earlier: readonly KeptLogin[] = [], tally: Tally = uncounted()): CodeLogins {
  const byCode = new Map<string, KeptLogin>();
  const byRefreshToken = new Map<string, string>();
  const sessions = new Map<string, readonly AgentSession[]>();

  const forget = (code: string): void => {
    const login = byCode.get(code);
    if (login === undefined) return;
    byCode.delete(code);
    if (login.refreshToken !== undefined) byRefreshToken.delete(login.refreshToken);
    sessions.delete(code);
    tally.count(-bytesOf(login));
  };
  const keep = (login: KeptLogin): void => {
    makeRoom(byCode, MAX_CODE_LOGINS, forget);
    byCode.set(login.code, login);
    if (login.refreshToken !== undefined) byRefreshToken.set(login.refreshToken, login.code);
    tally.count(bytesOf(login));
  };
  /** In its old place: which one is the oldest stays as it is. */
  const change = (login: KeptLogin, changes: Pick<KeptLogin, 'state' | 'refreshToken'>): void => {
    if (login.refreshToken !== undefined) byRefreshToken.delete(login.refreshToken);
    if (changes.refreshToken !== undefined) byRefreshToken.set(changes.refreshToken, login.code);
    byCode.set(login.code, { ...login, ...changes });
  };
  for (const login of earlier) keep(login);

  return {
    add: (code, { clientId, redirectUri, loginName, scope, challenge }, nowSeconds) => {
      keep({
        code: sha256Hex(code),
        clientId: detached(clientId),
        redirectUri: redirectUri === undefined ? undefined : detached(redirectUri),
        loginName: detached(loginName),
        scope: detached(scope),
        challenge: challenge === undefined ? undefined : detached(challenge),
        expiresAtSeconds: nowSeconds + CODE_SECONDS,
        state: 'waiting',
        refreshToken: undefined,
      });
    },
    findByCode: (code) => byCode.get(sha256Hex(code)),
    findByRefreshToken: (token) => byCode.get(byRefreshToken.get(sha256Hex(token)) ?? ''),
    findBySession: ({ id }) => {
      for (const [code, own] of sessions) if (own.some((each) => each.id === id)) return byCode.get(code);
      return undefined;
    },
    give: (login, refreshToken, session) => {
      change(login, { state: 'used', refreshToken: sha256Hex(refreshToken) });
      sessions.set(login.code, [...(sessions.get(login.code) ?? []), session].slice(-MAX_SESSIONS_PER_LOGIN));
    },
    revoke: (login) => {
      const own = sessions.get(login.code) ?? [];
      sessions.delete(login.code);
      change(login, { state: 'revoked', refreshToken: undefined });
      return own;
    },
    list: () => [...byCode.values()],
    forgetOlder: () => {
      const older = [...byCode.keys()].slice(0, Math.ceil(byCode.size / 2));
      older.forEach(forget);
      return older.length;
    },
  };
}

function bytesOf({ clientId, redirectUri, loginName, scope, challenge }: KeptLogin): number {
  const texts = [clientId, redirectUri, loginName, scope, challenge].map(textBytes);
  return LOGIN_BYTES + MAX_SESSIONS_PER_LOGIN * SESSION_PLACE_BYTES + texts.reduce((sum, bytes) => sum + bytes, 0);
}
