import type { Settings } from '../../config/settings.ts';
import type { Accounts } from '../../domain/accounts.ts';
import type { Reason } from '../../errors/reasons.ts';
import type { Call, Reply } from '../../http/call.ts';
import type { Session, SocketLink } from '../../http/socket.ts';
import type { FrameExchange, ResponseFrame, ResponseOf } from '../../messaging/frames/envelopes.ts';
import type { JournalStore } from '../journal/store.ts';
import type { Mint } from '../mint/mint.ts';
import { closedInWords, refusedByClose, refusedHandshake, refusedRequest, SocketRefusal } from './refusal.ts';

/** What the clients need of a mock. */
export interface ClientsSetup {
  readonly settings: Settings;
  readonly accounts: Accounts;
  readonly journal: JournalStore;
  readonly mint: Mint;
  readonly connect: (call: Call, link: SocketLink) => Promise<Session | Reply>;
}

/** How a socket ended. */
export interface SocketEnd {
  readonly code: number;
  /** The close reason, `slug; sentence` where the mock has closed it; often empty. */
  readonly reason: string;
  readonly by: 'mock' | 'client';
}

/** What a frame has, whatever it is. */
export interface AnyFrame {
  readonly kind: string;
  readonly type: string;
  readonly body: unknown;
}

/** The body of a request; left out where its type says so. */
export type BodyArgument<Requests, Type extends keyof Requests> = Requests[Type] extends FrameExchange
  ? undefined extends Requests[Type]['body']
    ? readonly [body?: Requests[Type]['body']]
    : readonly [body: Requests[Type]['body']]
  : never;

/** One open socket, on {@link Mock.connect}. */
export interface Connection<Requests> {
  readonly socketId: string;
  readonly closed: Promise<SocketEnd>;
  /** Undefined while it is open. */
  end(): SocketEnd | undefined;
  readonly send: (frame: object | string) => void;
  /** Asks, and gives the answer. @throws SocketRefusal when its code is 400 or more, or the socket is closed. */
  ask<Type extends keyof Requests & string>(
    method: string,
    type: Type,
    body?: unknown,
    members?: object,
  ): Promise<ResponseOf<Requests, Type>>;
  readonly disconnect: () => void;
}

/** Who hears of a connection. */
export interface ConnectionEars {
  onFrame(frame: AnyFrame): void;
  onEnd(why: string): void;
}

/** The answer that somebody waits for. */
interface Pending {
  readonly resolve: (answer: ResponseFrame) => void;
  readonly reject: (error: SocketRefusal) => void;
  readonly method: string;
}

/**
 * Opens a socket of an account.
 *
 * @param method - what opens it, for its errors
 * @throws SocketRefusal when the handshake is refused.
 */
export async function openConnection<Requests>(
  { connect, journal }: ClientsSetup,
  { method, accountId, path }: { readonly method: string; readonly accountId: string; readonly path: string },
  ears: ConnectionEars,
): Promise<Connection<Requests>> {
  const pending = new Map<string, Pending>();
  let lastId = 0;
  let ended: SocketEnd | undefined;
  let tellClosed: (end: SocketEnd) => void = () => undefined;
  const closed = new Promise<SocketEnd>((resolve) => {
    tellClosed = resolve;
  });

  /** Frames do not carry the reason of a refusal: it is in the entry that is written right behind the answer. */
  const reasons = new Map<string, Reason | undefined>();
  let answered: ResponseFrame | undefined;
  const takeReason = (id: string): Reason | undefined => {
    const reason = reasons.get(id);
    reasons.delete(id);
    return reason;
  };

  const finish = (end: SocketEnd): void => {
    if (ended !== undefined) return;
    ended = end;
    stopWatching();
    for (const each of pending.values()) each.reject(refusedByClose(each.method, end));
    pending.clear();
    ears.onEnd(closedInWords(end.code, end.reason));
    tellClosed(end);
  };
  const receive = (text: string): void => {
    const frame = JSON.parse(text) as AnyFrame;
    ears.onFrame(frame);
    if (!isResponse(frame)) return;
    const asked = pending.get(frame.reqId);
    if (asked === undefined) return;
    pending.delete(frame.reqId);
    if (frame.code >= 400) answered = frame;
    asked.resolve(frame);
  };
  const opened = await connect(callTo(path), {
    send: receive,
    close: (code, reason) => {
      finish({ code, reason, by: 'mock' });
    },
  });
  const session = requireSession(method, opened);

  const send = (frame: object | string): void => {
    if (ended !== undefined) throw refusedByClose('send', ended);
    session.receive(typeof frame === 'string' ? frame : JSON.stringify(frame));
  };
  const stopWatching = journal.watch(accountId, ({ frame, method: event, outcome, reason }) => {
    if (frame?.socket !== session.id || event !== 'RECEIVE' || outcome !== answered?.code) return;
    reasons.set(answered.reqId, reason);
    answered = undefined;
  });
  return {
    socketId: session.id,
    closed,
    end: () => ended,
    send,
    ask: async (caller, type, body, members = {}) => {
      if (ended !== undefined) throw refusedByClose(caller, ended);
      lastId += 1;
      const id = `client-${String(lastId)}`;
      const answer = await new Promise<ResponseFrame>((resolve, reject) => {
        pending.set(id, { resolve, reject, method: caller });
        send({ kind: 'req', id, type, ...members, ...(body === undefined ? {} : { body }) });
      });
      if (answer.code >= 400) throw refusedRequest(caller, answer.code, answer.body, takeReason(id));
      // The one place where the wire becomes a type: the socket answers what the table of its requests says.
      return answer as ResponseOf<Requests, typeof type>;
    },
    disconnect: () => {
      if (ended !== undefined) return;
      session.closed(NORMAL_END);
      finish({ code: NORMAL_END, reason: '', by: 'client' });
    },
  };
}

/** RFC 6455 section 7.4.1. */
const NORMAL_END = 1000;

function isResponse(frame: AnyFrame): frame is ResponseFrame {
  return frame.kind === 'resp';
}

function callTo(target: string): Call {
  const [path = '', query = ''] = target.split('?');
  const origin = 'http://localhost';
  return { method: 'GET', path, query: new URLSearchParams(query), headers: {}, body: '', origin, peer: 'in-process' };
}

/** @throws SocketRefusal when it is an answer, or none at all. */
function requireSession(method: string, opened: Session | Reply): Session {
  if ('receive' in opened) return opened;
  if ('status' in opened) throw refusedHandshake(method, opened.status, opened.headers['lp-mock-reason']);
  throw new SocketRefusal(`${method}: a fault ended the handshake (${opened.abort})`, 0);
}
