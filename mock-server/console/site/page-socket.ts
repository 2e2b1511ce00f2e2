import type { Call, Reply } from '../../http/call.ts';
import type { Session, SocketLink } from '../../http/socket.ts';
import { LOST, MAX_FRAME_BYTES } from '../../http/socket.ts';
import type { OpenedSocket } from '../backend.ts';

/** Opens a socket of the mock, as its adapters do. */
export type Connect = (call: Call, link: SocketLink) => Promise<Session | Reply>;

/** A WebSocket to a mock in the same page. Its events come after the code that caused them, as those of others do. */
export function openPageSocket(connect: Connect, call: Call): OpenedSocket {
  return new PageSocket(connect, call);
}

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/** A close frame without a code, and a message that is too large (RFC 6455 section 7.4.1). */
const NO_CODE = 1005;
const TOO_LARGE = 1009;

class PageSocket extends EventTarget {
  readyState: OpenedSocket['readyState'] = CONNECTING;
  #session: Session | undefined;
  #isEnding = false;

  constructor(connect: Connect, call: Call) {
    super();
    connect(call, {
      send: (data) => {
        this.#soon(() => {
          if (this.readyState === OPEN) this.dispatchEvent(new MessageEvent('message', { data, origin: call.origin }));
        });
      },
      close: (code, reason) => {
        this.#end(code, reason);
      },
    }).then(
      (session) => {
        this.#open(session);
      },
      () => {
        this.#end(LOST);
      },
    );
  }

  send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (this.readyState === CONNECTING) throw new DOMException('the socket is not open yet', 'InvalidStateError');
    if (this.readyState !== OPEN) return;
    if (typeof data !== 'string') this.#session?.receive(new Uint8Array());
    else if (new Blob([data]).size <= MAX_FRAME_BYTES) this.#session?.receive(data);
    else this.#end(TOO_LARGE, `frame-too-large; the frame is over ${String(MAX_FRAME_BYTES)} bytes`);
  }

  close(code?: number, reason = ''): void {
    if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999))
      throw new DOMException('a page closes with 1000, or with 3000 to 4999', 'InvalidAccessError');
    const isOpen = this.readyState === OPEN;
    if (this.readyState < CLOSING) this.readyState = CLOSING;
    this.#end(isOpen ? (code ?? NO_CODE) : LOST, isOpen ? reason : '');
  }

  #open(session: Session | Reply): void {
    if (!('receive' in session)) {
      // A page is not told what refused a handshake. One that is never answered stays as it is.
      if ('status' in session || session.abort === 'reset') this.#end(LOST);
    } else if (this.readyState === CONNECTING) {
      this.#session = session;
      this.readyState = OPEN;
      this.dispatchEvent(new Event('open'));
    } else {
      session.closed();
    }
  }

  /** What the mock sent before is still heard. */
  #end(code: number, reason = ''): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#soon(() => {
      this.readyState = CLOSED;
      this.#session?.closed(code, reason);
      if (code === LOST) this.dispatchEvent(new Event('error'));
      this.dispatchEvent(new CloseEvent('close', { code, reason, wasClean: code !== LOST }));
    });
  }

  /** In the order in which it is asked for. A timer would be slowed down in a page that is not seen. */
  #soon(run: () => void): void {
    queueMicrotask(run);
  }
}
