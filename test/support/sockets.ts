import type { Mock, Reply, Session } from '../../mock-server/index.ts';
import { callOf, post } from './calls.ts';
import { text } from './flows.ts';
import { ACCOUNT } from './through-every-adapter.ts';

export type Frame = Readonly<Record<string, unknown>>;

/** A socket as its client sees it, on `mock.connect`. */
export interface TestSocket {
  /** Sends a frame: an object as JSON, a text as it is. */
  send(frame: object | string): void;
  readonly session: Session;
  /** What came, in order, and is not taken yet. */
  take(): Frame[];
  /** The close code and its reason; undefined while the socket is open. */
  closed(): readonly [code: number, reason: string] | undefined;
}

export const CONSUMER_SOCKET = `/ws_api/account/${ACCOUNT}/messaging/consumer?v=3`;

/** Opens a socket. @throws Error when the handshake is refused. */
export async function openSocket(
  mock: Mock,
  target: string = CONSUMER_SOCKET,
  headers: Readonly<Record<string, string>> = {},
): Promise<TestSocket> {
  const frames: Frame[] = [];
  let closed: readonly [number, string] | undefined;
  const session = await mock.connect(callOf({ target, headers }), {
    send: (frame) => {
      if (closed !== undefined) throw new Error(`sent after the close: ${frame}`);
      frames.push(JSON.parse(frame) as Frame);
    },
    close: (code, reason) => {
      if (closed !== undefined) throw new Error('closed twice');
      closed = [code, reason];
    },
  });
  if (!('receive' in session)) throw new Error(`no socket: ${JSON.stringify(session)}`);
  return {
    session,
    send: (frame) => {
      session.receive(typeof frame === 'string' ? frame : JSON.stringify(frame));
    },
    take: () => frames.splice(0),
    closed: () => closed,
  };
}

/** The answer that refuses a handshake. */
export async function refusedHandshake(
  mock: Mock,
  target: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const answer = await mock.connect(callOf({ target, headers }), { send: () => undefined, close: () => undefined });
  if ('receive' in answer) throw new Error('the handshake was not refused');
  return answer;
}

/** An LP_JWT as the old signup gives it. */
export async function signUp(mock: Mock, accountId: string = ACCOUNT): Promise<string> {
  return text(JSON.parse((await post(mock, `/api/account/${accountId}/signup`)).body), 'jwt');
}

/** The bearer of an agent's login. */
export async function logIn(
  mock: Mock,
  username = 'ada',
  accountId: string = ACCOUNT,
): Promise<{ readonly bearer: string; readonly oldId: string; readonly pid: string }> {
  const answer = await post(mock, `/api/account/${accountId}/login?v=1.3`, { username, password: 'secret' });
  const { bearer, config } = JSON.parse(answer.body) as { bearer: string; config: { userId: string; userPid: string } };
  return { bearer, oldId: `${accountId}.${config.userId}`, pid: config.userPid };
}

export function brandSocket(bearer: string, accountId: string = ACCOUNT): string {
  return `/ws_api/account/${accountId}/messaging/brand/${bearer}?v=2.1`;
}

/** The first frame of a consumer without a header. */
export function initConnection(jwt: string): object {
  return {
    kind: 'req',
    id: '0',
    type: 'InitConnection',
    headers: [
      { type: '.ams.headers.ClientProperties', deviceFamily: 'DESKTOP', os: 'WINDOWS' },
      { type: '.ams.headers.ConsumerAuthentication', jwt },
    ],
  };
}
