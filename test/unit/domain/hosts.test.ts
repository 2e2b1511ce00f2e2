import { describe, expect, it } from '@jest/globals';
import {
  exampleHost,
  hostOf,
  isLivePersonHost,
  LIVEPERSON_HOSTS,
  SERVICE_HOSTS,
} from '../../../mock-server/domain/hosts.ts';

describe('a host of LivePerson', () => {
  it.each([
    ['api.liveperson.net'],
    ['va.sentinel.liveperson.net'],
    ['API.LivePerson.NET'],
    ['liveperson.net'],
    ['api.liveperson.net:443'],
    ['accdn.lpsnmedia.net'],
    ['hc1.dev.lprnd.net'],
    ['x.int.gw.lpcloud.io'],
    ['proactive-messaging.z1.fs.liveperson.com'],
    ['api.liveperson.com'],
    ['z1.liveperson.com:8443'],
    ['wwwx.liveperson.com'],
  ])('is %s', (host) => {
    expect(isLivePersonHost(host)).toBe(true);
  });

  it.each([
    [''],
    ['localhost:4407'],
    ['evil-liveperson.net'],
    ['liveperson.net.evil.test'],
    ['api.liveperson.net.'],
    ['api.liveperson.netx'],
    ['api.liveperson.net@evil.test'],
    ['api.liveperson.net/x'],
    ['.liveperson.net'],
    ['api.liveperson.net:'],
    ['evil-liveperson.com'],
    ['liveperson.com.evil.test'],
    ...[
      'liveperson.com',
      'www.liveperson.com',
      'developers.liveperson.com',
      'docs.liveperson.com',
      'community.liveperson.com',
      'knowledge.liveperson.com',
      'WWW.LivePerson.com:443',
    ].map((site) => [site]),
    ['a'.repeat(100_000)],
    ['a.'.repeat(50_000)],
  ])('is not %j', (host) => {
    expect(isLivePersonHost(host)).toBe(false);
  });
});

it("every listed service has a host of LivePerson's, and any other gets one", () => {
  for (const [service, host] of Object.entries(SERVICE_HOSTS)) {
    expect(isLivePersonHost(host)).toBe(true);
    expect(exampleHost(service)).toBe(host);
  }
  expect(exampleHost('leBotApi')).toBe('va.lebotapi.liveperson.net');
});

it('a service named like a member of every object gets a host and no function', () => {
  expect(['constructor', '__proto__', 'toString'].map(exampleHost)).toEqual([
    'va.constructor.liveperson.net',
    'va.__proto__.liveperson.net',
    'va.tostring.liveperson.net',
  ]);
});

it('the host of an origin keeps its port', () => {
  expect(['http://localhost:4407', 'https://api.liveperson.net', 'http://[::1]:80'].map(hostOf)).toEqual([
    'localhost:4407',
    'api.liveperson.net',
    '[::1]:80',
  ]);
});

it.each([
  'api.liveperson.net',
  'adminlogin.liveperson.net',
  'adminlogin-a.liveperson.net',
  'adminlogin-z0-intg.liveperson.net',
  'hc1n.dev.lprnd.net',
  'lp-csds-qa.dev.lprnd.net',
  'csds-app.qa.int.gw.lpcloud.io',
  'va.faasgw.liveperson.net',
  'proactive-messaging.z1.fs.liveperson.com',
  'proactive-messaging.z2.fs.liveperson.com',
  'proactive-messaging.z3.fs.liveperson.com',
])('%s, which clients have written into them, is known by name', (host) => {
  expect(LIVEPERSON_HOSTS).toContain(host);
});

it('every host that is known by name is one of LivePerson and there once, those of all services among them', () => {
  expect(LIVEPERSON_HOSTS.filter((host) => !isLivePersonHost(host))).toEqual([]);
  expect(new Set(LIVEPERSON_HOSTS).size).toBe(LIVEPERSON_HOSTS.length);
  expect(LIVEPERSON_HOSTS).toEqual(expect.arrayContaining(Object.values(SERVICE_HOSTS)));
});
