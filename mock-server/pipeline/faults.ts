import { wait } from '../clock.ts';
import type { Settings } from '../config/settings.ts';
import type { FaultAnswer } from '../control/faults/effects.ts';
import { isClose, isErrorName } from '../control/faults/effects.ts';
import type { Shot } from '../control/faults/fire.ts';
import { fire } from '../control/faults/fire.ts';
import type { FaultStore } from '../control/faults/store.ts';
import { TesterError } from '../control/tester-error.ts';
import type { Endpoint, EndpointContext } from '../endpoints/endpoint.ts';
import type { ErrorName } from '../errors/catalogue.ts';
import type { Reason } from '../errors/reasons.ts';
import { isObject, readJson } from '../http/body.ts';
import type { Answer, Call } from '../http/call.ts';
import { headerToken } from '../http/credentials.ts';
import { methodsOf } from '../http/router.ts';
import type { IdentifiedCall, Outcome } from './call-record.ts';
import { renderFor } from './render.ts';

/**
 * The armed faults that fire at a call; undefined when none does. @throws TesterError when a tester's function fails.
 */
export function fireFaults(faults: FaultStore, { call, endpoint, account }: IdentifiedCall): Shot | undefined {
  return fire(faults, { call, endpoint, accountId: account?.id });
}

/**
 * Lets what fired take effect. Undefined when it was only a delay, so that the call goes on.
 *
 * @throws TesterError when the option `wait` fails.
 */
export async function applyFaults(shot: Shot, identified: IdentifiedCall): Promise<Outcome | undefined> {
  const { context, endpoint } = identified;
  const { delayMs, effect } = shot;
  if (delayMs > 0) await holdUp(delayMs, context.settings.wait);
  if (effect === undefined) return undefined;
  const reason = faultReason(shot);
  await recordPresented(context);
  if (effect === 'reset' || effect === 'timeout') return { reply: { abort: effect }, reason };
  if (isErrorName(effect)) return { reply: renderEffect(effect, identified, endpoint), reason, error: effect };
  if (isClose(effect)) return { reply: OPENED, reason };
  // The other effects are for frames, and a fault that has one is refused unless it is for frames.
  return { reply: ownAnswer(effect as FaultAnswer), reason };
}

/** Why a call or a frame came to what a fault has made of it. */
export function faultReason({ sentence }: Pick<Shot, 'sentence'>): Reason {
  return { slug: 'fault-injected', sentence };
}

/** What the journal has of a handshake that opened a socket. */
export const OPENED: Answer = { status: 101, headers: {}, body: '' };

async function holdUp(delayMs: number, ownWait: Settings['wait']): Promise<void> {
  if (ownWait === undefined) return wait(delayMs);
  try {
    await ownWait(delayMs);
  } catch (error) {
    throw new TesterError('the option wait', { cause: error });
  }
}

function renderEffect(error: ErrorName, identified: IdentifiedCall, endpoint: Endpoint | undefined): Answer {
  const { context } = identified;
  const own = endpoint?.renderFault?.(error, context);
  if (own !== undefined) return own;
  const isMethod = error === 'method_not_allowed' && endpoint !== undefined;
  return renderFor(error, identified, isMethod ? { headers: { allow: allowedFor(endpoint, context.settings) } } : {});
}

/** What a 405 has to carry (RFC 9110 section 15.5.6). */
function allowedFor(endpoint: Endpoint, { server }: Settings): string {
  return [...methodsOf(endpoint), ...(server.cors ? ['OPTIONS'] : [])].join(', ');
}

function ownAnswer({ status, headers, body }: FaultAnswer): Answer {
  if (body === undefined) return { status, headers: { ...headers }, body: '' };
  const [type, text] =
    typeof body === 'string' ? ['text/plain;charset=utf-8', body] : ['application/json', JSON.stringify(body)];
  return { status, headers: { 'content-type': type, ...headers }, body: text };
}

/** No endpoint looks at this call, and yet the journal must tell which tokens came with it: the signer records them. */
async function recordPresented({ call, account, signer, keys, connectorKeys }: EndpointContext): Promise<void> {
  const tokens = presentedTokens(call);
  if (tokens.length === 0) return;
  const customers = await Promise.all((account?.connectors ?? []).map((connector) => connectorKeys.of(connector)));
  const trusted = [...keys.appJwtKeys(true), ...keys.trusted('idp'), ...customers.flat()];
  for (const token of tokens) await signer.verify(token, trusted);
}

function presentedTokens(call: Call): string[] {
  const body = readJson(call);
  const members = body.ok && isObject(body.value) ? [body.value['id_token'], body.value['authCode']] : [];
  const headers = ['authorization', 'x-lp-on-behalf', 'lp-on-behalf'].map(
    (name) => headerToken(call.headers[name])?.token,
  );
  return [...headers, ...members]
    .filter((token) => typeof token === 'string')
    .filter((token) => token.split('.').length === 3);
}
