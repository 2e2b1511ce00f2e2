/** The calls of the control room that exist to hand out secrets, by their operation. */
const HAND_OUT_SECRETS = new Set([
  // What one needs to use an account, its client secret first of all.
  'accounts.list', 'accounts.create', 'account.credentials',
  // A token.
  'mint',
]);

export function mayHandOutSecrets(operationId: string | undefined): boolean {
  return operationId !== undefined && HAND_OUT_SECRETS.has(operationId);
}

/** What a person asked to see on the terminal; the rest of what is printed has no secret in it. */
const PRINTED_ON_PURPOSE = [
  // The ready line and the banner: the fixtures' client secret stands in the README too.
  /^\{"ready":.*$/gm,
  /^curl .*$/gm,
];

/** The command `token` prints a token, and nothing else on stdout. */
const PRINTS_TOKENS = /(?:^| )token (?!inspect)/;

/** @param command - the command line that printed it */
export function withoutIntended(command: string, stdout: string): string {
  if (PRINTS_TOKENS.test(command)) return '';
  return PRINTED_ON_PURPOSE.reduce((text, intended) => text.replace(intended, ''), stdout);
}
