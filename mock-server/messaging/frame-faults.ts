import type { ErrorName } from '../errors/catalogue.ts';
import { catalogue, errorRow } from '../errors/catalogue.ts';
import type { Reason } from '../errors/reasons.ts';
import type { Refusal } from '../errors/refusal.ts';
import type { CommandResult } from './dialects/dialect.ts';
import { textResult } from './dialects/dialect.ts';
import type { FrameKind } from './frame-types.ts';

/** An answer of your own to a request on a socket. */
export interface FrameAnswer {
  /** 100 to 599. */
  readonly code: number;
  /** Default: an empty text. */
  readonly body?: string | object | undefined;
  /** As it goes over the wire. Default: `.ReqBody$StringResp` for a text, `.ReqBody$ErrorResp` for an object. */
  readonly type?: string | undefined;
}

/** The end of a socket, by a close frame. */
export interface SocketClose {
  /** 1000 to 1003, 1007 to 1014 or 3000 to 4999 (RFC 6455 section 7.4): no other code may be sent. */
  readonly close: number;
  /** At most 123 bytes. Default: the reason that the mock gives for each of its own closes. */
  readonly reason?: string | undefined;
}

/** What can be done to a frame that the mock sends: it comes twice, or behind the next notification. */
export type FrameDisorder = 'duplicate' | 'reorder';

/** What can happen to a frame: see `FaultEffect`. */
export type FrameEffect = ErrorName | 'reset' | 'timeout' | FrameDisorder | FrameAnswer | SocketClose;

/** A frame on its way, as a fault sees it. */
export interface PassingFrame {
  readonly kind: FrameKind;
  /** The short name of its type: `ms.PublishEvent`, in both dialects. Empty for what is no request. */
  readonly type: string;
  /** The frame as it goes over the wire. */
  readonly text: string;
  /** As the journal and `mock.sockets` name the socket. */
  readonly socketId: string;
  /** A consumer's id or an agent's login name; undefined until the socket has authenticated. */
  readonly who: string | undefined;
}

/** What faults do to a frame. */
export interface FrameShot {
  /** The faults that fired, in their order. */
  readonly ids: readonly string[];
  /** Of the mock's time. */
  readonly delayMs: number;
  /** Undefined when the frame goes on after the delay. */
  readonly effect: FrameEffect | undefined;
  readonly reason: Reason;
}

/** The errors that a request on a socket can be answered with by name. */
export function isFrameError(error: ErrorName): boolean {
  const { envelope } = errorRow(error);
  return envelope === 'error-resp' || envelope === 'command';
}

export const frameErrors = (): ErrorName[] => (Object.keys(catalogue) as ErrorName[]).filter(isFrameError);

/** A refused command in the shape of its error: the five bodies of authorization, or a sentence (D27, D53). */
export function refusalResult({ error, detail }: Pick<Refusal, 'error' | 'detail'>): CommandResult {
  const row = errorRow(error);
  if (row.envelope !== 'error-resp')
    return textResult(detail.message ?? row.text ?? error, detail.status ?? row.status);
  return { name: 'Error', code: row.status, body: { title: row.text, details: row.details, errorCode: Number(error) } };
}
