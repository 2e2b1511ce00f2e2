import { expect, it } from '@jest/globals';
import { AdminError } from '../../../mock-server/admin/admin-error.ts';
import { admit, requireJson } from '../../../mock-server/admin/gate.ts';
import type { CallParts } from '../../support/calls.ts';
import { callOf } from '../../support/calls.ts';

type Headers = Readonly<Record<string, string>>;

const LOCAL = { host: 'localhost:4407' };
const NEAR = 'call it from this machine directly, or add the host name that you use to the option admin.hosts';
const AT_LOCALHOST = 'call it at localhost, or add this host to the option admin.hosts';

/** What a call from this machine is told; undefined when it is let in. */
function told(parts: CallParts, hosts: readonly string[] = []): string | undefined {
  try {
    admit(callOf({ peer: 'loopback', ...parts, headers: { ...LOCAL, ...parts.headers } }), hosts);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(AdminError);
    const { status, message, path, headers } = error as AdminError;
    expect([status, path, headers]).toEqual([403, undefined, {}]);
    return message;
  }
}
const toldHost = (host: string, hosts?: readonly string[], parts: CallParts = {}): string | undefined =>
  told({ ...parts, headers: { host } }, hosts);

it.each(['loopback', 'in-process'] as const)('a caller that is %s is let in', (peer) => {
  expect(told({ peer })).toBeUndefined();
});

it.each(['remote', undefined] as const)(
  'a caller that is %s is refused, unless it calls by a configured name',
  (peer) => {
    const parts = { peer, headers: { host: 'mock.test' } };
    const failed =
      'the admin API only answers callers on this machine; this call comes from another machine or through a proxy (HTTP/1.0)';
    expect(told({ ...parts, headers: LOCAL })).toBe(`${failed}; ${NEAR}`);
    expect(told(parts, ['other.test'])).toBe(`${failed}; ${NEAR}`);
    expect(told(parts, ['other.test', 'mock.test'])).toBeUndefined();
  },
);

it.each([
  'forwarded',
  'via',
  'x-forwarded',
  'x-forwarded-for',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
])('a call that a proxy passed on is refused by its header %s', (name) => {
  const headers = { accept: '*/*', [name]: '' };
  expect(told({ headers })).toBe(
    `the admin API does not answer calls passed on by a proxy; this one has the header "${name}"; ${NEAR}`,
  );
  for (const other of [`not-${name}`, `${name}s`].filter((each) => !each.startsWith('x-forwarded-')))
    expect(told({ headers: { [other]: '' } })).toBeUndefined();
  expect(told({ headers: { ...headers, host: 'mock.test' } }, ['mock.test'])).toBeUndefined();
});

it.each([
  'localhost',
  'LOCALHOST:1',
  'localhost:65535',
  '127.0.0.1',
  '127.10.200.255:80',
  '[::1]:4407',
  '[0:0:0:0:0:0:0:1]',
])('a call by the loopback name %s is let in', (host) => {
  expect(toldHost(host)).toBeUndefined();
});

it.each([
  'mock.test',
  'localhost.mock.test',
  'my-localhost',
  '1127.0.0.1',
  '127.0.0.1.mock.test',
  '128.0.0.1',
  '[::2]',
  '[::1',
  '::1',
  'x[::1]',
  '[::1]x',
  'localhost:',
  'localhost:123456',
  'localhost:99999',
  'localhost:a',
  'a@localhost',
  'localhost/a',
  'localhost?',
  ' localhost',
  'localhost ',
])('a call by the name %j is refused', (host) => {
  const said = `it is ${JSON.stringify(host)}`;
  expect(toldHost(host)).toBe(`Host must be a loopback name or address for the admin API; ${said}; ${AT_LOCALHOST}`);
});

