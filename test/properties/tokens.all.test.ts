import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac, createPublicKey, generateKeyPairSync, sign as signWith } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import fc from 'fast-check';
import { endpoints } from '../../mock-server/endpoints/index.ts';
import type { Answer, Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask } from '../support/calls.ts';
import { ACCOUNT, NOON } from '../support/through-every-adapter.ts';
import { isEverything, runs } from '../support/everything.ts';
import { askEndpoint } from '../control/fault-setup.ts';
import { flowFaults, indecencies } from './refusal-shape.ts';
import type { TokenPlace } from './token-places.ts';
import { goodTokens, PLACES } from './token-places.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const mock = frozenMock();
let good: Awaited<ReturnType<typeof goodTokens>>;
let publicKeys: string[];
beforeAll(async () => {
  good = await goodTokens(mock);
  publicKeys = await readPublicKeys();
});

function frozenMock(): Mock {
  // The same consumer opens its conversation again and again.
  const made = createMock({ seed: 'tokens', sendApi: { duplicateConversationStatus: 200 } });
  made.clock.freeze(NOON);
  return made;
}

/** Every public key that a caller can see: Sentinel's as PEM, the customer connector's as the list shows it. */
async function readPublicKeys(): Promise<string[]> {
  const { keys } = JSON.parse((await ask(mock, { target: '/sentinel/well-known/jwks' })).body) as {
    keys: JsonWebKey[];
  };
  const list = await ask(mock, { target: `/api/account/${ACCOUNT}/configuration/le-connectors/all-connectors` });
  const connectors = JSON.parse(list.body) as { configuration: { jwtPublicKey?: string } }[];
  return [
    ...keys.map((key) => createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString()),
    ...connectors.flatMap(({ configuration: { jwtPublicKey } }) => jwtPublicKey ?? []),
  ];
}

/** Whether the place refused in its own words, in a documented form. */
function refusal(place: TokenPlace, answer: Answer): string {
  const faults = indecencies(answer);
  if (faults.length > 0) return faults.join('; ');
  const error = JSON.parse(answer.body) as {
    internalErrorCode?: string;
    body?: { errorCode?: number };
    errorCode?: string;
  };
  if (error.internalErrorCode !== undefined && /^\d{4}$/.test(error.internalErrorCode)) return 'refused';
  if ((error.body?.errorCode ?? error.errorCode) !== undefined) return 'refused';
  return `${place.name} answers ${String(answer.status)} ${answer.body.slice(0, 200)}`;
}

function replaceAt(token: string, index: number, character: string): string {
  return token.slice(0, index) + character + token.slice(index + 1);
}

/** What is taken by a socket is tried by `test/messaging/socket-authentication.test.ts`. */
const TAKEN = endpoints
  .filter((row) => row.isSocket !== true)
  .flatMap(({ id, tokens = [] }) => tokens.map(({ kind }) => `${id}: ${kind}`));

it('every token that a row of the endpoint table takes is tried here', () => {
  const tried = PLACES.map(({ endpoint, accepts }) => `${endpoint}: ${accepts}`);
  expect({
    'add a place to PLACES in test/properties/token-places.ts': TAKEN.filter((each) => !tried.includes(each)),
    'add it to tokens of the row': tried.filter((each) => !TAKEN.includes(each)),
  }).toEqual({ 'add a place to PLACES in test/properties/token-places.ts': [], 'add it to tokens of the row': [] });
});

/** The kind of the token that a call was refused for not bringing, by the reason's slug. */
const KIND_MISSING: Readonly<Record<string, string>> = {
  'app-jwt-missing': 'AppJWT',
  'consumer-jws-missing': 'ConsumerJWS',
  'id-token-missing': 'id token',
};

it.each(endpoints.map((row) => [row.id, row] as const))(
  '%s says in its row which token it asks for',
  async (id, row) => {
    const slug = (await askEndpoint(mock, id)).headers['lp-mock-reason']?.split(';')[0] ?? '';
    const missing = KIND_MISSING[slug];
    const told = (row.tokens ?? []).map(({ kind }): string => kind);
    expect(
      missing === undefined || told.includes(missing) ? [] : [`add { kind: '${missing}', ... } to its tokens`],
    ).toEqual([]);
  },
);

