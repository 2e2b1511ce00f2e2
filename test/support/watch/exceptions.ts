import firstAccount from '../../../fixtures/accounts/12345678.json' with { type: 'json' };
import secondAccount from '../../../fixtures/accounts/87654321.json' with { type: 'json' };

/** The calls of the admin API that exist to hand out secrets, by their operation. */
const HAND_OUT_SECRETS = new Set([
  // What one needs to use an account, its client secret first of all.
  'accounts.list',
  'accounts.create',
  'account.credentials',
  'account.variables',
  // A token.
  'mint',
  // One that the mock issued, while what is said in calls is kept.
  'tokens.find',
  // What was said in a call. `test/attacks/capture.all.test.ts` searches it for what that call said as a secret.
  'exchanges.find',
]);

export function mayHandOutSecrets(operationId: string | undefined): boolean {
  return operationId !== undefined && HAND_OUT_SECRETS.has(operationId);
}

/** Lines that a person asked to see. The rest of what is printed has no secret in it. */
const PRINTED_ON_PURPOSE = [
  // The ready line and the banner: the fixtures' client secret stands in the README too.
  /^\{"event":"ready",/,
  /^ {2}client_secret {2}/,
  /^curl /,
  // A command under `run` that shows the variables which it was given.
  /^LP_CLIENT_SECRET=/,
];

/** The command `token` prints a token, that and nothing else. */
const PRINTS_TOKEN = /(?:^| )token /;
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** @param command - the command line that printed it */
export function isPrintedOnPurpose(command: string, line: string): boolean {
  return (PRINTS_TOKEN.test(command) && TOKEN.test(line)) || PRINTED_ON_PURPOSE.some((intended) => intended.test(line));
}

/** Clients that the tests run: their stdout is theirs, and they show answers and tokens there. */
const CLIENTS = /\bcurl |test\/clients\//;

/** @param command - the command line that starts it */
export function isClient(command: string): boolean {
  return CLIENTS.test(command);
}

/** What fuzzers send in the place of a secret, and what reasons and paths name by themselves. No secret is a number. */
const ORDINARY =
  /^(?:-?\d+|a+|\[object Object\]|client_credentials|(?:ext)?_consumer_id|msg\.consumer|ContentEvent|(?:[a-z]+\.)*(?:[A-Z][a-z]+|URL){2,})$/;

/** The conversation that the seed of the corpus draws. */
const CONVERSATION_ID = 'edbb15c5-1d5e-4219-b0ce-92dad94fcee7';

/** No secrets either, nor a part of one or what a fuzzer has glued to it. */
const CLIENT_IDS: readonly string[] = [firstAccount, secondAccount].flatMap(({ apps }) =>
  apps.map((app) => app.client_id),
);

export function isOrdinary(word: string): boolean {
  return (
    ORDINARY.test(word) ||
    CONVERSATION_ID.includes(word) ||
    CLIENT_IDS.some((id) => id.includes(word) || word.includes(id))
  );
}
