/** A service of LivePerson's by its name in the Domain API; `csds` is the Domain API itself. */
export type Service =
  | 'csds'
  | 'sentinel'
  | 'idp'
  | 'acCdnDomain'
  | 'accountConfigReadOnly'
  | 'accountConfigReadWrite'
  | 'asyncMessagingEnt'
  | 'agentVep'
  | 'msgHist'
  | 'messagingRestApiDomain'
  | 'swift'
  | 'faasGW';

/** The shape of the body. */
export type Envelope =
  'oauth' | 'idp' | 'error-resp' | 'command' | 'csds' | 'account-config' | 'agent' | 'functions' | 'plain';

/**
 * How sure we are that LivePerson answers so: said on its pages, seen in a public capture, or this mock's own choice
 * where nothing is public.
 */
export type Basis = 'documented' | 'observed' | 'ours';

/** All that is known of one error. */
export interface ErrorRow {
  /** The service that answers it; `any`: each of them, in its own envelope; `mock`: this mock itself, at any URL. */
  readonly service: Service | 'any' | 'mock';
  readonly envelope: Envelope;
  /** HTTP status, unless an option says otherwise. */
  readonly status: number;
  /** What the body says as `error`, where that is not the name of the error. */
  readonly code?: string;
  /** The further text of the body, if its envelope has any. */
  readonly text?: string;
  readonly details?: string;
  /** The number beside the text, at the agent login service. */
  readonly internalCode?: number;
  /** What its answer carries in headers, beside its envelope's. */
  readonly headers?: Readonly<Record<string, string>>;
  /** When it is answered, in a few words. */
  readonly when: string;
  readonly basis: Basis;
}

/** The errors of a service by their names. */
export type ErrorRows = Readonly<Record<string, ErrorRow>>;
