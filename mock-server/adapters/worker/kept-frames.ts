import { isObject } from '../../http/body.ts';

/** A frame that made a socket what it is: who it is of, and what it is told of. */
export interface KeptFrame {
  readonly text: string;
  /** What the mock called the subscription. */
  readonly subscriptionId?: string | undefined;
}

/** The frames that have to be said again when an object has forgotten its sockets. */
export interface FrameKeeper {
  received(text: string): void;
  /** Hears of all that is sent; answers whether that changed what is kept. */
  answered(text: string): boolean;
  all(): readonly KeptFrame[];
}

const KEPT = /(?:^|[.])(?:InitConnection|Subscribe\w+)$/;
const ENDED = /(?:^|[.])Unsubscribe\w+$/;

/** A request for a subscription is short; a longer one is not repeated, and neither are more than a socket may have. */
const LONGEST_CHARS = 16_384;
const MOST_FRAMES = 1200;
/** How many requests may wait for their answers. */
const MOST_WAITING = 1000;

export function createFrameKeeper(earlier: readonly KeptFrame[]): FrameKeeper {
  let kept = [...earlier];
  const waiting = new Map<string, { readonly text: string; readonly ends?: unknown }>();
  return {
    received: (text) => {
      if (text.length > LONGEST_CHARS) return;
      const { type, id, body } = read(text);
      if (typeof type !== 'string' || waiting.size >= MOST_WAITING) return;
      if (KEPT.test(type)) waiting.set(String(id), { text });
      else if (ENDED.test(type)) waiting.set(String(id), { text, ends: memberOf(body, 'subscriptionId') });
    },
    answered: (text) => {
      if (waiting.size === 0) return false;
      const { kind, reqId, code, body } = read(text);
      const request = kind === 'resp' ? waiting.get(String(reqId)) : undefined;
      if (request === undefined) return false;
      waiting.delete(String(reqId));
      if (typeof code === 'number' && code >= 300) return false;
      if ('ends' in request) {
        kept = kept.filter(({ subscriptionId }) => subscriptionId !== request.ends);
        return true;
      }
      if (kept.length >= MOST_FRAMES) return false;
      const subscriptionId = memberOf(body, 'subscriptionId');
      kept.push({ text: request.text, ...(typeof subscriptionId === 'string' ? { subscriptionId } : {}) });
      return true;
    },
    all: () => kept,
  };
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

function read(text: string): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(text) as unknown;
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
