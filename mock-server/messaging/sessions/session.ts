import type { Scheduled } from '../../clock.ts';
import type { Connection } from '../../domain/connections.ts';
import type { Reason, ReasonSlug } from '../../errors/reasons.ts';
import { closeLine } from '../../errors/reasons.ts';
import { isTooLarge } from '../../http/body.ts';
import type { Session } from '../../http/socket.ts';
import { LOST, MAX_FRAME_BYTES } from '../../http/socket.ts';
import type { NotificationName } from '../dialects/dialect.ts';
import type { FrameShot, SocketClose } from '../frame-faults.ts';
import type { FrameRecord, FrameTrace, SocketSetup } from '../socket-setup.ts';
import type { FrameHost, FrameLine } from './frame-line.ts';
import { createFrameLine } from './frame-line.ts';
import type { Side, Socket } from './side.ts';

/** A fault of the server's side (RFC 6455 section 7.4.1). */
const CODE_FAILED = 1011;

/** Makes a session: reads frames strictly in order, answers each, and ends as either side asks. */
export function createSession(setup: SocketSetup, open: (socket: Socket) => Side): Session {
  return new SocketSession(setup, open);
}

/**
 * A class, and what frames need is made for the first of them: thousands of sockets may be idle, and each should take
 * little beside the WebSocket itself.
 */
class SocketSession implements Session, Socket, Connection, FrameHost {
  readonly openedAtMs: number;
  readonly side: Side;
  readonly #setup: SocketSetup;
  #isOpen = true;
  #isRefused = false;
  #frames: FrameLine | undefined;
  #endings: (() => void)[] | undefined;
  #idle: Scheduled | undefined;

  constructor(setup: SocketSetup, open: (socket: Socket) => Side) {
    this.#setup = setup;
    this.openedAtMs = setup.clock.now();
    this.side = open(this);
    setup.account?.connections.add(this);
    this.#restartIdle();
  }

  get id(): string {
    return this.#setup.id;
  }

  get accountId(): string {
    return this.#setup.accountId;
  }

  receive(data: string | Uint8Array): void {
    if (!this.#isOpen || this.#isRefused) return;
    this.#setup.clock.runDue();
    this.#restartIdle();
    // What was due may have ended it.
    if (!this.isOpen()) return;
    if (typeof data !== 'string')
      this.#refuseFrame(1003, 'frame-not-text', 'the frame is binary; this socket takes text frames of JSON');
    else if (isTooLarge(data, MAX_FRAME_BYTES))
      this.#refuseFrame(1009, 'frame-too-large', `the frame is over ${String(MAX_FRAME_BYTES)} bytes`);
    else this.#line().take(data);
  }

  pinged(): void {
    this.#restartIdle();
  }

  closed(code = LOST, reason?: string): void {
    this.#finish({ outcome: code, received: reason });
  }

  isOpen(): boolean {
    return this.#isOpen;
  }

  send(text: string): void {
    if (this.#isOpen) this.#setup.link.send(text);
  }

  notify(name: NotificationName, body: unknown): void {
    if (this.#isOpen) this.#line().notify(name, body);
  }

  end(code: number, slug: ReasonSlug, sentence: string): void {
    this.#close(code, { slug, sentence });
  }

  onEnd(run: () => void): void {
    (this.#endings ??= []).push(run);
  }

  /** It was idle for too long. */
  fallDue(): void {
    const { idleTimeoutMs } = this.#setup.settings.ums;
    this.end(1000, 'socket-idle', `the socket was quiet for ${String(idleTimeoutMs)} ms (ums.idleTimeoutMs)`);
  }

  flooded(sentence: string): void {
    this.end(1008, 'socket-flooded', sentence);
  }

  endBy({ ids, reason }: FrameShot, end: SocketClose | 'reset'): void {
    if (end !== 'reset') this.#close(end.close, reason, end.reason, ids);
    else if (this.#isOpen) {
      this.#finish({ outcome: LOST, reason, faults: ids });
      this.#setup.link.close(LOST, '');
    }
  }

  /** A watcher of the tester's may throw, often when nobody waits for an answer: that ends the socket, nothing else. */
  record(trace: FrameTrace, frame: FrameRecord): void {
    try {
      trace.record(frame);
    } catch (error) {
      if (!this.#isOpen) return;
      this.#tidyUp();
      const name = error instanceof Error ? error.name : typeof error;
      const sentence = `a watcher of the journal, or the option onExchange, threw: ${name}`;
      this.#setup.link.close(CODE_FAILED, this.#lineOf({ slug: 'test-code-failed', sentence }));
    }
  }

  #line(): FrameLine {
    return (this.#frames ??= createFrameLine(this.#setup, this));
  }

  #lineOf(reason: Reason): string {
    return this.#setup.settings.reasonHeader ? closeLine(reason) : '';
  }

  /** What is on its way goes first; it may end the socket itself. */
  #close(code: number, reason: Reason, line = this.#lineOf(reason), faults?: readonly string[]): void {
    this.#frames?.flush();
    if (!this.#isOpen) return;
    this.#finish({ outcome: code, reason, faults, sent: line });
    this.#setup.link.close(code, line);
  }

  #finish(end: Omit<FrameRecord, 'event'>): void {
    if (!this.#isOpen) return;
    this.#tidyUp();
    this.record(this.#setup.trace(), { event: 'close', ...end });
  }

  /** What runs whenever the socket is at its end. */
  #tidyUp(): void {
    this.#isOpen = false;
    this.#idle?.cancel();
    this.#frames?.clear();
    this.side.ended?.();
    for (const run of this.#endings ?? []) run();
    this.#setup.account?.connections.remove(this);
  }

  #restartIdle(): void {
    const { settings, clock } = this.#setup;
    const { idleTimeoutMs } = settings.ums;
    if (idleTimeoutMs === 0 || !this.#isOpen) return;
    this.#idle?.cancel();
    this.#idle = clock.schedule(clock.now() + idleTimeoutMs, this);
  }

  /** Ends the socket for a frame that is none, in its turn. */
  #refuseFrame(code: number, slug: ReasonSlug, sentence: string): void {
    this.#isRefused = true;
    this.#line().thenDo(() => {
      this.end(code, slug, sentence);
    });
  }
}
