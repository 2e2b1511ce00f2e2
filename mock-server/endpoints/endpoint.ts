import type { Clock } from '../clock.ts';
import type { Settings } from '../config/options.ts';
import type { Account } from '../domain/account.ts';
import type { Accounts } from '../domain/accounts.ts';
import type { ErrorName } from '../errors/catalogue.ts';
import type { Reason } from '../errors/reasons.ts';
import type { Answer, Call } from '../http/call.ts';
import type { Ids } from '../ids.ts';
import type { ConnectorKeys } from '../tokens/connector-keys.ts';
import type { KeyRing } from '../tokens/key-ring.ts';
import type { Signer } from '../tokens/signer.ts';

/** What all endpoints of one mock share. */
export interface Engine {
  readonly settings: Settings;
  readonly accounts: Accounts;
  readonly keys: KeyRing;
  readonly signer: Signer;
  readonly connectorKeys: ConnectorKeys;
}

/** One call on its way through an endpoint. */
export interface EndpointContext extends Engine {
  readonly call: Call;
  /** The named parts of the path, percent-decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The account that the path names; undefined when the mock does not know it, or the path names none. */
  readonly account: Account | undefined;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Says why, and which error it stands for, beside an answer that refuses in words of its own. */
  explain(reason: Reason, error?: ErrorName): void;
  /**
   * Notes that the call departs from LivePerson's pages in a way that this mock lets pass. A strict mock refuses it
   * instead, with the given error; where none is given it only notes it as well.
   *
   * @throws what `refusal` makes, on a strict mock: a Refusal, or an error that the endpoint turns into one.
   */
  deviate(slug: string, sentence: string, refusal?: (reason: Reason) => Error): void;
}

/** The service that a row belongs to, by its name in the Domain API; `csds` for the Domain API itself. */
export type EndpointService = 'csds' | 'sentinel' | 'idp' | 'acCdnDomain' | 'asyncMessagingEnt' | 'agentVep';

/** One documented URL: a row of the endpoint table. */
export interface Endpoint {
  /** Names the row in faults, in the journal and in the table: `service.call`. */
  readonly id: string;
  readonly service: EndpointService;
  readonly method: 'GET' | 'POST';
  /** Every spelling of the path. `{name}` is one segment. */
  readonly paths: readonly string[];
  /** What it is for, in a few words. */
  readonly title: string;
  /** The query that the pages ask for, to show in the table. */
  readonly query?: string;
  handle(context: EndpointContext): Answer | Promise<Answer>;
  /**
   * The answer with which a fault makes this URL refuse; undefined for the words of the service, which are the default. Only
   * for URLs that say more, or say it in another way.
   */
  renderFault?(error: ErrorName, context: EndpointContext): Answer | undefined;
}
