import { request as requestByHttp } from 'node:http';
import { request as requestByHttps } from 'node:https';
import type { RunningServer } from '../../adapters/node/server.ts';
import type { Mock } from '../../mock.ts';
import type { Finding } from './finding.ts';

/** Whether every token can be had, from the AppJWT to the LP_JWT, by both schemes. */
export async function checkTokenFlow(mock: Mock, server: RunningServer): Promise<Finding[]> {
  const ca = (await server.certificates())?.ca;
  const findings: Finding[] = [];
  for (const scheme of ['http', 'https'] as const) {
    const failed = await runFlow(mock, { scheme, port: server.port, ca }).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (failed === undefined)
      findings.push({ level: 'ok', line: `AppJWT, ConsumerJWS, LP_EXT_JWT and LP_JWT over ${scheme}` });
    else
      findings.push({
        level: 'fail',
        line: `the token flow over ${scheme} fails: ${failed}`,
        remedy: 'report it, with the lines above',
      });
  }
  return findings;
}

interface Way {
  readonly scheme: 'http' | 'https';
  readonly port: number;
  readonly ca: string | undefined;
}

async function runFlow(mock: Mock, way: Way): Promise<void> {
  const [account] = mock.accounts.list();
  if (account?.clientId === undefined || account.clientSecret === undefined || account.connectorId === undefined)
    throw new Error('the sample account is incomplete');
  const { accountId, clientId, clientSecret, connectorId } = account;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  }).toString();
  const appJwt = await post(
    way,
    `/sentinel/api/account/${accountId}/app/token?v=1.0`,
    form,
    { 'content-type': 'application/x-www-form-urlencoded' },
    'access_token',
  );
  const json = { 'content-type': 'application/json' };
  await post(
    way,
    `/api/account/${accountId}/consumer?v=1.0`,
    '{"ext_consumer_id":"doctor"}',
    { ...json, authorization: appJwt },
    'token',
  );
  const external = await post(way, `/api/account/${accountId}/anonymous/authorize`, '', json, 'token');
  await post(
    way,
    `/api/account/${accountId}/app/${String(connectorId)}/authenticate?v=3.0`,
    JSON.stringify({ id_token: external }),
    json,
    'token',
  );
}

/** @returns a member of the answer, which must be a success. */
function post(
  { scheme, port, ca }: Way,
  path: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  member: string,
): Promise<string> {
  const request = scheme === 'https' ? requestByHttps : requestByHttp;
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        path,
        headers,
        agent: false,
        ...(ca === undefined ? {} : { ca, servername: 'localhost' }),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          const value =
            (response.statusCode ?? 0) < 300
              ? (JSON.parse(text) as Readonly<Record<string, unknown>>)[member]
              : undefined;
          if (typeof value === 'string') resolve(value);
          else reject(new Error(`${path.replace(/\?.*/, '')} answered ${String(response.statusCode)}`));
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
