import { expect, it } from '@jest/globals';
import sentinelV1 from '../../../keys/appjwt-13-05-17.json' with { type: 'json' };
import { createMemoryBudget } from '../../../mock-server/memory/budget.ts';
import type { PrivateJwk } from '../../../mock-server/tokens/jwk.ts';
import { createSigner } from '../../../mock-server/tokens/signer.ts';
import { createSigningKey } from '../../../mock-server/tokens/signing-keys.ts';

const KEY = createSigningKey(sentinelV1 as PrivateJwk);
const LIMIT_MEGABYTES = 0.2;

it('what is remembered of tokens keeps to its share of the memory, and each is good all the same', async () => {
  const memory = createMemoryBudget(LIMIT_MEGABYTES);
  const signer = createSigner(memory);
  const tokens: string[] = [];
  for (let n = 0; n < 20; n += 1) tokens.push(await signer.sign(KEY, { n, text: 'x'.repeat(1500) }));
  const verdicts = await Promise.all(tokens.map(async (token) => signer.verify(token, [KEY])));
  expect(verdicts.map(({ ok }) => ok)).toEqual(tokens.map(() => true));
  expect(await signer.sign(KEY, { n: 0, text: 'x'.repeat(1500) })).toBe(tokens[0]);
});
