/**
 * Every reason for which this mock refuses a call. The slug is stable and meant for tests; the sentence beside it is
 * for people. Neither is LivePerson's: the wire's own bodies stay as documented.
 */
export const reasonSlugs = [
  // the call as such
  'path-malformed',
  'path-unknown',
  'method-wrong',
  'not-mocked',
  'version-unknown',
  'version-missing',
  'callback-invalid',
  'mock-bug',
  'test-code-failed',
  'fault-injected',
  // accounts, clients, services
  'account-unknown',
  'service-unknown',
  'client-missing',
  'client-unknown',
  'client-secret-wrong',
  'client-disabled',
  'client-foreign-account',
  'grant-type-missing',
  'grant-type-unsupported',
  'grant-type-not-held',
  'scope-not-held',
  // the code flow
  'redirect-uri-missing',
  'redirect-uri-unlisted',
  'redirect-uri-other',
  'response-type-missing',
  'response-type-unsupported',
  'code-challenge-invalid',
  'login-denied',
  'code-missing',
  'code-unknown',
  'code-foreign',
  'code-used',
  'code-expired',
  'code-verifier-missing',
  'code-verifier-wrong',
  'refresh-token-missing',
  'refresh-token-unknown',
  'refresh-token-foreign',
  'token-missing',
  'connector-unknown',
  'connector-key-unusable',
  'anonymous-connector-missing',
  'unauth-messaging-off',
  'auth-type-unsupported',
  // agents
  'agent-credentials-missing',
  'agent-password-wrong',
  'agent-unknown',
  'agent-session-unknown',
  'agent-csrf-wrong',
  // app installations
  'installation-unknown',
  'revision-stale',
  // the account configuration
  'record-unknown',
  // bodies and parameters
  'body-too-large',
  'body-not-json',
  'body-multipart',
  'text-malformed',
  'body-wrong-shape',
  'name-too-long',
  'parameter-too-long',
  'parameter-repeated',
  'parameter-not-text',
  'parameter-invalid',
  'ext-consumer-id-invalid',
  'id-token-missing',
  // AppJWT
  'app-jwt-missing',
  'app-jwt-malformed',
  'app-jwt-encrypted',
  'app-jwt-algorithm',
  'app-jwt-critical',
  'app-jwt-unknown-key',
  'app-jwt-signature',
  'app-jwt-expired',
  'app-jwt-not-yet-valid',
  'app-jwt-claim-missing',
  'app-jwt-issuer',
  'app-jwt-audience',
  'app-jwt-scope',
  'app-jwt-wrong-kind',
  // ConsumerJWS
  'consumer-jws-missing',
  'consumer-jws-malformed',
  'consumer-jws-encrypted',
  'consumer-jws-algorithm',
  'consumer-jws-critical',
  'consumer-jws-unknown-key',
  'consumer-jws-signature',
  'consumer-jws-claim-missing',
  'consumer-jws-account',
  'consumer-jws-wrong-kind',
  // LP_EXT_JWT
  'ext-jwt-malformed',
  'ext-jwt-encrypted',
  'ext-jwt-algorithm',
  'ext-jwt-critical',
  'ext-jwt-unknown-key',
  'ext-jwt-signature',
  'ext-jwt-wrong-kind',
  'ext-jwt-claim-missing',
  'ext-jwt-account',
  'ext-jwt-revoked',
  'ext-jwt-refresh-window',
  'ext-jwt-expired',
  'ext-jwt-not-yet-valid',
  // LP_JWT
  'lp-jwt-missing',
  'lp-jwt-wrong-kind',
  'lp-jwt-account',
  'lp-jwt-malformed',
  'lp-jwt-encrypted',
  'lp-jwt-algorithm',
  'lp-jwt-critical',
  'lp-jwt-unknown-key',
  'lp-jwt-signature',
  'lp-jwt-claim-missing',
  'lp-jwt-expired',
  'lp-jwt-not-yet-valid',
  // a customer's own id token
  'id-token-malformed',
  'id-token-encrypted',
  'id-token-algorithm',
  'id-token-critical',
  'id-token-unknown-key',
  'id-token-signature',
  'id-token-wrong-kind',
  'id-token-account',
  'id-token-claim-missing',
  'id-token-expired',
  'id-token-not-yet-valid',
  'id-token-too-long',
  // Send API commands
  'brand-missing',
  'brand-foreign',
  'batch-order',
  'command-malformed',
  'command-unknown',
  'request-too-long',
  'conversation-unknown',
  'conversation-foreign',
  'conversation-closed',
  'conversation-already-open',
  'memory-full',
  'dialog-mismatch',
  'participant-missing',
  'ring-unknown',
  'file-size-invalid',
  // the Messaging REST API
  'consumer-foreign',
  'dialog-unknown',
  'if-match-missing',
  'if-match-stale',
  // uploads and downloads
  'temp-url-missing',
  'temp-url-signature',
  'temp-url-expired',
  'file-already-uploaded',
  'file-too-large',
  'files-full',
  'file-unknown',
  // sockets and their frames
  'upgrade-required',
  'agent-bearer-missing',
  'agent-bearer-unknown',
  'not-authenticated',
  'socket-not-authenticated',
  'socket-idle',
  'socket-flooded',
  'socket-closed',
  'account-gone',
  'agent-session-ended',
  'frame-not-text',
  'frame-too-large',
  'frame-malformed',
  'frame-too-deep',
  // variations that only a strict mock refuses
  'deviation-refused',
] as const;

/** The name of a reason: what a test compares. Slugs are added, not renamed. */
export type ReasonSlug = (typeof reasonSlugs)[number];

/** Why a call was refused. */
export interface Reason {
  readonly slug: ReasonSlug;
  readonly sentence: string;
}

/** Something that only this mock accepts: LivePerson's pages ask for something else. */
export interface Deviation {
  readonly slug: string;
  readonly sentence: string;
}

/** A reason as it stands in `LP-Mock-Reason`: visible ASCII only, so that no input can break a header or a log line. */
export function reasonLine(reason: Reason): string {
  return `${reason.slug}; ${headerSafe(reason.sentence)}`;
}

/** At most so many visible ASCII characters. */
export function headerSafe(text: string, longest = 300): string {
  const ascii = text.replace(/[^\x20-\x7e]/g, '?');
  return ascii.length > longest ? `${ascii.slice(0, longest - 3)}...` : ascii;
}

/** The same as the reason of a close frame, which has at most 123 bytes (RFC 6455 section 5.5). */
export function closeLine(reason: Reason): string {
  return headerSafe(`${reason.slug}; ${reason.sentence}`, 123);
}
