import type { CapturedExchange, JournalEntry } from '../admin-api.ts';
import { eventWords } from '../conversation/frame-words.ts';
import type { SaidFrame } from '../kept.ts';
import { saidIn as keptOf } from '../kept.ts';

/** What a picture tells of a call beyond its journal entry, as far as it is kept. */
export interface Said {
  /** The conversation that it opened or was for. */
  readonly conversation?: string | undefined;
  /** What was said in it. */
  readonly text?: string | undefined;
  readonly sequence?: number | undefined;
  /** It only says that somebody types, or has read something. */
  readonly isReceipt?: boolean | undefined;
}

/** Of a frame, in whichever dialect. What is not as documented is left out. */
export function saidInFrame({ frame: { received, sent } }: SaidFrame): Said {
  const asked = member(parsed((received ?? sent)?.text ?? ''), 'body');
  const answered = received === undefined ? undefined : member(parsed(sent?.text ?? ''), 'body');
  const changes = member(asked, 'changes');
  const told = Array.isArray(changes) ? (changes as unknown[]) : [asked];
  const last = told.at(-1);
  const result = member(last, 'result');
  const conversation = [asked, last, result, answered]
    .flatMap((body) => ['conversationId', 'dialogId', 'convId'].map((name) => textIn(body, name)))
    .find(isThere);
  const events = told.map((change) => member(change, 'event')).filter((event) => event !== undefined);
  return { conversation, ...eventIn(events) };
}

/** What was said rather than that somebody types. */
function eventIn(events: readonly unknown[]): Said {
  const shown = events.findLast((event) => !isReceipt(event)) ?? events.at(-1);
  if (shown === undefined) return {};
  if (isReceipt(shown)) return { text: RECEIPT_WORDS[eventWords(shown)] ?? 'a receipt', isReceipt: true };
  return { text: textIn(shown, 'message') ?? eventWords(shown) };
}

function isReceipt(event: unknown): boolean {
  return ['ChatStateEvent', 'AcceptStatusEvent'].includes(textIn(event, 'type') ?? '');
}

const RECEIPT_WORDS: Readonly<Record<string, string>> = {
  'Is typing': 'typing',
  'Stopped typing': 'stopped typing',
  'Received it': 'has received it',
  'Read it': 'has read it',
};

/** Of one exchange of the Send API. What is not as documented is left out. */
export function saidIn({ request, answer }: CapturedExchange): Said {
  const asked = parsed(request.body.text);
  const answered = 'status' in answer ? parsed(answer.body.text) : undefined;
  const items = Array.isArray(answered) ? (answered as unknown[]) : [answered];
  const bodies = items.map((item) => member(item, 'body'));
  const event = member(member(asked, 'body'), 'event');
  return {
    conversation: bodies.map((body) => textIn(body, 'conversationId')).find(isThere) ?? conversationIn(asked),
    text: textIn(event, 'message'),
    sequence: bodies.map((body) => member(body, 'sequence')).find((value) => typeof value === 'number'),
  };
}

function conversationIn(asked: unknown): string | undefined {
  const body = member(asked, 'body');
  return textIn(body, 'conversationId') ?? textIn(body, 'dialogId');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Cut, or none: then nothing is told of it.
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function textIn(value: unknown, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === 'string' ? found : undefined;
}

function isThere(text: string | undefined): boolean {
  return text !== undefined;
}

/** What was said in the calls that were read so far. */
export interface SaidStore {
  readonly find: (id: number) => Said | undefined;
  /** Reads what is not read yet, of the newest calls. */
  read(entries: readonly JournalEntry[]): void;
}

/** The mock keeps no more than 2,000; of older calls the picture tells less. */
const MOST_READ = 300;
const AT_ONCE = 4;

/** @param onRead - something new is there */
export function createSaidStore(onRead: () => void): SaidStore {
  const known = new Map<number, Said>();
  const waiting: number[] = [];
  let reading = 0;
  const next = (): void => {
    while (reading < AT_ONCE && waiting.length > 0) {
      const id = waiting.pop() ?? 0;
      reading += 1;
      void keptOf(id).then((kept) => {
        reading -= 1;
        if (kept !== undefined) known.set(id, 'frame' in kept ? saidInFrame(kept) : saidIn(kept));
        if (kept !== undefined) onRead();
        next();
      });
    }
  };
  const NOTHING: Said = {};
  return {
    find: (id) => known.get(id),
    read: (entries) => {
      const unread = entries.filter((entry) => isTold(entry) && !known.has(entry.id));
      for (const { id } of unread.slice(-MOST_READ)) {
        known.set(id, NOTHING);
        waiting.push(id);
      }
      next();
    },
  };
}

/** A call of the Send API, or a frame that may say something or is about a conversation. */
function isTold({ endpointId = '', frame, method }: JournalEntry): boolean {
  if (frame === undefined) return endpointId.startsWith('send-api.');
  return method !== 'CLOSE' && /(?:^|\.)(?:ms|cm|cqm|aam)\./.test(frame.type ?? '');
}
