import type { Awaitable } from '../../awaitable.ts';
import { proceed } from '../../awaitable.ts';
import type { Account } from '../../domain/account.ts';
import { deviate } from '../../errors/deviate.ts';
import { refuse } from '../../errors/refusal.ts';
import type { HeaderToken } from '../../http/credentials.ts';
import { headerToken } from '../../http/credentials.ts';
import type { Actor } from '../../messaging/commands/command.ts';
import { decodeJws } from '../../tokens/jws.ts';
import { kindOf } from '../../tokens/kind.ts';
import { verifyLpJwt } from '../../tokens/lp-jwt.ts';
import { requireAccount } from '../account.ts';
import { requireAppJwt } from '../app-jwt.ts';
import type { EndpointContext } from '../endpoint.ts';
import { judgement } from '../judgement.ts';
import { APP_JWT_ERRORS, judgeConsumerJws, onBehalfHeader } from '../send-api/authorization.ts';
import { whyMissing } from '../token-header.ts';

/** Who calls. */
export interface RestCaller {
  readonly account: Account;
  readonly actor: Actor;
}

/**
 * Lets in a consumer with an LP_JWT, an app with an AppJWT and a consumer's ConsumerJWS, or an agent with the bearer of
 * his login; which of them it is, the headers say. `Authorization` comes first, then `Brand-ID`, then what they hold.
 *
 * Source: Messaging REST API, "Authentication"; the refusals are decision D57.
 *
 * @throws Refusal 40105, 40001, 40102, 40104, 40103, or `rest_bad_request` of a strict mock.
 */
export function requireCaller(context: EndpointContext): Awaitable<RestCaller> {
  const { call, parameters } = context;
  const header = { name: 'Authorization', kind: 'AppJWT', value: call.headers['authorization'] } as const;
  const sent = headerToken(header.value) ?? refuse('40105', 'app-jwt-missing', whyNobody(whyMissing(header)));
  if (parameters['account'] === undefined)
    return refuse('40001', 'brand-missing', 'the Brand-ID header is missing; send the account id in it');
  return proceed(actorOf(context, sent), (actor) => {
    const account = requireAccount(context, '40102');
    noteClientSource(context);
    return { account, actor };
  });
}

/** What names the account, in the sentences about tokens. */
const ACCOUNT_IN = 'Brand-ID';

function whyNobody(whyMissingWords: string): string {
  return `${whyMissingWords}, an LP_JWT, or the bearer of an agent login`;
}

function actorOf(context: EndpointContext, sent: HeaderToken): Awaitable<Actor> {
  const onBehalf = onBehalfToken(context);
  if (onBehalf !== undefined || isAppJwt(sent.token)) return requireOnBehalf(context, onBehalf);
  return isBearer(sent.token) ? requireAgent(context, sent.token) : requireConsumer(context, sent.token);
}

/** The pages name it `LP-On-Behalf`; that of the Send API is taken as well. */
function onBehalfToken(context: EndpointContext): HeaderToken | undefined {
  const { headers } = context.call;
  const sent = headerToken(headers['lp-on-behalf']);
  if (sent !== undefined) return sent;
  const other = headerToken(headers['x-lp-on-behalf']);
  if (other === undefined) return undefined;
  const sentence = 'X-LP-ON-BEHALF belongs to the Send API; the Messaging REST API reads LP-On-Behalf';
  deviate(context, 'on-behalf-header-spelling', sentence, '40104');
  return other;
}

function requireOnBehalf(context: EndpointContext, sent: HeaderToken | undefined): Awaitable<Actor> {
  const header = onBehalfHeader(context, 'LP-On-Behalf');
  return proceed(requireAppJwt(context, APP_JWT_ERRORS, { isBearer: true, accountIn: ACCOUNT_IN }), () =>
    sent === undefined
      ? refuse('40104', 'consumer-jws-missing', whyMissing(header))
      : proceed(judgeConsumerJws(context, header, sent, ACCOUNT_IN), (id): Actor => ({ side: 'consumer', id })),
  );
}

async function requireConsumer(context: EndpointContext, token: string): Promise<Actor> {
  const { signer, keys, parameters } = context;
  const verdict = await verifyLpJwt(signer, token, {
    keys: keys.trusted('idp'),
    accountId: parameters['account'] ?? '',
    accountIn: ACCOUNT_IN,
    ...judgement(context),
  });
  return verdict.ok
    ? { side: 'consumer', id: verdict.claims.sub }
    : refuse('40102', verdict.reason.slug, verdict.reason.sentence);
}

function requireAgent({ account, clock }: EndpointContext, bearer: string): Actor {
  const login = account?.agentSessions.findByBearer(bearer, clock.nowSeconds());
  if (account === undefined || login === undefined)
    return refuse(
      '40102',
      'agent-bearer-unknown',
      'Authorization is no JWT, and the bearer of no login that lives at the account of Brand-ID; log in again',
    );
  return { side: 'agent', id: `${account.id}.${login.userId}`, pid: login.userPid };
}

/** The bearer of a login has no dots, and is short. */
function isBearer(token: string): boolean {
  return token.length <= LONGEST_BEARER && !token.includes('.');
}

const LONGEST_BEARER = 256;

/** As what it was meant, by its claims alone. */
function isAppJwt(token: string): boolean {
  const decoded = decodeJws(token);
  return !('failure' in decoded) && kindOf(decoded.claims) === 'AppJWT';
}

function noteClientSource(context: EndpointContext): void {
  if ((context.call.headers['client-source'] ?? '').trim() !== '') return;
  deviate(context, 'client-source', 'the Client-source header is missing; the pages ask for it', 'rest_bad_request');
}
