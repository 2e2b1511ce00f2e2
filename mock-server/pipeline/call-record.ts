import type { Account } from '../domain/account.ts';
import type { Endpoint, EndpointContext } from '../endpoints/endpoint.ts';
import type { ErrorName } from '../errors/catalogue.ts';
import type { Reason } from '../errors/reasons.ts';
import type { Call, Reply } from '../http/call.ts';
import type { RouteMatch } from '../http/router.ts';
import type { SeenTokens } from './record-tokens.ts';

/** A call, and the row of the endpoint table that it belongs to: what the stage `route` finds. */
export interface RoutedCall {
  readonly call: Call;
  readonly match: RouteMatch<Endpoint>;
  readonly endpoint: Endpoint | undefined;
  /** The account that the path names, known or not. */
  readonly accountId: string | undefined;
}

/** The same with the account that it is about: what the stage `account` finds. */
export interface IdentifiedCall extends RoutedCall {
  /** The account, when the mock has it. */
  readonly account: Account | undefined;
  /** What an endpoint is given. Its signer fills `seen`. */
  readonly context: EndpointContext;
  readonly seen: SeenTokens;
}

/** What a call comes to, and why when it was refused: what the stages `faults`, `endpoint` and `render` give. */
export interface Outcome {
  readonly reply: Reply;
  readonly reason?: Reason | undefined;
  readonly error?: ErrorName | undefined;
  /** The id of the socket that a handshake came to. */
  readonly socket?: string | undefined;
}

/** A call with all that was found out about it. */
export interface AnsweredCall {
  readonly identified: IdentifiedCall;
  readonly outcome: Outcome;
  /** The ids of the faults that delayed or answered it. */
  readonly faults: readonly string[];
}
