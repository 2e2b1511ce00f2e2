import firstAccount from '../../fixtures/accounts/12345678.json' with { type: 'json' };
import secondAccount from '../../fixtures/accounts/87654321.json' with { type: 'json' };
import type { RunningServer } from '../adapters/node/server.ts';
import type { RunningProxy } from '../interception/proxy.ts';
import { developmentKeysAmong, KEY_NAMES } from '../control/keys/development-keys.ts';
import type { AccountCredentials } from '../control/state/account-register.ts';
import type { Mock } from '../mock.ts';
import type { OpenedState } from './state/open-state.ts';

/** What there is beside the server. */
export interface Beside {
  readonly proxy?: Pick<RunningProxy, 'url'> | undefined;
  readonly state?: Pick<OpenedState, 'path' | 'isTakenUp'> | undefined;
}

/**
 * The one line of `--json`: where the mock listens, what its clients have to trust, and with what it can be used. It is
 * for the script that started the mock, so it has the client secrets, also those that were configured.
 */
export async function readyLine(
  mock: Pick<Mock, 'accounts'>,
  server: Pick<RunningServer, 'url' | 'httpsUrl' | 'port' | 'certificates'>,
  pid: number,
  { proxy, state }: Beside = {},
): Promise<string> {
  const { url, httpsUrl, port } = server;
  // Made now if need be: whoever reads the line may hand the file to a client at once.
  const ca = (await server.certificates())?.caFile;
  return JSON.stringify({
    event: 'ready',
    url,
    httpsUrl,
    port,
    proxyUrl: proxy?.url,
    pid,
    ca,
    state: state?.path,
    accounts: mock.accounts.list(),
  });
}

/**
 * For people: the address, what to use it with, and calls to paste. It ends up in terminals and in the logs of CI, so a
 * secret that was configured is only named.
 */
export function describeReady(
  mock: Mock,
  { url, httpsUrl }: Pick<RunningServer, 'url' | 'httpsUrl'>,
  { proxy, state }: Beside = {},
): string {
  const [account] = mock.accounts.list();
  const host = mock.settings.server.host;
  return [
    `lp-auth-mock listens at ${url}${httpsUrl === undefined ? '' : ` and ${httpsUrl}`}`,
    `Its messaging sockets are at ${[url, ...(httpsUrl === undefined ? [] : [httpsUrl])].map(asSocket).join(' and ')}`,
    ...(mock.settings.admin === false ? [] : [`Its console, to look at in a browser, is at ${url}/__admin/ui/`]),
    ...(proxy === undefined
      ? []
      : [
          `Its proxy for LivePerson's hosts listens at ${proxy.url}; its clients must trust the CA that the command ca shows.`,
        ]),
    ...(state === undefined
      ? []
      : [`Its state ${state.isTakenUp ? 'was taken up from' : 'is new, and kept in'} ${state.path}`]),
    ...(isLoopback(host)
      ? []
      : [`WARNING: ${host} is not limited to this machine: anyone who can reach it can use the mock`]),
    describeKeys(mock.settings.keys),
    ...(account === undefined ? [] : describeAccount(account)),
    '',
    ...curlLines(mock, url).slice(0, 3),
    '',
  ].join('\n');
}

/** The same address for a WebSocket: `ws` for `http`, `wss` for `https`. */
function asSocket(url: string): string {
  return url.replace(/^http/, 'ws');
}

function describeKeys(keys: Mock['settings']['keys']): string {
  const shared = developmentKeysAmong(keys);
  if (shared.length === 0) return 'Its tokens are signed with your own keys.';
  const which = shared.length === KEY_NAMES.length ? '' : ` (${shared.join(', ')})`;
  return `Its tokens are signed with development keys that are public${which}: trust them nowhere else.`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function describeAccount(account: AccountCredentials): string[] {
  const { accountId, clientId, connectorId } = account;
  const facts = {
    account: accountId,
    client_id: clientId,
    client_secret: shownSecret(account),
    connector: connectorId,
  };
  return Object.entries(facts).flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name.padEnd(13)}  ${String(value)}`],
  );
}

const PUBLIC_SECRETS = new Set(
  [firstAccount, secondAccount].flatMap(({ apps }) => apps.map((app) => app.client_secret)),
);

/** The secrets of the development accounts are in the repository; every other one is its owner's. */
function shownSecret({ clientId, clientSecret }: Partial<AccountCredentials>): string | undefined {
  if (clientSecret === undefined || PUBLIC_SECRETS.has(clientSecret)) return clientSecret;
  return `<client_secret of ${clientId ?? ''}>`;
}

/** As in a form, so that it survives the shell; what stands for a secret is left for the reader to replace. */
function formOf(account: Partial<AccountCredentials>): string {
  const secret = shownSecret(account) ?? '';
  const isShown = secret === account.clientSecret;
  const id = new URLSearchParams({ client_id: account.clientId ?? '' }).toString();
  return `${id}&${isShown ? new URLSearchParams({ client_secret: secret }).toString() : 'client_secret=<client_secret>'}`;
}

/** Calls that work as pasted (with your own secret, where one is configured), the most useful first. */
function curlLines(mock: Mock, url: string): string[] {
  const [account] = mock.accounts.list();
  const jwks = `curl "${url}/sentinel/well-known/jwks"`;
  if (account === undefined) return [jwks];
  const { accountId, clientId, connectorId } = account;
  return [
    ...(clientId === undefined
      ? []
      : [
          `curl -X POST "${url}/sentinel/api/account/${accountId}/app/token?v=1.0&grant_type=client_credentials" -d "${formOf(account)}"`,
        ]),
    ...(connectorId === undefined ? [] : [`curl -X POST "${url}/api/account/${accountId}/anonymous/authorize"`]),
    `curl "${url}/api/account/${accountId}/service/baseURI.json?version=1.0"`,
    jwks,
  ];
}
