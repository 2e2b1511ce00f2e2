import { expect, it } from '@jest/globals';
import { settle } from '../../../mock-server/config/settle.ts';
import { bodyBytesOf, endpoints, isLivePersonUrl } from '../../../mock-server/endpoints/index.ts';

/** By what an id begins with: the service in whose envelope its URLs refuse, and at which its faults fire. */
const SERVICES: Readonly<Record<string, string>> = {
  csds: 'csds',
  sentinel: 'sentinel',
  idp: 'idp',
  'account-config': 'accountConfigReadOnly',
  'send-api': 'asyncMessagingEnt',
  ums: 'asyncMessagingEnt',
  'agent-vep': 'agentVep',
  history: 'msgHist',
  'messaging-rest': 'messagingRestApiDomain',
  swift: 'swift',
  functions: 'faasGW',
  installations: 'accountConfigReadWrite',
};

it.each(endpoints.map((row) => [row.id, row] as const))('%s is of its service, and answers', async (id, row) => {
  const usual = SERVICES[id.replace(/\..*$/, '')];
  expect(row.service).toBe(id === 'account-config.connectors' ? 'acCdnDomain' : usual);
  expect(row.title).toMatch(/^\S.+\S$/);
  const loaded = await row.load();
  expect([typeof loaded.handle, typeof loaded.connect]).toEqual([
    'function',
    row.isSocket === true ? 'function' : 'undefined',
  ]);
});

it.each([
  '/api/account/1/anything',
  '/csdr/account/1/anything',
  '/sentinel/anything',
  '/messaging/v1/anything',
  '/ws_api/account/1/anything',
  '/messaging_history/anything',
  '/v1/AUTH_async-images/anything',
  '//v1/AUTH_async-images/anything',
])("%s is LivePerson's at any host, and nowhere but at the start of a path", (path) => {
  expect(isLivePersonUrl(path, 'localhost:4407')).toBe(true);
  expect(isLivePersonUrl(`/app${path}`, 'localhost:4407')).toBe(false);
});

it("every path of a host of LivePerson's is LivePerson's", () => {
  expect(isLivePersonUrl('/', 'va.msg.liveperson.net')).toBe(true);
  expect(isLivePersonUrl('/', 'example.test')).toBe(false);
});

it.each([
  ['PUT', '/v1/AUTH_async-images/1/a', 5_000_000, 5_000_000],
  ['PUT', '//v1/AUTH_async-images/1/a', 5_000_000, 5_000_000],
  ['PUT', '/v1/AUTH_async-images/1/a', 1000, 1_048_576],
  ['GET', '/v1/AUTH_async-images/1/a', 5_000_000, 1_048_576],
  ['PUT', '/messaging/v1/consumers/a', 5_000_000, 1_048_576],
  ['PUT', '/x/v1/AUTH_async-images/1/a', 5_000_000, 1_048_576],
])('of a %s %s, where files may have %i bytes, %i are read', (method, path, maxFileBytes, read) => {
  expect(bodyBytesOf({ method, path }, settle({ uploads: { maxFileBytes } }))).toBe(read);
});
