import { backend } from '../backend.ts';
import { answerProblem, frameWords } from './frame-words.ts';
import { conversationIn } from './members.ts';
import { MockRefused, SocketGone } from './refused.ts';
import type { Finder, SocketTrace } from './row-finder.ts';
import type { ToldEnd } from './socket-end.ts';
import type { Wire } from './wire.ts';

/** How a socket ended. */
export interface LineEnd {
  readonly code: number;
  /** The mock's sentence; empty where it gave none. */
  readonly sentence: string;
  /** It never opened: the handshake was refused. */
  readonly isRefused: boolean;
  readonly told: ToldEnd;
}

/** A frame, of which nothing is sure: a fault may have written it. */
export interface HeardFrame {
  readonly kind?: unknown;
  readonly type?: unknown;
  readonly body?: unknown;
  readonly reqId?: unknown;
  readonly code?: unknown;
}

/** What a socket needs, and who hears of it. */
export interface LineSetup {
  /** As of {@link Backend.openSocket}. */
  readonly target: string;
  readonly trace: SocketTrace;
  readonly wire: Wire;
  /** On the wire: whose socket it is. */
  readonly whose: string;
  /** Whether a notification only tells this side what it did itself; the wire leaves that out. */
  readonly isEcho: (body: unknown) => boolean;
  readonly onNotification: (type: string, body: unknown) => void;
  readonly onEnd: (end: LineEnd) => void;
}

/** An open socket, on which one asks and is answered. */
export interface Line {
  /**
   * Gives the body of the answer.
   *
   * @param members - of the frame, beside its body
   * @throws MockRefused when its code is 400 or more
   * @throws SocketGone when the socket is closed before the answer
   */
  ask(type: string, body?: object, members?: object): Promise<unknown>;
  isOpen(): boolean;
  close(): void;
}

interface Pending {
  /** What was asked. */
  readonly words: string;
  readonly find: Finder;
  readonly timer: ReturnType<typeof setTimeout>;
  readonly answered: (code: number) => void;
  readonly resolve: (body: unknown) => void;
  readonly reject: (error: Error) => void;
}

const OPEN = 1;

/** How long an answer is waited for, in milliseconds: a fault may lose it. */
const ANSWER_MS = 10_000;

/** Opens a socket. @throws SocketGone when it does not open; `onEnd` has told why */
export function openLine({ target, trace, wire, whose, isEcho, onNotification, onEnd }: LineSetup): Promise<Line> {
  const pending = new Map<string, Pending>();
  const answeredHandshake = wire.sent(`${whose} opens a socket`, pathOf(target));
  const socket = backend().openSocket(target);
  let lastId = 0;
  let hasOpened = false;
  let isLeft = false;

  const hear = (text: unknown): void => {
    const frame = frameOf(text);
    const { kind, type, body, reqId, code } = frame;
    const asked = pending.get(String(reqId));
    if (isLeft) return;
    if (kind === 'notification' && typeof type === 'string') {
      if (!isEcho(body)) wire.heard(frameWords(type, body), type, conversationIn(body));
      onNotification(type, body);
    } else if (kind === 'resp' && asked !== undefined) {
      pending.delete(String(reqId));
      settle(asked, Number(code), body);
    } else wire.heard('A frame that no client expects', typeof type === 'string' ? type : String(text).slice(0, 60));
  };
  const line: Line = {
    ask: (type, body, members) =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== OPEN) {
          reject(new SocketGone());
          return;
        }
        const id = String((lastId += 1));
        const words = frameWords(type, body);
        const answered = wire.sent(words, type, conversationIn(body));
        const timer = setTimeout(() => {
          pending.delete(id);
          reject(new MockRefused(`${words}: no answer came within ${String(ANSWER_MS / 1000)} s`));
        }, ANSWER_MS);
        pending.set(id, { words, find: trace.refusal(), timer, answered, resolve, reject });
        socket.send(JSON.stringify({ kind: 'req', id, type, ...(body === undefined ? {} : { body }), ...members }));
      }),
    isOpen: () => socket.readyState === OPEN,
    close: () => {
      // Whoever closes it needs not be told.
      isLeft = true;
      socket.close(1000);
    },
  };
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => {
      hasOpened = true;
      answeredHandshake(101);
      resolve(line);
    });
    socket.addEventListener('message', ({ data }) => {
      hear(data);
    });
    socket.addEventListener('close', ({ code, reason }) => {
      const [slug = '', ...sentence] = reason.split('; ');
      const isRefused = !hasOpened;
      const find = isRefused ? trace.handshake : trace.closing;
      const told = { realMs: Date.now(), find };
      wire.closed(`${whose}’s socket closed`, `close ${String(code)} ${slug}`.trim(), told);
      for (const { timer, reject: giveUp } of pending.values()) {
        clearTimeout(timer);
        giveUp(new SocketGone());
      }
      pending.clear();
      if (!isLeft) onEnd({ code, sentence: sentence.join('; '), isRefused, told });
      reject(new SocketGone());
    });
  });
}

function settle(asked: Pending, code: number, body: unknown): void {
  const { words, find, timer, answered, resolve, reject } = asked;
  clearTimeout(timer);
  answered(code);
  if (code < 400) resolve(body);
  else reject(new MockRefused(`${words}: ${answerProblem(code, body)}`, find));
}

/** No token of the path: the bearer of an agent stands there. */
function pathOf(target: string): string {
  return target.replace(/\?.*/s, '').replace(/(\/brand\/).*/s, '$1…');
}

function frameOf(text: unknown): HeardFrame {
  try {
    const frame: unknown = JSON.parse(String(text));
    return typeof frame === 'object' && frame !== null ? frame : {};
  } catch {
    return {};
  }
}
