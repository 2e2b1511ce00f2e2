import { createBatch, text } from './flows.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET } from './through-every-adapter.ts';
import type { WireRequest } from './wire.ts';

/** An answer as any client hears it. */
export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** Some client's way to send a request. */
export type Ask = (request: WireRequest) => Promise<Answered>;

/** Asks the Domain API where a service lives, then LivePerson's way: `https://` and the host it named. */
export async function lookUp(ask: Ask, service: string, csds = 'https://api.liveperson.net'): Promise<string> {
  const answer = await ask({
    method: 'GET',
    url: `${csds}/api/account/${ACCOUNT}/service/${service}/baseURI.json?version=1.0`,
    headers: {},
    body: undefined,
  });
  return `https://${text(JSON.parse(answer.text), 'baseURI')}`;
}

/** The headers that a connector sends to the Send API: both tokens, each from the host that the Domain API names. */
export async function logInByLookUp(ask: Ask, csds?: string): Promise<Record<string, string>> {
  const sentinel = await lookUp(ask, 'sentinel', csds);
  const appJwt = await ask({
    method: 'POST',
    url: `${sentinel}/sentinel/api/account/${ACCOUNT}/app/token?v=1.0&grant_type=client_credentials`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET }).toString(),
  });
  const authorization = text(JSON.parse(appJwt.text), 'access_token');
  const idp = await lookUp(ask, 'idp', csds);
  const consumerJws = await ask({
    method: 'POST',
    url: `${idp}/api/account/${ACCOUNT}/consumer?v=1.0`,
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ ext_consumer_id: 'consumer-1' }),
  });
  return { authorization, 'x-lp-on-behalf': text(JSON.parse(consumerJws.text), 'token') };
}

/** Opens a conversation at the host that the Domain API names. */
export async function createByLookUp(
  ask: Ask,
  headers: Readonly<Record<string, string>>,
  csds?: string,
): Promise<Answered> {
  const messaging = await lookUp(ask, 'asyncMessagingEnt', csds);
  return ask({
    method: 'POST',
    url: `${messaging}/api/account/${ACCOUNT}/messaging/consumer/conversation?v=3`,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(createBatch()),
  });
}
