import { expect, it } from '@jest/globals';
import { createMock } from '../../../../mock-server/index.ts';
import { openSocket } from '../../../support/sockets.ts';
import { ACCOUNT } from '../../../support/through-every-adapter.ts';

const PATH = `/ws_api/account/${ACCOUNT}/messaging/consumer`;
const SHORT = 'GetClockResponse';
const LONG = '.GetClock$Response';

it.each([
  ['?v=3', SHORT],
  ['', SHORT],
  ['?v=', SHORT],
  ['?v=12', SHORT],
  ['?v=2x', SHORT],
  ['?v=2.', SHORT],
  ['?v=2.x', SHORT],
  ['?v=2', LONG],
  ['?v=2.1', LONG],
  ['?v=2.10', LONG],
])("A consumer's socket of %p answers in frames of the dialect of its version", async (query, type) => {
  const mock = createMock();
  const socket = await openSocket(mock, PATH + query, { authorization: `jwt ${await mock.mint.lpJwt()}` });
  socket.send({ kind: 'req', id: '1', type: 'GetClock' });
  expect(socket.take()).toMatchObject([{ code: 200, type }]);
});

it("A consumer's socket with the LP_JWT in its path has the long dialect, whatever stands in Authorization", async () => {
  const mock = createMock();
  const socket = await openSocket(mock, `${PATH}/${await mock.mint.lpJwt()}?v=3`, { authorization: 'jwt nobody' });
  socket.send({ kind: 'req', id: '1', type: 'GetClock' });
  expect(socket.take()).toMatchObject([{ code: 200, type: LONG }]);
});
