/** Sentinel refuses as OAuth does (RFC 6749 section 5.2). */
export interface OAuthErrorBody {
  /** For instance `'invalid_client'`. */
  readonly error: string;
  readonly error_description?: string | undefined;
}

/** The IDP refuses with a number alone. */
export interface IdpErrorBody {
  /** The name of the error, for instance `'9007'`. */
  readonly internalErrorCode: string;
}

/** The Domain API, the connector list and this mock itself refuse with a text. */
export interface PlainErrorBody {
  readonly error: string;
}

/** What this mock itself says of a call, in the place of a service. */
export interface MockErrorBody extends PlainErrorBody {
  /** The rows that are most like a path that is not mocked, as `METHOD /path`. */
  readonly nearest?: readonly string[] | undefined;
  /** What went wrong in the mock, or in a function of the tester's. */
  readonly message?: string | undefined;
}

/** The Send API refuses whom it does not let in. */
export interface SendApiErrorBody {
  readonly kind: 'resp';
  /** Only with the option `sendApi.errorRespReqId`. */
  readonly reqId?: string | undefined;
  /** The HTTP status once more. */
  readonly code: number;
  readonly body: {
    readonly title: string | undefined;
    readonly details: string | undefined;
    /** For instance 40102. */
    readonly errorCode: number;
  };
  readonly type: '.ReqBody$ErrorResp';
}

/** The Send API says of one command that it failed, or of all. */
export interface FailedCommandBody {
  /** For instance `'BAD_REQUEST'`. */
  readonly code: string;
  readonly body: { readonly msg: string | undefined };
  readonly reqId: string;
}

/** The agent login service refuses with its own time. */
export interface AgentErrorBody {
  readonly error: {
    /** For instance `'Sep 22, 2016 4:10:15 PM'`. */
    readonly time: string;
    readonly message: string | undefined;
    readonly internalCode: number | undefined;
    /** With HTTP 401. */
    readonly responseStatus?: 'UNAUTHORIZED' | undefined;
  };
}

/** The gateway of LivePerson Functions refuses with a code and a text. */
export interface FunctionsErrorBody {
  /** For instance `'com.liveperson.faas.es.badinput'`. */
  readonly errorCode: string | undefined;
  readonly errorMsg: string | undefined;
}
