import { expect, it } from '@jest/globals';
import { serverOf } from '../../../../mock-server/admin/surface/servers.ts';

const LOOK_UP = 'The Domain API names the host of an account.';

it.each([
  ['va.idp.liveperson.net', undefined, 'https://{zone}.idp.liveperson.net', 'va'],
  ['va-a.sentinel.liveperson.net', undefined, 'https://{zone}.sentinel.liveperson.net', 'va-a'],
  ['va.msg.liveperson.net', true, 'wss://{zone}.msg.liveperson.net', 'va'],
] as const)('the zone of %s follows from the account', (host, isSocket, url, zone) => {
  const variables = { zone: { default: zone, description: LOOK_UP } };
  expect(serverOf({ service: 'idp', ...(isSocket && { isSocket }) }, host)).toEqual({ url, variables });
});

it.each(['accdn.liveperson.net', 'my.va.liveperson.net', 'vax.liveperson.net', 'va-b.liveperson.net', 'va.'])(
  'a host without a zone is there as it is: %s',
  (host) => {
    expect(serverOf({ service: 'swift' }, host)).toEqual({ url: `https://${host}` });
    expect(serverOf({ service: 'swift', isSocket: true }, host)).toEqual({ url: `wss://${host}` });
  },
);

it('the Domain API has four hosts, by the account', () => {
  expect(serverOf({ service: 'csds' }, 'va.csds.test')).toEqual({
    url: 'https://{host}',
    variables: {
      host: {
        default: 'api.liveperson.net',
        description: 'By the prefix of the account id: ids that begin with a, and with fr, have hosts of their own.',
        enum: ['', '-a', '-z0-intg'].reduce(
          (hosts, part) => [...hosts, `adminlogin${part}.liveperson.net`],
          ['api.liveperson.net'],
        ),
      },
    },
  });
});
