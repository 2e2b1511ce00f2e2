import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { describeReady } from '../../mock-server/cli/ready.ts';
import { makeOwnKeys } from '../../mock-server/control/keys/own-keys.ts';
import type { MockOptions, PrivateJwk } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';

describe('the banner', () => {
  const bannerFor = (host: string): string =>
    describeReady(createMock({ server: { host } }), { url: 'http://x:1', httpsUrl: undefined });

  it.each(['0.0.0.0', '::', '192.168.1.20', 'dev.example'])('warns in one line when it listens on %s', (host) => {
    expect(
      bannerFor(host)
        .split('\n')
        .filter((line) => line.startsWith('WARNING')),
    ).toEqual([`WARNING: ${host} is not limited to this machine: anyone who can reach it can use the mock`]);
  });

  it.each(['localhost', '127.0.0.1', '127.0.0.2', '::1'])('does not warn when it listens on %s', (host) => {
    expect(bannerFor(host)).not.toContain('WARNING');
  });

  it('of a mock without accounts offers what needs none', () => {
    expect(describeReady(createMock({ accounts: [] }), { url: 'http://x:1', httpsUrl: undefined })).toBe(
      [
        'lp-auth-mock listens at http://x:1',
        'Its messaging sockets are at ws://x:1',
        'Its console, to look at in a browser, is at http://x:1/__admin/ui/',
        'Its tokens are signed with development keys that are public: trust them nowhere else.',
        '',
        'curl "http://x:1/sentinel/well-known/jwks"',
        '',
      ].join('\n'),
    );
  });

  it('names no console where there is none', () => {
    const without = createMock({ admin: false });
    expect(describeReady(without, { url: 'http://x:1', httpsUrl: undefined })).not.toContain('console');
  });

  it('speaks of development keys as long as one is, and says which, whatever their kid is', async () => {
    const own = await makeOwnKeys({ now: () => 0 });
    const lineWith = (keys: MockOptions['keys']): string | undefined =>
      describeReady(createMock({ keys }), { url: 'http://x:1', httpsUrl: undefined })
        .split('\n')
        .find((line) => line.startsWith('Its tokens'));
    const { idp, customerLogin, ...sentinels } = own;
    expect(lineWith({})).toBe('Its tokens are signed with development keys that are public: trust them nowhere else.');
    expect(lineWith(sentinels)).toBe(
      'Its tokens are signed with development keys that are public (idp, customerLogin): trust them nowhere else.',
    );
    const development = { ...(JSON.parse(readFileSync('keys/00001.json', 'utf8')) as PrivateJwk), kid: 'mine' };
    expect(lineWith({ ...own, idp: development })).toBe(
      'Its tokens are signed with development keys that are public (idp): trust them nowhere else.',
    );
    expect(lineWith({ ...sentinels, idp, customerLogin })).toBe('Its tokens are signed with your own keys.');
  });
});
