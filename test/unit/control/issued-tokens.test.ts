import { expect, it } from '@jest/globals';
import { issuedTokens } from '../../../mock-server/control/issued-tokens.ts';
import type { JournalEntry } from '../../../mock-server/control/journal/entry.ts';

const tokenOf = (id: string | undefined, claims?: object, use = 'issued'): object => ({
  use,
  id,
  kind: 'AppJWT',
  claims,
});

const entryOf = (id: number, accountId: string | undefined, ...tokens: object[]): JournalEntry =>
  ({ id, accountId, tokens }) as unknown as JournalEntry;

it('Issued tokens: the one that expires next first, then those that never do, then those that have, the last first', () => {
  const entries = [
    entryOf(1, '100', tokenOf('gone long ago', { exp: 1 }), tokenOf('gone lately', { exp: 9 })),
    entryOf(2, '100', tokenOf('later', { exp: 30, iat: 2 }), tokenOf('soon', { exp: 11, iat: 1.5 })),
    entryOf(4, undefined, tokenOf('never too', { exp: 'x', iat: null }), tokenOf('gone now', { exp: 20 })),
    entryOf(3, undefined, tokenOf('never'), tokenOf('never ever', { exp: Infinity })),
    entryOf(5, '100', tokenOf('soon', { exp: 99 }), tokenOf('brought', { exp: 50 }, 'presented'), tokenOf(undefined)),
  ];
  const found = issuedTokens(entries, (accountId) => (accountId === '100' ? 10_000 : 20_000));
  expect(found.map(({ id }) => id)).toEqual([
    'soon',
    'later',
    'never',
    'never ever',
    'never too',
    'gone now',
    'gone lately',
    'gone long ago',
  ]);
  expect([found[0], found[2]]).toEqual([
    { id: 'soon', kind: 'AppJWT', accountId: '100', entry: 2, issuedMs: 1500, expiresMs: 11_000, leftMs: 1000 },
    {
      id: 'never',
      kind: 'AppJWT',
      accountId: undefined,
      entry: 3,
      issuedMs: undefined,
      expiresMs: undefined,
      leftMs: undefined,
    },
  ]);
});
