import type { Credential } from '../../endpoints/wire-call.ts';
import type { Basis } from '../../errors/error-row.ts';

/** A part of an OpenAPI document, or a JSON Schema in it. */
export type Schema = Readonly<Record<string, unknown>>;

/** A property of a type: a parameter, or a header. */
export interface Member {
  readonly name: string;
  readonly isRequired?: true | undefined;
  /** Absent: a text. */
  readonly schema?: Schema | undefined;
  readonly description?: string | undefined;
}

/** A body; `'none'`: there is none, `'never'`: such an answer does not exist. */
export type Answered = Schema | 'none' | 'never';

/** What the types say of the calls of one row. */
export interface TypedCall {
  readonly basis: Basis;
  /** Any of these lists will do. */
  readonly auth: readonly (readonly Credential[])[];
  readonly query?: readonly Member[] | undefined;
  readonly headers?: readonly Member[] | undefined;
  /** Without a schema: the bytes of a file. */
  readonly body?:
    { readonly type: string; readonly isRequired: boolean; readonly schema?: Schema | undefined } | undefined;
  /** Of answers that are no refusal; absent: 200. */
  readonly statuses?: readonly (number | 'any')[] | undefined;
  /** Absent: `application/json`. */
  readonly type?: string | undefined;
  readonly answerHeaders?: readonly Member[] | undefined;
  readonly success: Answered;
  readonly refusal: Answered;
}

/** A call that a page of LivePerson's prints. */
export interface PrintedCall {
  /** Of its row. */
  readonly id: string;
  /** The page, and the section. */
  readonly summary: string;
  readonly status: number;
  readonly request?: unknown;
  readonly answer?: unknown;
}

/** What is written down in `wire-types.json`, by `npm run docs`: what is typed and recorded of the wire. */
export interface WireTypes {
  readonly calls: Readonly<Record<string, TypedCall>>;
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly printed: Readonly<Record<string, PrintedCall>>;
}
