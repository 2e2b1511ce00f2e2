import { matchers, useMock } from 'lp-auth-mock/testing';
import { createConnector } from '../connector/connector.mjs';

expect.extend(matchers);
const { mock } = useMock();

test('one AppJWT serves many messages', async () => {
  const connector = createConnector();
  await connector.say('Hello!');
  await connector.say('Are you there?');
  expect(mock).toHaveCalled('send-api.send', { times: 2 });
  expect(mock).toHaveReusedToken();
  expect(mock).toHaveSentNoSecretInQuery();
});

test('the AppJWT is replaced before it runs out', async () => {
  const connector = createConnector({ now: mock.clock.now });
  await connector.say('Hello!');
  mock.clock.advance('58m');
  await connector.say('Are you there?');
  expect(mock).toHaveRefreshedBeforeExpiry();
});

test('LivePerson asks for patience', async () => {
  mock.faults.add({ endpoint: 'send-api.send', error: 'TOO_MANY_REQUESTS', times: 1 });
  const waited = [];
  await createConnector({
    wait: (seconds) => {
      waited.push(seconds);
    },
  }).say('Hello!');
  expect(waited).toEqual([1]);
});
