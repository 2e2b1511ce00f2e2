import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { matchers, useMock } from 'lp-auth-mock/testing';
import { createConnector } from '../connector/connector.mjs';

expect.extend(matchers);
const { mock } = useMock({ hooks: { beforeAll, afterEach, afterAll } });

test('an AppJWT that is refused is replaced once', async () => {
  const connector = createConnector();
  await connector.say('Hello!');
  mock.clock.advance('61m');
  await connector.say('Are you still there?');
  expect(mock.journal.count({ reason: 'app-jwt-expired' })).toBe(1);
  expect(mock).toHaveRetriedAtMost(1);
});

test('a ConsumerJWS of another brand is an error, not a loop', async () => {
  const consumerJws = await mock.account('87654321').mint.consumerJws();
  await expect(createConnector({ consumerJws }).say('Hello!')).rejects.toThrow('40103');
});
