import type { Mock } from '../../mock-server/index.ts';
import type { CallParts } from '../support/calls.ts';
import { createBatch } from '../support/flows.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET } from '../support/through-every-adapter.ts';
import { ANONYMOUS_CONNECTOR, customerToken } from './token-places.ts';

/** A POST that reads a body, with everything but the body in order. */
export interface PostCall {
  readonly id: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A body that is accepted. */
  readonly good: string;
  readonly accepted: number;
  /** The answer to a body that cannot be read or is of the wrong shape. */
  readonly refused: readonly [status: number, body: string];
}

const API = `/api/account/${ACCOUNT}`;
const INVALID_REQUEST =
  '{"error":"invalid_request","error_description":"The request is malformed or lacks a parameter"}';
const BAD_REQUEST = '{"code":"BAD_REQUEST","body":{"msg":"Bad Request"},"reqId":"0"}';
const INPUT_INVALID = '{"internalErrorCode":"9012"}';

/** One good call for each endpoint that reads a body. */
export async function postCalls({ mint }: Mock): Promise<readonly PostCall[]> {
  const credentials = JSON.stringify({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET });
  const authorization = await mint.appJwt();
  const onBehalf = { authorization, 'x-lp-on-behalf': await mint.consumerJws() };
  const command = { kind: 'req', id: '1', type: 'ms.GenerateURLForDownloadFile', body: { relativePath: '/a' } };
  const idToken = JSON.stringify({ id_token: await mint.extJwt({ sub: 'jane' }) });
  const sentinel: readonly [number, string] = [400, INVALID_REQUEST];
  const idp: readonly [number, string] = [500, INPUT_INVALID];
  return [
    {
      id: 'sentinel.app-token',
      target: `/sentinel${API}/app/token?v=1.0&grant_type=client_credentials`,
      headers: {},
      good: credentials,
      accepted: 200,
      refused: sentinel,
    },
    {
      id: 'sentinel.app-token-v2',
      target: `/sentinel/api/v2/account/${ACCOUNT}/app/token?grant_type=client_credentials`,
      headers: {},
      good: credentials,
      accepted: 200,
      refused: sentinel,
    },
    {
      id: 'idp.consumer',
      target: `${API}/consumer?v=1.0`,
      headers: { authorization },
      good: '{"ext_consumer_id":"jane"}',
      accepted: 201,
      refused: idp,
    },
    {
      id: 'idp.anonymous-authorize',
      target: `${API}/anonymous/authorize`,
      headers: {},
      good: idToken,
      accepted: 200,
      refused: idp,
    },
    {
      id: 'idp.authenticate',
      target: `${API}/app/${String(ANONYMOUS_CONNECTOR)}/authenticate?v=3.0`,
      headers: {},
      good: idToken,
      accepted: 200,
      refused: idp,
    },
    {
      id: 'idp.legacy-authenticate',
      target: `${API}/authenticate`,
      headers: {},
      good: JSON.stringify({ authCode: await customerToken() }),
      accepted: 200,
      refused: idp,
    },
    {
      id: 'send-api.create',
      target: `${API}/messaging/consumer/conversation?v=3`,
      headers: onBehalf,
      good: JSON.stringify(createBatch()),
      accepted: 200,
      refused: [400, `[${BAD_REQUEST}]`],
    },
    {
      id: 'send-api.send',
      target: `${API}/messaging/consumer/conversation/send?v=3`,
      headers: onBehalf,
      good: JSON.stringify(command),
      accepted: 200,
      refused: [400, BAD_REQUEST],
    },
  ];
}

/** The call with another body. */
export function withBody(
  { target, headers }: PostCall,
  body: string,
  more: Readonly<Record<string, string>> = {},
): CallParts {
  return { method: 'POST', target, headers: { ...headers, ...more }, body };
}
