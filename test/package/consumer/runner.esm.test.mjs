// In Jest with ES modules, and in Vitest with its globals.
import { createMock } from 'lp-auth-mock';
import { createHandlers } from 'lp-auth-mock/msw';
import { setupServer } from 'msw/node';

test('a token is accepted for an hour', async () => {
  const mock = createMock();
  const token = await mock.mint.appJwt();
  expect((await mock.inspect(token)).accepted).toBe(true);
  mock.clock.advance('61m');
  expect((await mock.inspect(token)).accepted).toBe(false);
});

test('LivePerson answers inside the process', async () => {
  const server = setupServer(...createHandlers());
  server.listen();
  const answer = await fetch('https://sentinel.liveperson.net/sentinel/well-known/jwks');
  expect(answer.status).toBe(200);
  server.close();
});
