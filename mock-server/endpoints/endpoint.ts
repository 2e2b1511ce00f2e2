import type { Awaitable } from '../awaitable.ts';
import type { SchedulingClock } from '../clock.ts';
import type { Settings } from '../config/settings.ts';
import type { Account } from '../domain/account.ts';
import type { Accounts } from '../domain/accounts.ts';
import type { FunctionAnswers } from '../domain/function-answers.ts';
import type { ErrorName } from '../errors/catalogue.ts';
import type { Service } from '../errors/error-row.ts';
import type { Deviation, Reason } from '../errors/reasons.ts';
import type { Answer, Call } from '../http/call.ts';
import type { Session } from '../http/socket.ts';
import type { Ids } from '../ids.ts';
import type { SocketSetup } from '../messaging/socket-setup.ts';
import type { ConnectorKeys } from '../tokens/connector-keys.ts';
import type { KeyRing } from '../tokens/key-ring.ts';
import type { TokenKind } from '../tokens/kind.ts';
import type { Signer } from '../tokens/signer.ts';

/** What all endpoints of one mock share. */
export interface Engine {
  readonly settings: Settings;
  readonly accounts: Accounts;
  readonly keys: KeyRing;
  readonly signer: Signer;
  readonly connectorKeys: ConnectorKeys;
  readonly functions: FunctionAnswers;
}

/** One call on its way through an endpoint. */
export interface EndpointContext extends Engine {
  readonly call: Call;
  /** The named parts of the path, percent-decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The account that the path names; undefined when the mock does not know it, or the path names none. */
  readonly account: Account | undefined;
  readonly clock: SchedulingClock;
  readonly ids: Ids;
  /**
   * In what the call departs from LivePerson's pages although this mock lets it pass, as far as it is known: see
   * `deviate`. A refusal that comes later still tells it.
   */
  readonly deviations: Deviation[];
}

/** An answer that refuses in words of its own: with the reason, and the error that it stands for if there is one. */
export interface RefusingAnswer extends Answer {
  readonly refused: { readonly reason: Reason; readonly error?: ErrorName };
}

/** Where a call brings a token: `{ kind: 'AppJWT', part: 'Authorization' }`. */
export interface TokenPlace {
  readonly kind: TokenKind;
  /** The header, or the member of the body, in words. */
  readonly part: string;
  /** What else there is to know of it, in a few words. */
  readonly note?: string;
}

/** One row of the endpoint table: a documented URL with all its spellings. */
export interface EndpointRow {
  /** Names the row in faults, in the journal and in the table: `service.call`. */
  readonly id: string;
  readonly service: Service;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Every spelling of the path. `{name}` is one segment. */
  readonly paths: readonly string[];
  /** What it is for, in a few words. */
  readonly title: string;
  /** The query that the pages ask for, to show in the table. */
  readonly query?: string;
  /** The header that names the account, in lower case, where the path does not. */
  readonly accountHeader?: string;
  /** Every token that it takes, and where; inspecting a token says so. */
  readonly tokens?: readonly TokenPlace[];
  /** HTTP statuses that errors have at this URL, where they are not those of their rows. */
  readonly statuses?: Readonly<Partial<Record<ErrorName, number>>>;
  /** Whether it is a socket's: what answers there can `connect`. */
  readonly isSocket?: true;
}

/** A row, and the way to what answers there: loaded with the first call, so that making a mock takes no longer. */
export interface LoadableRow extends EndpointRow {
  readonly load: () => Promise<EndpointHandler>;
}

/** What answers at one documented URL. */
export interface EndpointHandler {
  /** Answers the call. @throws Refusal, see `refuse`. */
  handle(context: EndpointContext): Awaitable<Answer | RefusingAnswer>;
  /**
   * Opens a socket for a call that asks for an upgrade; only the rows of sockets have it. `handle` answers a call
   * that asks for none. @throws Refusal, which becomes the answer to the handshake.
   */
  connect?(context: EndpointContext, setup: SocketSetup): Promise<Session>;
  /**
   * The answer with which a fault makes this URL refuse; undefined for the words of the service, which are the default.
   * Only for URLs that say more, or say it in another way.
   */
  renderFault?(error: ErrorName, context: EndpointContext): Answer | undefined;
}

/** A row with what answers there. */
export interface Endpoint extends EndpointRow, EndpointHandler {}
