import { beforeAll, describe, expect, it } from '@jest/globals';
import { decode } from '../support/flows.ts';
import { CLI, hasPrograms, runShell, spawnMock } from './spawned-cli.ts';

/**
 * The shell of LivePerson's tutorial "Unauthenticated Messaging Conversations", as its page has it, but for http
 * instead of https. The page lost the host of the connector list, and calls one connector by two names.
 */
const FIND_CONNECTOR = `LP_CONN_ID=\`curl http://$LP_ACCDN/api/account/$LP_ACCOUNT/configuration/le-connectors/all-connectors | jq -c '.[] | {id: .id, jsMethodName: .configuration.jsMethodName} | select( .jsMethodName == "lpTag.taglets.unAuthMessaging.lpUnauthFunction" ) | .id'\`
LP_APP_CONN_ID=$LP_CONN_ID`;
const CREATE_EXTERNAL =
  'LP_EXT_JWT=`curl -X POST -H "Content-Type: application/json" http://$LP_IDP/api/account/$LP_ACCOUNT/anonymous/authorize | jq -r .token`';
const EXCHANGE = `LP_JWT=\`curl -X POST -H "Content-Type: application/json" -d '{"id_token" : "'$LP_EXT_JWT'"}' http://$LP_IDP/api/account/$LP_ACCOUNT/app/$LP_APP_CONN_ID/authenticate?v=3.0 | jq -r .token\``;
const REFRESH = `LP_EXT_JWT=\`curl -X POST -H "Content-Type: application/json" -d '{ "id_token":"'$LP_EXT_JWT'" }' http://$LP_IDP/api/account/$LP_ACCOUNT/anonymous/authorize | jq -r .token\``;
const show = (name: string): string => `echo "$${name}"`;

type Claims = Record<string, unknown>;

const isRunnable = hasPrograms('curl', 'jq');

describe('the documented shell commands', () => {
  let mock: Awaited<ReturnType<typeof spawnMock>>;
  beforeAll(async () => {
    mock = await spawnMock();
  });

  async function runDocumented(
    commands: readonly string[],
    variables: Readonly<Record<string, string>> = {},
  ): Promise<string[]> {
    const host = `localhost:${String(mock.port)}`;
    const { stdout } = await runShell(commands.join('\n'), {
      LP_ACCOUNT: '12345678',
      LP_ACCDN: host,
      LP_IDP: host,
      ...variables,
    });
    return stdout.trim().split('\n');
  }

  it('find the connector, create an external token, exchange it, refresh it and exchange it again', async () => {
    if (!isRunnable) return;
    const [connector, ...tokens] = await runDocumented([
      FIND_CONNECTOR,
      show('LP_CONN_ID'),
      CREATE_EXTERNAL,
      show('LP_EXT_JWT'),
      EXCHANGE,
      show('LP_JWT'),
      REFRESH,
      show('LP_EXT_JWT'),
      EXCHANGE,
      show('LP_JWT'),
    ]);
    const [external, internal, refreshed, secondInternal] = tokens.map((token) => decode(token).claims) as [
      Claims,
      Claims,
      Claims,
      Claims,
    ];
    expect(connector).toBe('4567890');
    expect(Number(external['exp']) - Number(external['iat'])).toBe(600);
    expect(internal).toMatchObject({ sub: external['sub'], aud: 'acc:12345678', exp: external['exp'] });
    expect(refreshed).toMatchObject({ sub: external['sub'], 'lp.unauth': external['lp.unauth'] });
    expect(secondInternal).toMatchObject({ sub: external['sub'], exp: refreshed['exp'] });
  });

  it('refresh an external token that has expired', async () => {
    if (!isRunnable) return;
    const { stdout } = await runShell(`${CLI} token anonymous --expires-in=-60`);
    const expired = stdout.trim();
    const [refreshed = '', internal = ''] = await runDocumented(
      [REFRESH, show('LP_EXT_JWT'), FIND_CONNECTOR, EXCHANGE, show('LP_JWT')],
      { LP_EXT_JWT: expired },
    );
    expect(decode(refreshed).claims['sub']).toBe(decode(expired).claims['sub']);
    expect(Number(decode(refreshed).claims['exp'])).toBeGreaterThan(Number(decode(expired).claims['exp']));
    expect(decode(internal).claims['sub']).toBe(decode(expired).claims['sub']);
  });
});
