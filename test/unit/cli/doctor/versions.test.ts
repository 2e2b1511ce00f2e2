import { chownSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkCertificates } from '../../../../mock-server/cli/doctor/certificates.ts';
import { checkClock } from '../../../../mock-server/cli/doctor/clock.ts';
import { checkMswVersion } from '../../../../mock-server/cli/doctor/msw-version.ts';
import { checkNodeVersion } from '../../../../mock-server/cli/doctor/node-version.ts';
import { checkProxyVariables } from '../../../../mock-server/cli/doctor/proxy-variables.ts';
import { setVariables } from '../../../../mock-server/cli/set-variables.ts';
import { createMock } from '../../../../mock-server/index.ts';
import manifest from '../../../../package.json' with { type: 'json' };
import { createScratchFolder } from '../../../cli/scratch-folder.ts';

const scratch = createScratchFolder();

describe('Node.js', () => {
  it.each(['v20.19.0', 'v20.19.1', 'v20.20.0', 'v22.12.0', 'v22.13.0', 'v22.100.0', 'v23.0.0', 'v24.0.0', 'v26.1.0'])(
    '%s is well',
    (version) => {
      expect(checkNodeVersion(version)).toEqual({ level: 'ok', line: `Node.js ${version}` });
    },
  );

  it.each(['v18.20.4', 'v20.18.9', 'v20.0.0', 'v21.7.0', 'v22.11.9', 'v2.19.0', 'v20', ''])(
    '%s is not supported',
    (version) => {
      expect(checkNodeVersion(version)).toEqual({
        level: 'fail',
        line: `Node.js ${version} is not supported`,
        remedy: `use one that satisfies ${manifest.engines.node}`,
      });
    },
  );
});

describe('MSW', () => {
  const project = (version: string): { readonly cwd: string } => {
    const cwd = join(scratch.path, `msw-${version}`);
    mkdirSync(join(cwd, 'node_modules', 'msw'), { recursive: true });
    writeFileSync(join(cwd, 'node_modules', 'msw', 'package.json'), JSON.stringify({ name: 'msw', version }));
    return { cwd };
  };

  it.each([
    ['2.10.0', 'v20.19.0'],
    ['2.12.10', 'v20.19.0'],
    ['2.10.0', 'v22.0.0'],
    ['3.0.0', 'v22.12.0'],
    ['3.1.0', 'v22.13.1'],
    ['3.0.0', 'v23.0.0'],
    ['3.0.0', 'v24.1.0'],
  ])('%s is well with Node %s', (version, node) => {
    expect(checkMswVersion(project(version), node)).toEqual({ level: 'ok', line: `MSW ${version}` });
  });

  it.each(['2.9.9', '2.0.12', '1.10.0', '4.10.0', '20.10.0'])('%s does not go with the mock', (version) => {
    expect(checkMswVersion(project(version), 'v24.0.0')).toEqual({
      level: 'fail',
      line: `MSW ${version} does not go with lp-auth-mock/msw`,
      remedy: `npm install --save-dev "msw@${manifest.peerDependencies.msw}"`,
    });
  });

  it.each(['v20.19.0', 'v21.99.0', 'v22.11.9', 'v20.12.0', ''])('3 does not run on Node %s', (node) => {
    expect(checkMswVersion(project('3.0.1'), node)).toEqual({
      level: 'fail',
      line: `MSW 3.0.1 needs Node.js 22.12 or later, and this is ${node}`,
      remedy: 'npm install --save-dev msw@2',
    });
  });

  it('is needed by one entry only', () => {
    expect(checkMswVersion({ cwd: scratch.path })).toEqual({
      level: 'ok',
      line: 'MSW is not installed here; only lp-auth-mock/msw needs it',
    });
  });
});