it('a call without a Host is refused, and a long one is quoted by its beginning', () => {
  const none = `Host must be a loopback name or address for the admin API; there is none; ${AT_LOCALHOST}`;
  expect(toldHost('')).toBe(none);
  expect(() => {
    admit(callOf({ peer: 'loopback' }), []);
  }).toThrow(none);
  expect(toldHost('x'.repeat(1000))).toContain(`it is "${'x'.repeat(197)}..."; `);
});

it.each([
  ['mock.test', 'MOCK.test', true],
  ['mock.test', 'mock.test:1', true],
  ['mock.test:80', 'mock.test', true],
  ['mock.test:4407', 'mock.test:4407', true],
  ['mock.test:4407', 'mock.test:4408', false],
  ['mock.test:4407', 'mock.test', false],
  ['192.168.0.7', '192.168.0.7:4407', true],
  ['[fe80::7]', '[fe80:0::7]:4407', true],
  ['mock.test', 'other.mock.test', false],
  ['not a host', 'not a host', false],
  ['not a host', 'mock.test', false],
])('with %j in admin.hosts a call at %j is let in: %s', (configured, host, isLetIn) => {
  expect(toldHost(host, ['unlike.test', configured], { peer: 'remote' }) === undefined).toBe(isLetIn);
});

it.each([
  ['http://localhost:4407', 'http://localhost:4407', true],
  ['https://localhost:4407', 'http://localhost:4407', false],
  ['http://localhost', 'http://localhost:80', true],
  ['http://localhost:4408', 'http://localhost:4407', false],
  ['http://mock.test', 'http://localhost:4407', false],
  ['null', 'http://localhost:4407', false],
  ['', 'http://localhost:4407', false],
])('a page of the origin %j is answered at %j: %s', (from, origin, isLetIn) => {
  const refusal = `the admin API does not answer pages of another origin; Origin is "${from}"; open one of its own at "${origin}"`;
  expect(told({ origin, headers: { origin: from } })).toBe(isLetIn ? undefined : refusal);
});

const LINK = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
it.each<[site: string, method: string, headers: Headers, isLetIn: boolean]>([
  ['same-origin', 'GET', {}, true],
  ['none', 'POST', {}, true],
  ['cross-site', 'GET', {}, false],
  ['same-site', 'GET', {}, false],
  ['cross-site', 'GET', LINK, true],
  ['same-site', 'GET', LINK, true],
  ['cross-site', 'POST', LINK, false],
  ['cross-site', 'GET', { ...LINK, 'sec-fetch-mode': 'no-cors' }, false],
  ['cross-site', 'GET', { ...LINK, 'sec-fetch-dest': 'iframe' }, false],
])('a page of the site %j is answered a %s with %j: %s', (site, method, headers, isLetIn) => {
  const refusal = `the admin API does not answer pages of another site; Sec-Fetch-Site is "${site}"; call it from a program or a page of its own`;
  expect(told({ method, headers: { ...headers, 'sec-fetch-site': site } })).toBe(isLetIn ? undefined : refusal);
});

it.each<[method: string, type: string | undefined, isTaken: boolean]>([
  ['GET', undefined, true],
  ['HEAD', 'text/plain', true],
  ['POST', 'application/json', true],
  ['POST', ' Application/JSON ; charset=utf-8', true],
  ['DELETE', 'application/json', true],
  ['DELETE', undefined, false],
  ['POST', undefined, false],
  ['POST', '', false],
  ['POST', 'text/plain', false],
  ['POST', 'text/plain; application/json', false],
  ['POST', 'application/jsonp', false],
])('a %s of the content type %j is taken: %s', (method, type, isTaken) => {
  const call = callOf({ method, headers: type === undefined ? {} : { 'content-type': type } });
  const refusal: unknown = [415, 'a change needs content-type: application/json, even without a body'];
  let refused: unknown;
  try {
    requireJson(call);
  } catch (error) {
    const { status, message } = error as AdminError;
    refused = [status, message];
  }
  expect(refused).toEqual(isTaken ? undefined : refusal);
});
