import type { CallBody } from '../../http/call.ts';
import { decodeBody } from './parsed-body.ts';

/**
 * The bodies of calls that are under way, in bytes: however many clients send however much, there is an end to what
 * they fill. The first 64 kB of each body always have their place, so that no crowd of large bodies keeps out an
 * ordinary one; and a body that is alone has it whatever its size.
 */
export interface BodyPool {
  /** A body that begins to come in. */
  open(): IncomingBody;
}

/** One body on its way in. */
export interface IncomingBody {
  /** Takes a piece. Without room for it the whole body is dropped. */
  push(chunk: Buffer): void;
  /** The body as text, taken for UTF-8. @throws BodiesFull when it was dropped. */
  read(): CallBody;
  /** Its call is over: others can have its place. */
  release(): void;
}

/** There was no room for the body of a call. */
export class BodiesFull extends RangeError {
  constructor() {
    super('too many large bodies are under way; try again, or raise limits.megabytes');
  }
}

/** What each body has for itself. */
const OWN_BYTES = 65_536;
/** A body is there twice for a moment: as bytes and as text. */
const COPIES = 2;
const FIRST_CAPACITY = 16_384;
const NOTHING = Buffer.alloc(0);

/** @param mostBytes - how much all bodies may take together, beyond what each has for itself */
export function createBodyPool(mostBytes: number): BodyPool {
  let taken = 0;
  const openBody = (): IncomingBody => {
    let buffer: Buffer = NOTHING;
    let length = 0;
    let own = 0;
    let isDropped = false;

    const take = (capacity: number): boolean => {
      const wanted = Math.max(0, capacity - OWN_BYTES) * COPIES;
      const others = taken - own;
      if (wanted > own && others > 0 && others + wanted > mostBytes) return false;
      taken = others + wanted;
      own = wanted;
      return true;
    };
    const drop = (): void => {
      buffer = NOTHING;
      length = 0;
      take(0);
    };
    /** By doubling, because a body may come in a million pieces. */
    const makeRoom = (bytes: number): boolean => {
      if (bytes <= buffer.length) return true;
      const capacity = Math.max(bytes, buffer.length * 2, FIRST_CAPACITY);
      if (!take(capacity)) return false;
      const larger = Buffer.allocUnsafeSlow(capacity);
      buffer.copy(larger, 0, 0, length);
      buffer = larger;
      return true;
    };
    return {
      push: (chunk) => {
        if (isDropped) return;
        // Most bodies come in one piece, which need not be copied.
        if (length === 0 && take(chunk.length)) buffer = chunk;
        else if (makeRoom(length + chunk.length)) chunk.copy(buffer, length);
        else isDropped = true;
        if (isDropped) drop();
        else length += chunk.length;
      },
      read: () => {
        if (isDropped) throw new BodiesFull();
        const body = decodeBody(buffer.subarray(0, length));
        buffer = NOTHING;
        return body;
      },
      release: drop,
    };
  };
  return { open: openBody };
}