describe('the clock', () => {
  it.each([
    [0, undefined],
    [-4000, undefined],
    [3000, undefined],
    [-61_000, '61'],
    [61_400, '61'],
  ])('that is %i ms before the file system’s: %s s apart', async (aheadMs, apart) => {
    const start = Date.now() + aheadMs;
    const begun = Date.now();
    const note = {
      level: 'note',
      line: `clock: this process and the file system are ${String(apart)} s apart`,
      remedy:
        'synchronise the clocks of machine and container; otherwise tokens of one are expired, or from the future, in the other',
    };
    const ok = { level: 'ok', line: expect.stringMatching(/^clock: \d{4}-.*Z$/) };
    const finding = await checkClock({ now: () => start + Date.now() - begun });
    expect(finding).toEqual(apart === undefined ? ok : note);
  });

  it('of the file system is asked in a folder that is left as it was, or not at all', async () => {
    const temporary = join(scratch.path, 'temporary');
    expect(await checkClock(Date, temporary)).toEqual({
      level: 'skip',
      line: 'clock skew: the folder for temporary files cannot be written',
    });
    mkdirSync(temporary);
    expect((await checkClock(Date, temporary)).level).toBe('ok');
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('cannot stand before the time when the mock was written', async () => {
    const written = Date.parse('2026-11-01T00:00:00Z');
    expect(await checkClock({ now: () => written - 1 })).toEqual({
      level: 'fail',
      line: 'the clock stands at 2026-10-31T23:59:59.999Z, which is in the past',
      remedy: 'set the clock; certificates are not valid yet at that time',
    });
    expect((await checkClock({ now: () => written })).level).not.toBe('fail');
  });
});

const BYPASS = 'localhost,127.0.0.1,::1';

it.each([
  [{}, undefined],
  [{ HTTP_PROXY: 'http://p:1', NO_PROXY: BYPASS }, undefined],
  [{ http_proxy: 'http://p:1', no_proxy: '127.0.0.1,::1' }, 'localhost'],
  [{ https_proxy: 'http://p:1', no_proxy: 'localhost,::1' }, '127.0.0.1'],
  [{ HTTPS_PROXY: 'http://p:1' }, 'localhost, 127.0.0.1, ::1'],
  [{ http_proxy: 'http://p:1' }, 'localhost, 127.0.0.1, ::1'],
])('with the variables %j a proxy takes calls to %s', (env, hosts) => {
  expect(checkProxyVariables({ env, port: 4407 })).toEqual(
    hosts === undefined
      ? { level: 'ok', line: 'there is no proxy between clients and this machine' }
      : {
          level: 'note',
          line: `a proxy of your environment takes calls to ${hosts}`,
          remedy: setVariables({ NO_PROXY: BYPASS, no_proxy: BYPASS }),
        },
  );
});

it('a proxy that cannot be used is named', () => {
  expect(checkProxyVariables({ env: { http_proxy: 'quic://p:1', https_proxy: 'gopher://p:1' }, port: 4407 })).toEqual({
    level: 'note',
    line: 'a quic:, gopher: proxy of your environment cannot be used by run and proxy',
    remedy: "none needed for LivePerson's hosts; others are reached directly",
  });
});

it('the development CA is not there yet, or broken', async () => {
  const mock = createMock();
  const check = (dataFolder: string): ReturnType<typeof checkCertificates> => checkCertificates(mock, { dataFolder });
  const folder = join(scratch.path, 'data');
  const none = { level: 'ok', line: `there is no development CA yet; one is made in ${folder}` };
  expect(await check(folder)).toEqual(none);
  mkdirSync(folder, { mode: 0o700 });
  expect(await check(folder)).toEqual(none);
  writeFileSync(join(folder, 'development-ca.json'), 'x', { mode: 0o600 });
  expect(await check(folder)).toEqual({
    level: 'note',
    line: expect.stringMatching(/^the development CA in \S+data \w{2,} \w/),
    remedy: 'none needed: a new one is made; clients that trusted the old one must be told to trust the new one',
  });
});

// Only root can give a folder away.
(process.getuid?.() === 0 ? it : it.skip)('the development CA may be in a folder of somebody else', async () => {
  const folder = join(scratch.path, 'given');
  mkdirSync(folder);
  chownSync(folder, 65_534, 65_534);
  expect(await checkCertificates(createMock(), { dataFolder: folder })).toEqual({
    level: 'note',
    line: expect.stringMatching(/^the development CA in \S+given cannot be used: the folder /),
    remedy: 'set LP_AUTH_MOCK_HOME to a folder of your own',
  });
});
