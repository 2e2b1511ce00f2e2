import { expect, it } from '@jest/globals';
import { createMock } from '../../../../mock-server/index.ts';
import { brandSocket, logIn, openSocket, refusedHandshake } from '../../../support/sockets.ts';
import { ACCOUNT } from '../../../support/through-every-adapter.ts';

const UNKNOWN =
  'agent-bearer-unknown; the bearer is of no login that lives: it expired, was logged out, or is of another account; log in again';

it.each([
  [
    `/ws_api/account/${ACCOUNT}/messaging/brand?v=2.1`,
    'agent-bearer-missing; the bearer of an agent login is missing in the path',
  ],
  [brandSocket('nobody'), UNKNOWN],
  [
    brandSocket('nobody', '99999999'),
    'account-unknown; account 99999999 is not configured and this mock is closed; it has 12345678, 87654321',
  ],
])("The agents' socket is refused, which is told: %s", async (target, reason) => {
  expect(await refusedHandshake(createMock({ closed: true }), target)).toMatchObject({
    status: 401,
    body: '{"error":"unauthorized"}',
    headers: { 'lp-mock-reason': reason },
  });
});

it("The agents' socket takes the bearer in its path before that in Authorization, where it may stand as well", async () => {
  const mock = createMock();
  const { bearer } = await logIn(mock);
  const bare = `/ws_api/account/${ACCOUNT}/messaging/brand?v=2.1`;
  for (const [target, headers] of [
    [bare, { authorization: `Bearer ${bearer}` }],
    [brandSocket(bearer), { authorization: 'Bearer nobody' }],
  ] as const)
    expect((await openSocket(mock, target, headers)).closed()).toBeUndefined();
});
