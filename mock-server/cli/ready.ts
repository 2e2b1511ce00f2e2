import type { RunningServer } from '../adapters/node/server.ts';
import type { RunningProxy } from '../interception/proxy.ts';
import type { AccountCredentials } from '../control/state/account-register.ts';
import type { Mock } from '../mock.ts';

/** The one line of `--json`: where the mock listens, what its clients have to trust, and with what it can be used. */
export async function readyLine(
  mock: Pick<Mock, 'accounts'>,
  server: Pick<RunningServer, 'url' | 'httpsUrl' | 'port' | 'certificates'>,
  pid: number,
  proxy?: Pick<RunningProxy, 'url'>,
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
    accounts: mock.accounts.list(),
  });
}

/** For people: the address, what to use it with, and calls to paste. */
export function describeReady(
  mock: Mock,
  { url, httpsUrl }: Pick<RunningServer, 'url' | 'httpsUrl'>,
  proxy?: Pick<RunningProxy, 'url'>,
): string {
  const [account] = mock.accounts.list();
  const host = mock.settings.server.host;
  return [
    `lp-auth-mock listens at ${url}${httpsUrl === undefined ? '' : ` and ${httpsUrl}`}`,
    `Its messaging sockets are at ${[url, ...(httpsUrl === undefined ? [] : [httpsUrl])].map(asSocket).join(' and ')}`,
    ...(proxy === undefined
      ? []
      : [
          `Its proxy for LivePerson's hosts listens at ${proxy.url}; its clients must trust the CA that the command ca shows.`,
        ]),
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

function describeKeys({ sentinelV1, sentinelV2, idp }: Mock['settings']['keys']): string {
  const isOwn = [sentinelV1, sentinelV2, idp].every((key) => key !== undefined);
  return `Its tokens are signed with ${isOwn ? 'your own keys.' : 'development keys that are public: trust them nowhere else.'}`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function describeAccount({ accountId, clientId, clientSecret, connectorId }: AccountCredentials): string[] {
  const facts = { account: accountId, client_id: clientId, client_secret: clientSecret, connector: connectorId };
  return Object.entries(facts).flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name.padEnd(13)}  ${String(value)}`],
  );
}

/** Calls that work as pasted, the most useful first. */
function curlLines(mock: Mock, url: string): string[] {
  const [{ accountId, clientId, clientSecret, connectorId } = { accountId: undefined }] = mock.accounts.list();
  const jwks = `curl "${url}/sentinel/well-known/jwks"`;
  if (accountId === undefined) return [jwks];
  const form = new URLSearchParams({ client_id: clientId ?? '', client_secret: clientSecret ?? '' }).toString();
  return [
    ...(clientId === undefined
      ? []
      : [
          `curl -X POST "${url}/sentinel/api/account/${accountId}/app/token?v=1.0&grant_type=client_credentials" -d "${form}"`,
        ]),
    ...(connectorId === undefined ? [] : [`curl -X POST "${url}/api/account/${accountId}/anonymous/authorize"`]),
    `curl "${url}/api/account/${accountId}/service/baseURI.json?version=1.0"`,
    jwks,
  ];
}
