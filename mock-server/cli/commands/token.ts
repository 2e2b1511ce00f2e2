import { durationMs } from '../../instant.ts';
import type { Remote } from '../../client/remote.ts';
import type { Mint, MintOptions } from '../../control/mint/mint.ts';
import { APP_JWT_TAMPERS, CONSUMER_JWS_TAMPERS, EXT_JWT_TAMPERS, LP_JWT_TAMPERS } from '../../control/mint/tampers.ts';
import type { Typed } from '../command.ts';
import { defineCommand, UsageError } from '../command.ts';
import { askedMockFlags, askMock } from '../asked-mock.ts';
import { engineFlags, jsonOrText, splitAssignment } from '../mock-options.ts';
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
  omit: { type: 'string', array: true, describe: 'a claim to leave out. May be repeated' },
  tamper: { type: 'string', describe: 'what is wrong with it, such as signature, audience or missing-claim' },
  ...askedMockFlags,
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
  notes:
    'The mock that runs makes it, where there is one: its clock, keys and accounts decide. stdout is the token alone; ' +
    'stderr says which mock it was.',
  words,
  flags,
  examples: [
    ['token app', 'an AppJWT, as Sentinel issues it'],
    ['token app --expires-in=-60', 'one that expired a minute ago'],
    ['token consumer --consumer John_Doe', 'the ConsumerJWS of a consumer'],
    ['token lp --claim sub=me', 'a claim of your own'],
    ['token app --tamper unknown-kid', 'one that is refused, and for that'],
    ['token app --omit scope', 'one without a claim'],
  ],
  run: async (typed, terminal) => {
    refuseForeignFlags(typed);
    const given = readMintOptions(typed);
    await askMock(typed, terminal, {
      running: async (mock) => {
        if (given.accountId === undefined) requireAny(await mock.accounts.list());
        terminal.print(await mintToken(mock.mint, typed, given));
      },
      own: async (mock) => {
        if (given.accountId !== undefined) namedAccount(mock, given.accountId);
        else requireAny(mock.accounts.list());
        if (typed.tamper === 'revoked')
          throw new UsageError('--tamper revoked: only a running mock remembers that; start one');
        terminal.print(await mintToken(mock.mint, typed, given));
      },
    });
    return 0;
  },
});

function requireAny(configured: readonly unknown[]): void {
  if (configured.length === 0) throw new UsageError('no account is configured; name one with --account');
}

function mintToken(mint: Remote<Mint>, typed: TypedToken, plain: MintOptions): Promise<string> {
  // Checked by `readTamper`; the compiler knows only the names of one kind at a time.
  const given = { ...plain, tamper: typed.tamper as undefined };
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
  requireTamper(typed);
  return { accountId: typed.account, claims, omit: typed.omit, expiresInSeconds: readSeconds(typed['expires-in']) };
}

const TAMPERS = {
  app: APP_JWT_TAMPERS,
  consumer: CONSUMER_JWS_TAMPERS,
  anonymous: EXT_JWT_TAMPERS,
  lp: LP_JWT_TAMPERS,
} as const satisfies Record<TypedToken['kind'], readonly string[]>;

function requireTamper({ kind, tamper }: TypedToken): void {
  const known: readonly string[] = TAMPERS[kind];
  if (tamper === undefined || known.includes(tamper)) return;
  throw new UsageError(`--tamper: expected ${known.join(', ')}; got ${tamper}`);
}

function readSeconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  try {
    return Math.round(durationMs(/^-?\d+$/.test(text) ? Number(text) : text) / 1000);
  } catch {
    throw new UsageError(`--expires-in: expected seconds, or a number with a unit such as 10m; got ${text}`);
  }
}
