import type { ErrorName } from '../../errors/catalogue.ts';
import { catalogue } from '../../errors/catalogue.ts';
import type { FrameAnswer, FrameEffect, FrameShot, SocketClose } from '../frame-faults.ts';
import { refusalResult } from '../frame-faults.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { answerFrame } from '../dialects/dialect.ts';
import { answerTypeOf } from '../frame-types.ts';
import type { FrameRecord } from '../socket-setup.ts';
import type { Departure } from './outbox.ts';

/** An answer, ready to be sent. */
export interface WrittenAnswer {
  readonly text: string;
  /** The short name of its type. */
  readonly type: string;
  readonly code: number;
}

/** What a fault makes of a frame that the mock sends. */
export function departureOf(
  kind: Departure['kind'],
  text: string,
  shot: FrameShot | undefined,
  endBy: (shot: FrameShot, end: SocketClose | 'reset') => void,
): Departure {
  if (shot === undefined) return { kind, texts: [text], delayMs: 0, isOvertaken: false };
  const { effect, delayMs } = shot;
  const end = endOf(effect);
  if (end !== undefined)
    return {
      kind,
      texts: [],
      delayMs,
      isOvertaken: false,
      instead: () => {
        endBy(shot, end);
      },
    };
  const texts = effect === 'timeout' ? [] : effect === 'duplicate' ? [text, text] : [text];
  return { kind, texts, delayMs, isOvertaken: effect === 'reorder' };
}

/** How a fault ends a socket, when it does. */
export function endOf(effect: FrameEffect | undefined): SocketClose | 'reset' | undefined {
  if (effect === 'reset') return effect;
  return typeof effect === 'object' && 'close' in effect ? effect : undefined;
}

/** What the journal says of a frame that a fault lost; undefined when it was not lost. */
export function lossBy(shot: FrameShot | undefined): FrameRecord['outcome'] | undefined {
  const effect = shot?.effect;
  if (effect === 'timeout') return effect;
  const end = endOf(effect);
  return typeof end === 'object' ? end.close : end;
}

/** The answer that a fault has in the place of the mock's own; undefined when it has none. */
export function answerOf(effect: FrameEffect | undefined, id: string, dialect: Dialect): WrittenAnswer | undefined {
  if (typeof effect === 'object') return 'code' in effect ? ownAnswer(effect, id) : undefined;
  if (effect === undefined || !isErrorName(effect)) return undefined;
  const result = refusalResult({ error: effect, detail: {} });
  const { name, code = 200 } = result;
  return { text: answerFrame(dialect, id, result), type: answerTypeOf(name), code };
}

function isErrorName(effect: string): effect is ErrorName {
  return Object.hasOwn(catalogue, effect);
}

function ownAnswer({ code, body = '', type }: FrameAnswer, reqId: string): WrittenAnswer {
  const isText = typeof body === 'string';
  const written = type ?? (isText ? '.ReqBody$StringResp' : '.ReqBody$ErrorResp');
  return {
    text: JSON.stringify({ kind: 'resp', reqId, code, body, type: written }),
    type: isText ? 'StringResp' : 'ErrorResp',
    code,
  };
}
