// In Jest's default configuration, which is CommonJS.
const { createMock } = require('lp-auth-mock');

test('a token is accepted for an hour', async () => {
  const mock = createMock();
  const token = await mock.mint.appJwt();
  expect((await mock.inspect(token)).accepted).toBe(true);
  mock.clock.advance('61m');
  expect((await mock.inspect(token)).accepted).toBe(false);
});
