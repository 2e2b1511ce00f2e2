import type { Envelope, ErrorRow, ErrorRows, Service } from './error-row.ts';
import { accountConfigErrors } from './rows/account-config.ts';
import { agentVepErrors } from './rows/agent-vep.ts';
import { discoveryErrors } from './rows/discovery.ts';
import { functionsErrors } from './rows/functions.ts';
import { historyErrors } from './rows/history.ts';
import { idpErrors } from './rows/idp.ts';
import { messagingRestErrors } from './rows/messaging-rest.ts';
import { installationErrors } from './rows/installations.ts';
import { mockErrors } from './rows/own.ts';
import { sendApiErrors } from './rows/send-api.ts';
import { sentinelErrors } from './rows/sentinel.ts';
import { swiftErrors } from './rows/swift.ts';

/** Every error that a call can be answered with, by the name it is thrown by. */
export const catalogue = {
  ...sentinelErrors,
  ...sendApiErrors,
  ...idpErrors,
  ...discoveryErrors,
  ...agentVepErrors,
  ...historyErrors,
  ...messagingRestErrors,
  ...swiftErrors,
  ...functionsErrors,
  ...installationErrors,
  ...accountConfigErrors,
  ...mockErrors,
} as const;

/** The name of an error: `'40102'`, `'9007'`, `'invalid_client'` ... */
export type ErrorName = `${keyof typeof catalogue}`;

/** All that is known of an error. */
export function errorRow(name: ErrorName): ErrorRow {
  return (catalogue as ErrorRows)[name] as ErrorRow;
}

/** The method of the calls that an error is an answer to, where the service has others besides. */
function methodOf(error: ErrorName, envelope: Envelope): string | undefined {
  if (error === 'agent_bearer_invalid' || error === 'swift_not_found') return 'GET';
  if (error === 'functions_bad_input') return 'POST';
  if (error === 'swift_bad_request' || error === 'swift_too_large') return 'PUT';
  return envelope === 'oauth' || envelope === 'error-resp' || envelope === 'command' ? 'POST' : undefined;
}

/** A URL, as far as it decides on the errors that are answered there. */
interface RefusingUrl {
  /** Of its row. */
  readonly id?: string;
  readonly service: Service;
  readonly method: string;
}

/** The only URL that is asked by GET and refuses as OAuth's token endpoint does (RFC 6749 section 4.1.2.1). */
const AUTHORIZE = 'sentinel.authorize';

/**
 * Whether the service behind a URL could answer with that error. OAuth's errors are the token endpoint's (RFC 6749
 * section 5.2), and the login page's: who fetches the keys never sees one. Those of the Send API are never an answer to
 * the handshake of a socket, which has one of its own.
 */
export function canAnswer(url: RefusingUrl | undefined, error: ErrorName): boolean {
  const { service, envelope } = errorRow(error);
  if (service === 'mock') return true;
  if (url === undefined) return false;
  if (service === 'any') return true;
  // It refuses whom it does not let in with the five bodies of the Send API, whatever the method (decision D57).
  if (url.service === 'messagingRestApiDomain' && envelope === 'error-resp') return true;
  if (service !== url.service) return false;
  if (envelope === 'oauth' && url.id === AUTHORIZE) return true;
  return (methodOf(error, envelope) ?? url.method) === url.method;
}
