import { describe, expect, it } from '@jest/globals';
import { win32 } from 'node:path';
import { settingsOfVariables } from '../../mock-server/cli/environment.ts';
import { setVariables } from '../../mock-server/cli/set-variables.ts';
import { childEnvironment } from '../../mock-server/interception/child-environment.ts';
import { dataFolderOf, homeFolderOf } from '../../mock-server/tls/data-folder.ts';

/**
 * What a program gets on Windows, where names differ in more than their case: node sorts them and keeps the first of
 * each.
 */
function asWindowsHasIt(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  const kept = new Map<string, string | undefined>();
  for (const name of Object.keys(env).sort())
    if (!kept.has(name.toUpperCase())) kept.set(name.toUpperCase(), env[name]);
  return Object.fromEntries(kept);
}

describe('the home folder', () => {
  it('is the root for a user of a container who has no name, as node says by an error', () => {
    const nameless = (): string => {
      throw new Error('uv_os_homedir returned ENOENT (no such file or directory)');
    };
    expect([homeFolderOf(nameless), homeFolderOf(() => '/home/ada')]).toEqual(['/', '/home/ada']);
  });
});

describe('the data folder', () => {
  const of = (platform: NodeJS.Platform, env: Record<string, string>, homeFolder: string, cwd: string): string =>
    dataFolderOf({ env, platform, homeFolder, cwd });
  const HOME = 'C:\\Users\\Ada Byron';

  it.each([
    ['where Windows keeps local data', { LOCALAPPDATA: 'D:\\Local Data' }, 'D:\\Local Data\\lp-auth-mock'],
    ['below the home folder where that is not said', {}, `${HOME}\\AppData\\Local\\lp-auth-mock`],
    ['below the home folder where that is empty', { LOCALAPPDATA: '' }, `${HOME}\\AppData\\Local\\lp-auth-mock`],
    [
      'below the home folder where that is relative',
      { LOCALAPPDATA: 'Local' },
      `${HOME}\\AppData\\Local\\lp-auth-mock`,
    ],
    ['where the variable says, with its drive', { LP_AUTH_MOCK_HOME: 'D:\\mock' }, 'D:\\mock'],
    ['where the variable says, with the slashes of Unix', { LP_AUTH_MOCK_HOME: 'D:/mock' }, 'D:\\mock'],
    ['where the variable says, from the current folder on', { LP_AUTH_MOCK_HOME: '..\\mock' }, 'C:\\mock'],
    [
      'where the variable says, on a share',
      { LP_AUTH_MOCK_HOME: '\\\\server\\share\\mock' },
      '\\\\server\\share\\mock',
    ],
  ])('on Windows is %s', (_, env: Record<string, string>, folder) => {
    expect(of('win32', env, HOME, 'C:\\work')).toBe(folder);
  });

  it.each([
    ['darwin', {}, '/Users/ada/Library/Application Support/lp-auth-mock'],
    ['darwin', { XDG_DATA_HOME: '/xdg' }, '/Users/ada/Library/Application Support/lp-auth-mock'],
    ['linux', { XDG_DATA_HOME: '/xdg' }, '/xdg/lp-auth-mock'],
    ['linux', { XDG_DATA_HOME: 'xdg' }, '/Users/ada/.local/share/lp-auth-mock'],
    ['linux', { LP_AUTH_MOCK_HOME: 'mock' }, '/home/ada/project/mock'],
  ] as const)('on %s with %j is %s', (platform, env: Record<string, string>, folder) => {
    expect(of(platform, env, '/Users/ada', '/home/ada/project')).toBe(folder);
  });
});

