import { expect, it } from '@jest/globals';
import { createMock } from '../../../../mock-server/index.ts';
import { ask } from '../../../support/calls.ts';
import { ACCOUNT } from '../../../support/through-every-adapter.ts';

const pathOf = (service: string): string => `/api/account/${ACCOUNT}/service/${service}/baseURI.json?version=1.0`;

it.each([
  ['whole up to 64 characters', 'x'.repeat(64), 'x'.repeat(64)],
  ['cut after them', `${'x'.repeat(64)}y`, `${'x'.repeat(64)}...`],
])('The name of a service that is not there is told %s', async (_, service, told) => {
  const answer = await ask(createMock(), { target: pathOf(service) });
  expect(answer.headers['lp-mock-reason']).toContain(`; there is no service "${told}"; nearest: `);
});

it.each([
  ['auto' as const, 'length'],
  [{ idp: 'idp.example.test', '': 'nowhere.example.test' }, 'constructor'],
])('A service lives where the mock does, whatever it is called, with csds.baseUri %j: %s', async (baseUri, service) => {
  const mock = createMock({ csds: { baseUri, extraServices: [service] } });
  const answer = await ask(mock, { target: pathOf(service) });
  expect(answer.body).toBe(JSON.stringify({ service, account: ACCOUNT, baseURI: 'localhost:4407' }));
});
