import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endpoints } from '../../mock-server/endpoints/index.ts';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask } from '../support/calls.ts';
import { ACCOUNT, CLIENT_SECRET, NOON } from '../support/through-every-adapter.ts';
import { runs } from '../support/everything.ts';
import type { Tokens } from './arbitraries.ts';
import { body as anyBody, callAt, headersWith, methodLike, origin } from './arbitraries.ts';
import { flowFaults, indecencies } from './refusal-shape.ts';
import { processorMs, SQUARE_MS } from '../support/processor-time.ts';
import { anyLetter } from './any-letter.ts';

async function tokensOf({ mint }: Mock): Promise<Tokens> {
  const others = [
    mint.extJwt(),
    mint.lpJwt(),
    mint.appJwt({ expiresInSeconds: -1 }),
    mint.consumerJws({ claims: { account_id: 'other' } }),
  ];
  return { appJwt: await mint.appJwt(), consumerJws: await mint.consumerJws(), others: await Promise.all(others) };
}

function frozenMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'properties', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

describe.each([
  ['an open mock', {}],
  ['a closed and strict one', { closed: true, strict: true }],
])('%s, asked anything', (_, options) => {
  let tokens: Tokens;
  /** No header may tell any of them. */
  let secrets: string[];
  beforeAll(async () => {
    tokens = await tokensOf(frozenMock());
    const all = [tokens.appJwt, tokens.consumerJws, ...tokens.others];
    secrets = [...all.flatMap((token) => token.split('.').slice(1)), CLIENT_SECRET];
  });

  it.each(endpoints.map((row) => [row.id, row] as const))(
    'answers in a documented form at %s, and ordinary calls go on',
    async (_id, row) => {
      const mock = frozenMock(options);
      await fc.assert(
        fc.asyncProperty(callAt(row, tokens), async (parts) => {
          expect(indecencies(await ask(mock, parts), secrets)).toEqual([]);
        }),
        { numRuns: runs(150) },
      );
      expect(await flowFaults(mock)).toEqual([]);
    },
  );

  it('answers in a documented form at any path at all', async () => {
    const mock = frozenMock(options);
    const prefix = fc.constantFrom(
      '',
      '/',
      '/api/account/',
      `/api/account/${ACCOUNT}/`,
      '/sentinel/',
      '/csdr/account/',
      '/messaging/v1/',
      '/ws_api/account/',
      '//',
      '*',
      'http://',
    );
    const target = fc.tuple(prefix, fc.string({ unit: anyLetter, maxLength: 40 })).map((parts) => parts.join(''));
    const call = fc.record({ method: methodLike('GET'), target, headers: headersWith(tokens), body: anyBody, origin });
    await fc.assert(
      fc.asyncProperty(call, async (parts) => {
        expect(indecencies(await ask(mock, parts), secrets)).toEqual([]);
      }),
      { numRuns: runs(400) },
    );
    expect(await flowFaults(mock)).toEqual([]);
  });
});

describe('absurd sizes', () => {
  const mock = frozenMock();
  it.each([
    ['a path of 250 kB', { target: `/api/account/${'ab/'.repeat(80_000)}` }],
    ['an account of 250 kB', { target: `/api/account/${'a'.repeat(250_000)}/service/baseURI.json` }],
    ['a path of percent signs', { target: `/api/account/${'%'.repeat(50_000)}/consumer`, method: 'POST' }],
    [
      'a query of 100,000 parameters',
      { target: `/sentinel/api/account/${ACCOUNT}/app/token?${'v=1&'.repeat(100_000)}`, method: 'POST' },
    ],
    [
      'a scope of 100,000 words',
      {
        target: `/sentinel/api/account/${ACCOUNT}/app/token?v=1&grant_type=client_credentials`,
        body: `client_id=x&client_secret=y&scope=${'a+'.repeat(100_000)}`,
        method: 'POST',
      },
    ],
    ['a callback of 250 kB', { target: `/api/account/${ACCOUNT}/signup.jsonp?callback=${'a.'.repeat(125_000)}` }],
    [
      'an Authorization of white space',
      {
        target: `/api/account/${ACCOUNT}/consumer`,
        method: 'POST',
        headers: { authorization: `Bearer${' '.repeat(250_000)}x` },
      },
    ],
    [
      'an Authorization of commas',
      { target: `/api/account/${ACCOUNT}/consumer`, method: 'POST', headers: { authorization: ', '.repeat(100_000) } },
    ],
    [
      'a cookie of 250 kB',
      {
        target: `/api/account/${ACCOUNT}/refresh`,
        method: 'POST',
        headers: { cookie: 'a=;'.repeat(80_000) },
        body: '{}',
      },
    ],
    [
      'an origin of 250 kB',
      {
        target: '/sentinel/well-known/jwks',
        headers: { origin: 'x'.repeat(250_000) },
        origin: `http://${'a.'.repeat(100_000)}`,
      },
    ],
    [
      'a body nested 500,000 deep',
      {
        target: `/api/account/${ACCOUNT}/anonymous/authorize`,
        method: 'POST',
        body: '['.repeat(500_000) + ']'.repeat(500_000),
      },
    ],
  ])('(%s) are answered in a documented form and at once', async (_, parts) => {
    const before = processorMs();
    expect(indecencies(await ask(mock, parts))).toEqual([]);
    expect(processorMs() - before).toBeLessThan(SQUARE_MS);
    expect(await flowFaults(mock)).toEqual([]);
  });
});