describe.each(PLACES.map((place) => [place.name, place] as const))('%s', (_, place) => {
  const accepts = async (token: string): Promise<boolean> => (await place.ask(mock, token)).status === place.accepted;

  it('accepts a good token, before and after everything that follows', async () => {
    expect(await accepts(good[place.accepts])).toBe(true);
  });

  it('refuses every change of a single character, wherever it is', async () => {
    const token = good[place.accepts];
    for (let index = 0; index < token.length; index += isEverything ? 1 : 7) {
      const other = ALPHABET[(ALPHABET.indexOf(token[index] ?? '') + 1) % 64] ?? '';
      expect(refusal(place, await place.ask(mock, replaceAt(token, index, other)))).toBe('refused');
    }
  });

  it('refuses every other last character: none decodes to the same signature', async () => {
    const token = good[place.accepts];
    for (const last of [...Array.from(ALPHABET), '=', '.', '+', '/', '\0'].filter((each) => each !== token.at(-1))) {
      expect(refusal(place, await place.ask(mock, replaceAt(token, token.length - 1, last)))).toBe('refused');
    }
  });

  it('refuses any character that is put in, left out or replaced', async () => {
    const change = fc.record({
      at: fc.nat(),
      cut: fc.nat({ max: 2 }),
      add: fc.string({ unit: 'binary-ascii', maxLength: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, cut, add }) => {
        const token = good[place.accepts];
        const index = at % (token.length + 1);
        const changed = token.slice(0, index) + add + token.slice(index + cut);
        fc.pre((place.inHeader ? changed.trim() : changed) !== token);
        expect(refusal(place, await place.ask(mock, changed))).toBe('refused');
      }),
      { numRuns: runs(300) },
    );
  });

  it('refuses parts of good tokens in any other order and number', async () => {
    const parts = [...new Set(Object.values(good).flatMap((token) => token.split('.'))), ''];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 6 }), async (mixed) => {
        fc.pre(mixed.join('.') !== good[place.accepts] && mixed.join('') !== '');
        expect(refusal(place, await place.ask(mock, mixed.join('.')))).toBe('refused');
      }),
      { numRuns: runs(200) },
    );
  });

  it('refuses good tokens of every other kind', async () => {
    const others = Object.entries(good)
      .filter(([kind]) => kind !== place.accepts)
      .map(([, token]) => token);
    for (const token of others) expect(refusal(place, await place.ask(mock, token))).toBe('refused');
  });

  it('refuses what was forged, and says why beside the answer', async () => {
    expect(publicKeys).toHaveLength(4);
    for (const [reason, forged] of forgeries(good[place.accepts])) {
      const answer = await place.ask(mock, forged);
      expect([refusal(place, answer), answer.headers['lp-mock-reason']]).toEqual([
        'refused',
        expect.stringMatching(reason),
      ]);
    }
  });

  it('refuses a token that another mock signed with keys of its own', async () => {
    const token = good[place.accepts];
    const [header = '', claims = ''] = token.split('.');
    expect(refusal(place, await place.ask(mock, signed(`${header}.${claims}`)))).toBe('refused');
  });

  it('lets ordinary calls go on', async () => {
    expect(await accepts(good[place.accepts])).toBe(true);
    expect(await flowFaults(mock)).toEqual([]);
  });
});

const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const signed = (input: string): string =>
  `${input}.${signWith('RSA-SHA256', Buffer.from(input), foreign.privateKey).toString('base64url')}`;

/** The classic forgeries over the claims of a good token, each with the reason that is expected. */
function forgeries(token: string): [RegExp, string][] {
  const [head = '', claims = '', signature = ''] = token.split('.');
  const header = JSON.parse(Buffer.from(head, 'base64url').toString('utf8')) as Record<string, unknown>;
  const withHeader = (change: object): string => `${encode({ ...header, ...change })}.${claims}`;
  const hs256 = (key: string): string => {
    const input = withHeader({ alg: 'HS256' });
    return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
  };
  const certificate = foreign.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return [
    [/-algorithm; .*alg "none"/, `${withHeader({ alg: 'none' })}.`],
    [/-algorithm; .*alg "none"/, `${withHeader({ alg: 'none' })}.${signature}`],
    [/-algorithm; .*alg "NONE"/, `${withHeader({ alg: 'NONE' })}.`],
    ...[...publicKeys, ''].map((key): [RegExp, string] => [/-algorithm; .*alg "HS256"/, hs256(key)]),
    [/-algorithm; .*alg "PS256"/, signed(withHeader({ alg: 'PS256' }))],
    [/-signature; /, `${head}.${claims}.`],
    [/-signature; /, `${head}.${claims}.${'A'.repeat(342)}`],
    [/-signature; /, signed(withHeader({ jwk: foreign.publicKey.export({ format: 'jwk' }) }))],
    [/-signature; /, signed(withHeader({ x5c: [certificate], jku: 'http://127.0.0.1:1/jwks' }))],
    [/-(unknown-key|signature); /, signed(withHeader({ kid: '../../../keys/00001.json' }))],
    [/-(unknown-key|signature); /, signed(withHeader({ kid: '/dev/null' }))],
    [/-(unknown-key|signature); /, signed(withHeader({ kid: '__proto__' }))],
    [/-(unknown-key|signature); /, signed(withHeader({ kid: { toString: 'x' } }))],
    [/-malformed; /, 'x'.repeat(100_000)],
    [/-malformed; /, `${head}.${'A'.repeat(100_000)}.${signature}`],
    [/-(signature|algorithm|malformed); /, `${head}.${claims}.${'A'.repeat(100_000)}`],
    [/-malformed; /, `${head}.${encode([])}.${signature}`],
    [/-malformed; /, '..'],
    [/-encrypted; /, `${head}.${claims}.${signature}.a.b`],
  ];
}
