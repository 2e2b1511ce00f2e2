/** Something that is published in a conversation. */
export type PublishedEvent = ContentEvent | RichContentEvent | AcceptStatusEvent | ChatStateEvent;

/** A text, or a file that was uploaded. */
export type ContentEvent =
  | { readonly type: 'ContentEvent'; readonly contentType: 'text/plain'; readonly message: string }
  | { readonly type: 'ContentEvent'; readonly contentType: 'hosted/file'; readonly message: HostedFile };

/** A file, by the path that `ms.GenerateURLForUploadFile` gave. */
export interface HostedFile {
  readonly relativePath: string;
  readonly caption?: string | undefined;
  readonly fileType?: string | undefined;
  readonly preview?: string | undefined;
}

/** Structured content: cards, buttons. */
export interface RichContentEvent {
  readonly type: 'RichContentEvent';
  readonly content: Readonly<Record<string, unknown>>;
}

/** A receipt for messages, by their sequences. */
export interface AcceptStatusEvent {
  readonly type: 'AcceptStatusEvent';
  readonly status: 'ACCEPT' | 'READ' | 'ACCESS' | 'NACK' | 'ACTION';
  readonly sequenceList: readonly number[];
}

/** What somebody does at the moment, typing for instance. */
export interface ChatStateEvent {
  readonly type: 'ChatStateEvent';
  readonly chatState: ChatState;
}

export type ChatState = 'ACTIVE' | 'INACTIVE' | 'GONE' | 'COMPOSING' | 'PAUSE' | 'BACKGROUND';

/** Who may see a message. */
export type MessageAudience = 'ALL' | 'AGENTS_AND_MANAGERS';
