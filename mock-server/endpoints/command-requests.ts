/** What all requests to a conversation have. */
interface Request {
  readonly kind: 'req';
  /** Comes back as `reqId`. */
  readonly id: string;
}

/** Says something of the consumer. */
export interface SetUserProfileRequest extends Request {
  readonly type: 'userprofile.SetUserProfile' | 'ams.userprofile.SetUserProfile' | '.ams.userprofile.SetUserProfile';
  readonly body: { readonly firstName?: string; readonly lastName?: string; readonly [member: string]: unknown };
}

/** Opens the consumer's conversation. */
export interface RequestConversationRequest extends Request {
  readonly type:
    'cm.ConsumerRequestConversation' | 'ams.cm.ConsumerRequestConversation' | '.ams.cm.ConsumerRequestConversation';
  readonly body: {
    /** The account id. */
    readonly brandId: string;
    /** Up to ten digits, or -1. */
    readonly skillId?: string;
    readonly ttrDefName?: 'NORMAL' | 'URGENT' | 'PRIORITIZED' | 'CUSTOM' | null;
    readonly channelType?: string;
    readonly [member: string]: unknown;
  };
}

/** Changes a conversation: closes it, or rates it. */
export interface UpdateConversationRequest extends Request {
  readonly type: 'cm.UpdateConversationField' | 'ams.cm.UpdateConversationField' | '.ams.cm.UpdateConversationField';
  readonly body: {
    readonly conversationId: string;
    /** One, or an array of one. */
    readonly conversationField: ConversationField | readonly ConversationField[];
  };
}

/** What is changed: `{ field: 'ConversationStateField', conversationState: 'CLOSE' }` closes. */
interface ConversationField {
  /** For instance `ConversationStateField`, `Stage`, `DialogChange`, `CSATRate`. */
  readonly field: string;
  readonly [member: string]: unknown;
}

/** Says something, or tells that something was read. */
export interface PublishEventRequest extends Request {
  readonly type: 'ms.PublishEvent' | 'ams.ms.PublishEvent' | '.ams.ms.PublishEvent';
  readonly body: {
    /** The dialog has the id of the conversation. */
    readonly dialogId: string;
    readonly conversationId?: string;
    readonly event: {
      readonly type: 'ContentEvent' | 'RichContentEvent' | 'AcceptStatusEvent' | 'ChatStateEvent';
      /** Of a ContentEvent: `text/plain` or `hosted/file`. */
      readonly contentType?: string;
      /** Of a ContentEvent: a text, or an object with the `relativePath` of a file. */
      readonly message?: string | Readonly<Record<string, unknown>>;
      readonly [member: string]: unknown;
    };
    readonly [member: string]: unknown;
  };
}

/** Asks where to upload a file. */
export interface UploadUrlRequest extends Request {
  readonly type: 'ms.GenerateURLForUploadFile' | 'ams.ms.GenerateURLForUploadFile' | '.ams.ms.GenerateURLForUploadFile';
  readonly body: {
    /** In bytes. */
    readonly fileSize: number | string;
    /** For instance `PNG`. */
    readonly fileType: string;
  };
}

/** Asks where to download a file. */
export interface DownloadUrlRequest extends Request {
  readonly type:
    'ms.GenerateURLForDownloadFile' | 'ams.ms.GenerateURLForDownloadFile' | '.ams.ms.GenerateURLForDownloadFile';
  readonly body: { readonly relativePath: string };
}

/** One command of a consumer. */
export type CommandRequest =
  PublishEventRequest | UpdateConversationRequest | SetUserProfileRequest | UploadUrlRequest | DownloadUrlRequest;

/** A command of the batch that opens a conversation. */
export type BatchRequest = SetUserProfileRequest | RequestConversationRequest | CommandRequest;
