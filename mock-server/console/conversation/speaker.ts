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

export function createSpeaker({ names, transcript, line, conversationId, onChange }: SpeakerSetup): Speaker {
  let isTyping = false;
  let pausing: ReturnType<typeof setTimeout> | undefined;
  /** Receipts that are on their way. */
  const marked = new Set<string>();

  const ask = (type: string, body: object): void => {
    line()
      ?.ask(type, body)
      .catch((error: unknown) => {
        noteTrouble(transcript, error, []);
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
  const mark = (status: 'ACCEPT' | 'READ'): void => {
    const dialogId = conversationId();
    if (dialogId === undefined) return;
    const keyOf = ({ sequence }: Said): string => `${status} ${dialogId} ${String(sequence)}`;
    const due = transcript.due(status === 'ACCEPT' ? 1 : 2, dialogId).filter((said) => !marked.has(keyOf(said)));
    if (due.length === 0) return;
    for (const said of due) marked.add(keyOf(said));
    publish({ type: 'AcceptStatusEvent', status, sequenceList: due.map(({ sequence }) => sequence) });
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
      const conversationField = [{ field: 'ConversationStateField', conversationState: 'CLOSE' }];
      ask(names.update, { conversationId: conversationId(), conversationField });
    },
    wordsOf: ({ event }) => eventWords(event),
    stop: () => {
      clearTimeout(pausing);
      isTyping = false;
    },
  };
}