describe('environment variables on Windows', () => {
  it('set options in any case, as the system has it', () => {
    expect(settingsOfVariables({ lp_auth_mock_closed: 'true', Path: 'C:\\' }, 'win32')).toEqual([
      { variable: 'LP_AUTH_MOCK_CLOSED', option: 'closed', text: 'true' },
    ]);
    expect(settingsOfVariables({ Lp_Auth_Mock_Home: 'D:\\mock' }, 'win32')).toEqual([]);
    expect(settingsOfVariables({ lp_auth_mock_closed: 'true' }, 'linux')).toEqual([]);
  });

  it('are set by a line for PowerShell there and for sh elsewhere, whatever the value holds', () => {
    const variables = { CA: "C:\\Ada's data\\$ca.pem", HOSTS: 'localhost,::1' };
    expect(setVariables(variables, 'win32')).toBe("$env:CA = 'C:\\Ada''s data\\$ca.pem'; $env:HOSTS = 'localhost,::1'");
    expect(setVariables({ CA: '/home/ada/my data/ca.pem', HOSTS: 'localhost,::1' }, 'linux')).toBe(
      'export CA="/home/ada/my data/ca.pem" HOSTS=localhost,::1',
    );
  });
});

describe('the environment of a guided command on Windows', () => {
  const folder = 'C:\\Users\\Ada Byron\\AppData\\Local\\Temp\\run-1';
  const route = {
    url: 'http://localhost:4407',
    port: 4407,
    proxyPort: 8080,
    proxySecret: undefined,
    domains: ['liveperson.net'],
    publicSites: [],
    trust: {
      extraFile: win32.join(folder, 'extra-ca.pem'),
      bundleFile: win32.join(folder, 'bundle.pem'),
      javaFile: win32.join(folder, 'trust.jks'),
      phpFolder: win32.join(folder, 'php'),
      wgetFile: win32.join(folder, 'wgetrc'),
    },
    redirectFile: 'C:\\Program Files\\lp-auth-mock\\redirect.cjs',
  };

  it('is ours in whatever case the user had written the names, and keeps the rest', () => {
    const users = {
      Path: 'C:\\Windows',
      Http_Proxy: 'http://proxy:1',
      https_Proxy: 'http://proxy:2',
      No_Proxy: 'liveperson.net',
      Node_Extra_Ca_Certs: 'C:\\own.pem',
      Ssl_Cert_File: 'C:\\own.pem',
    };
    expect(asWindowsHasIt(childEnvironment(users, route))).toMatchObject({
      PATH: 'C:\\Windows',
      HTTP_PROXY: 'http://127.0.0.1:8080',
      HTTPS_PROXY: 'http://127.0.0.1:8080',
      NO_PROXY: 'localhost,127.0.0.1,::1',
      NODE_EXTRA_CA_CERTS: route.trust.extraFile,
      SSL_CERT_FILE: route.trust.bundleFile,
    });
  });

  it('names the preload so that Node reads it back, with its spaces and backslashes', () => {
    const { NODE_OPTIONS = '' } = childEnvironment({}, route);
    expect(nodeOptions(NODE_OPTIONS)).toEqual([`--require=${route.redirectFile}`]);
  });

  it('names the trust store so that Java reads it back, with its spaces and backslashes', () => {
    const { JAVA_TOOL_OPTIONS = '' } = childEnvironment({}, route);
    expect(javaOptions(JAVA_TOOL_OPTIONS)).toContain(`-Djavax.net.ssl.trustStore=${route.trust.javaFile}`);
    const odd = '/home/o"neil/a b/trust.jks';
    const { JAVA_TOOL_OPTIONS: oddOptions = '' } = childEnvironment(
      {},
      { ...route, trust: { ...route.trust, javaFile: odd } },
    );
    expect(javaOptions(oddOptions)).toContain(`-Djavax.net.ssl.trustStore=${odd}`);
  });
});

/** As Node splits `NODE_OPTIONS`: at spaces outside of double quotes, and a backslash escapes only within them. */
function nodeOptions(text: string): string[] {
  return (text.match(/(?:"(?:\\.|[^"\\])*"|[^\s"])+/g) ?? []).map((option) =>
    option.replace(/"((?:\\.|[^"\\])*)"/g, (_, inner: string) => inner.replace(/\\(.)/g, '$1')),
  );
}

/**
 * As Java splits `JAVA_TOOL_OPTIONS`: at spaces outside of quotes of either kind, which a backslash does not escape.
 */
function javaOptions(text: string): string[] {
  return (text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []).map((option) =>
    option.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ''),
  );
}
