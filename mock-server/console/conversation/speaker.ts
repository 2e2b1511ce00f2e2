import type { Line } from './line.ts';
import { eventWords } from './frame-words.ts';
import { noteTrouble } from './trouble.ts';
import type { Said, Transcript } from './transcript.ts';

/** What a side needs to speak in its conversation. */
export interface SpeakerSetup {
  /** The types of the requests, in the dialect of the side. */
  readonly names: { readonly publish: string; readonly update: string };
  readonly transcript: Transcript;
  readonly line: () => Line | undefined;
  /** Undefined while nothing can be said. */
  readonly conversationId: () => string | undefined;
  readonly onChange: () => void;
}

/** What either side can do in a conversation. */
export interface Speaker {
  canSpeak(): boolean;
  say(text: string): void;
  publish(event: object): void;
  /** Something is typed, or nothing any more. */
  typing(isTyping: boolean): void;
  /** Tells the other side that its messages have come. */
  received(): void;
  read(): void;
  close(): void;
  wordsOf(said: Said): string;
  /** The socket is gone. */
  stop(): void;
}

/** How long nobody types until that is told, in milliseconds. */
const PAUSE_MS = 5000;
/** How long a receipt waits for what comes with the message, in milliseconds: perhaps the end of the conversation. */
const RECEIPT_MS = 100;

export function createSpeaker({ names, transcript, line, conversationId, onChange }: SpeakerSetup): Speaker {
  let isTyping = false;
  let pausing: ReturnType<typeof setTimeout> | undefined;
  /** Receipts that are on their way. */
  const marked = new Set<string>();
  const waiting = new Map<'ACCEPT' | 'READ', ReturnType<typeof setTimeout>>();

  const ask = (type: string, body: object, isMoot: () => boolean = () => false): void => {
    line()
      ?.ask(type, body)
      .catch((error: unknown) => {
        if (!isMoot()) noteTrouble(transcript, error, []);
      })
      .finally(onChange);
  };
  const publish = (event: object): void => {
    const dialogId = conversationId();
    if (dialogId !== undefined) ask(names.publish, { dialogId, event });
  };
  const chatState = (next: boolean): void => {
    clearTimeout(pausing);
    if (next)
      pausing = setTimeout(() => {
        chatState(false);
      }, PAUSE_MS);
    if (isTyping === next || conversationId() === undefined) return;
    isTyping = next;
    publish({ type: 'ChatStateEvent', chatState: next ? 'COMPOSING' : 'PAUSE' });
  };
  const keyOf = (status: string, { dialogId, sequence }: Said): string => `${status} ${dialogId} ${String(sequence)}`;
  const dueFor = (status: 'ACCEPT' | 'READ'): readonly Said[] => {
    const dialogId = conversationId();
    if (dialogId === undefined) return [];
    const due = transcript.due(status === 'ACCEPT' ? 1 : 2, dialogId);
    return due.filter((said) => !marked.has(keyOf(status, said)));
  };
  const tell = (status: 'ACCEPT' | 'READ'): void => {
    waiting.delete(status);
    const dialogId = conversationId();
    const due = dueFor(status);
    if (due.length === 0) return;
    for (const said of due) marked.add(keyOf(status, said));
    const event = { type: 'AcceptStatusEvent', status, sequenceList: due.map(({ sequence }) => sequence) };
    // Closed meanwhile: nobody waits for the receipt.
    ask(names.publish, { dialogId, event }, () => conversationId() !== dialogId);
  };
  const mark = (status: 'ACCEPT' | 'READ'): void => {
    if (waiting.has(status) || dueFor(status).length === 0) return;
    waiting.set(status, setTimeout(tell, RECEIPT_MS, status));
  };
  return {
    canSpeak: () => line()?.isOpen() === true && conversationId() !== undefined,
    say: (text) => {
      clearTimeout(pausing);
      isTyping = false;
      publish({ type: 'ContentEvent', contentType: 'text/plain', message: text });
    },
    publish,
    typing: chatState,
    received: () => {
      mark('ACCEPT');
    },
    read: () => {
      mark('READ');
    },
    close: () => {
      // What was read is told before: afterwards it would be refused.
      for (const [status, timer] of waiting) {
        clearTimeout(timer);
        tell(status);
      }
      const conversationField = [{ field: 'ConversationStateField', conversationState: 'CLOSE' }];
      ask(names.update, { conversationId: conversationId(), conversationField });
    },
    wordsOf: ({ event }) => eventWords(event),
    stop: () => {
      clearTimeout(pausing);
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
      isTyping = false;
    },
  };
}
