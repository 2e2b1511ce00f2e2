import { durationMs } from '../../instant.ts';
import type { Mint, MintOptions } from '../../control/mint/mint.ts';
import type { Typed } from '../command.ts';
import { defineCommand, UsageError } from '../command.ts';
import { engineFlags, jsonOrText, openMock, splitAssignment } from '../mock-options.ts';
import { namedAccount } from '../named-account.ts';

const flags = {
  account: { type: 'string', describe: 'account id (default: the first configured one)' },
  'client-id': { type: 'string', describe: "app: the client, claim azp (default: the account's first app)" },
  scope: { type: 'string', describe: 'app: the scope (default: msg.consumer)' },
  'ext-consumer-id': {
    type: 'string',
    alias: 'consumer',
    describe: 'consumer: your own id for the consumer (default: consumer-1)',
  },
  'expires-in': {
    type: 'string',
    describe:
      'lifetime from now on, in seconds or with a unit (10m); negative for an expired token (default: as issued)',
  },
  claim: {
    type: 'string',
    array: true,
    describe: 'a claim to add or replace, name=value; the value is JSON, otherwise text. May be repeated',
  },
  ...engineFlags,
} as const;

const words = {
  kind: {
    choices: ['app', 'consumer', 'anonymous', 'lp'],
    demandOption: true,
    describe: 'AppJWT, ConsumerJWS, LP_EXT_JWT or LP_JWT',
  },
} as const;

type TypedToken = Typed<typeof flags, typeof words>;

/** Prints one token, and nothing else, so that it fits into `$(...)`. */
export const token = defineCommand({
  usage: 'token <kind>',
  summary: 'print a token',
  words,
  flags,
  examples: [
    ['token app', 'an AppJWT, as Sentinel issues it'],
    ['token app --expires-in=-60', 'one that expired a minute ago'],
    ['token consumer --consumer John_Doe', 'the ConsumerJWS of a consumer'],
    ['token lp --claim sub=me', 'a claim of your own'],
  ],
  run: async (typed, terminal) => {
    refuseForeignFlags(typed);
    const given = readMintOptions(typed);
    const mock = await openMock(typed, terminal);
    if (given.accountId !== undefined) namedAccount(mock, given.accountId);
    else if (mock.accounts.list().length === 0)
      throw new UsageError('no account is configured; name one with --account');
    terminal.print(await mintToken(mock.mint, typed, given));
    return 0;
  },
});

function mintToken(mint: Mint, typed: TypedToken, given: MintOptions): Promise<string> {
  switch (typed.kind) {
    case 'app':
      return mint.appJwt({ ...given, clientId: typed['client-id'], scope: typed.scope });
    case 'consumer':
      return mint.consumerJws({ ...given, extConsumerId: typed['ext-consumer-id'] });
    case 'anonymous':
      return mint.extJwt(given);
    case 'lp':
      return mint.lpJwt(given);
  }
}

/** The flags that only some kinds know, and those kinds. */
const KINDS_OF_FLAG = {
  'client-id': ['app'],
  scope: ['app'],
  'ext-consumer-id': ['consumer'],
  'expires-in': ['app', 'anonymous', 'lp'],
} as const satisfies Partial<Record<keyof typeof flags, readonly TypedToken['kind'][]>>;

function refuseForeignFlags(typed: TypedToken): void {
  for (const [flag, kinds] of Object.entries(KINDS_OF_FLAG) as [keyof typeof KINDS_OF_FLAG, readonly string[]][]) {
    if (typed[flag] === undefined || kinds.includes(typed.kind)) continue;
    const why =
      flag === 'expires-in'
        ? 'a ConsumerJWS does not expire; to make it expire, use --claim exp=<epoch seconds>'
        : `only goes with token ${kinds.join(', ')}`;
    throw new UsageError(`--${flag}: ${why}`);
  }
}

function readMintOptions(typed: TypedToken): MintOptions {
  const claims = Object.fromEntries(
    (typed.claim ?? []).map((text) => {
      const { name, value } = splitAssignment('claim', text);
      return [name, jsonOrText(value)] as const;
    }),
  );
  return { accountId: typed.account, claims, expiresInSeconds: readSeconds(typed['expires-in']) };
}

function readSeconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  try {
    return Math.round(durationMs(/^-?\d+$/.test(text) ? Number(text) : text) / 1000);
  } catch {
    throw new UsageError(`--expires-in: expected seconds, or a number with a unit such as 10m; got ${text}`);
  }
}
