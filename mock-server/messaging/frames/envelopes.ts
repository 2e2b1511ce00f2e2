/** A request, as a client sends it. */
export interface RequestFrame<Type extends string = string, Body = unknown> {
  /** Some clients leave it out, and the mock takes that too. */
  readonly kind?: 'req' | undefined;
  /** 1 to 64 characters; the answer names it as `reqId`. */
  readonly id: string;
  readonly type: Type;
  readonly body?: Body;
  /** Of `InitConnection` alone. */
  readonly headers?: readonly FrameHeader[] | undefined;
  readonly metadata?: readonly Readonly<Record<string, unknown>>[] | undefined;
}

/** What `InitConnection` brings beside its type. */
export type FrameHeader =
  | { readonly type: '.ams.headers.ConsumerAuthentication'; readonly jwt: string }
  | { readonly type: '.ams.headers.ClientProperties'; readonly [property: string]: unknown };

/** The answer to a request. */
export interface ResponseFrame<Type extends string = string, Body = unknown> {
  readonly kind: 'resp';
  /** The `id` of the request, always as a text. */
  readonly reqId: string;
  /** As an HTTP status: 200 or 202 when it was done. */
  readonly code: number;
  readonly type: Type;
  readonly body: Body;
}

/** What a socket is told without having asked. */
export interface NotificationFrame<Type extends string = string, Body = unknown> {
  readonly kind: 'notification';
  readonly type: Type;
  readonly body: Body;
}

/** An answer that is a sentence: `OK Conversation resolved successfully`, or why a request was refused. */
export type TextResponse = ResponseFrame<'.ReqBody$StringResp', string>;

/** The answer to a request that was refused, by its `code`: a sentence, or the body of an authorization error. */
export type RefusedResponse =
  | TextResponse
  | ResponseFrame<
      '.ReqBody$ErrorResp',
      { readonly title: string; readonly details: string; readonly errorCode: number }
    >;

/** What a request asks with, and what its answer is called and says. */
export interface FrameExchange<Body = unknown, AnswerType extends string = string, Answer = unknown> {
  readonly body: Body;
  readonly answerType: AnswerType;
  readonly answer: Answer;
}

/** A request whose answer is a sentence. */
export type TextExchange<Body> = FrameExchange<Body, '.ReqBody$StringResp', string>;

/** The request of one type, of a table of requests. Its body may be left out where the table says so. */
export type RequestOf<Table, Type extends keyof Table & string> = Type extends keyof Table & string
  ? Table[Type] extends FrameExchange
    ? RequestFrame<Type, Table[Type]['body']> & RequiredBody<Table[Type]['body']>
    : never
  : never;

type RequiredBody<Body> = undefined extends Body ? unknown : { readonly body: Body };

/** The answer to a request of that type when it was carried out. */
export type ResponseOf<Table, Type extends keyof Table & string> = Type extends keyof Table & string
  ? Table[Type] extends FrameExchange
    ? ResponseFrame<Table[Type]['answerType'], Table[Type]['answer']>
    : never
  : never;

/** The notification of one type, of a table of notifications. */
export type NotificationOf<Table, Type extends keyof Table & string> = Type extends keyof Table & string
  ? NotificationFrame<Type, Table[Type]>
  : never;
