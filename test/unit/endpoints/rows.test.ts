import { expect, it } from '@jest/globals';
import { createMock } from '../../../mock-server/index.ts';

const mock = createMock();
const { endpoints } = mock;

/** The service of each group of calls: its host, its errors and its tag in the OpenAPI document follow from it. */
it.each([
  ['csds', 'csds'],
  ['send-api', 'asyncMessagingEnt'],
  ['ums', 'asyncMessagingEnt'],
  ['messaging-rest', 'messagingRestApiDomain'],
  ['swift', 'swift'],
  ['functions', 'faasGW'],
])('Every call of %s is of the service %s', (group, service) => {
  const services = endpoints.filter(({ id }) => id.startsWith(`${group}.`)).map((row) => row.service);
  expect(new Set(services)).toEqual(new Set([service]));
});

it('The sockets are the two of UMS', () => {
  expect(endpoints.filter(({ isSocket }) => isSocket === true).map(({ id }) => id)).toEqual([
    'ums.consumer',
    'ums.brand',
  ]);
});

const REST = [
  'PUT /messaging/v1/consumers/{consumer}',
  'POST /messaging/v1/consumers/{consumer}/conversations',
  'GET /messaging/v1/conversations/{conversation}',
  'PATCH /messaging/v1/conversations/{conversation}',
  'POST /messaging/v1/conversations/{conversation}/dialogs/{dialog}/messages',
  'GET /messaging/v1/conversations/{conversation}/dialogs/{dialog}/messages',
];
const CREATE = 'POST /api/account/{account}/messaging/consumer/conversation';

it.each([
  [
    'a ConsumerJWS',
    () => mock.mint.consumerJws(),
    [
      `X-LP-ON-BEHALF of ${CREATE}`,
      `X-LP-ON-BEHALF of ${CREATE}/send`,
      ...REST.map((call) => `LP-On-Behalf of ${call}`),
    ],
  ],
  [
    'an LP_JWT',
    () => mock.mint.lpJwt(),
    [
      'Authorization, InitConnection or the path of GET /ws_api/account/{account}/messaging/consumer',
      ...REST.map((call) => `Authorization of ${call}`),
    ],
  ],
])('Where %s goes is told by inspecting one', async (_, mint, places) => {
  expect((await mock.inspect(await mint())).where).toEqual(places);
});
