import { wait } from '../../clock.ts';
import type { Settings } from '../../config/options.ts';
import type { EndpointContext, Endpoint } from '../../endpoints/endpoint.ts';
import { wordFor } from '../../endpoints/spoken-errors.ts';
import type { ErrorName } from '../../errors/catalogue.ts';
import { isObject, readJson } from '../../http/body.ts';
import type { Answer, Call, Reply } from '../../http/call.ts';
import { tokenOf } from '../../http/credentials.ts';
import { methodsOf } from '../../http/router.ts';
import type { FaultAnswer } from './spec.ts';
import type { Shot } from './store.ts';
import { TesterError } from '../tester-error.ts';
import type { CallRecord } from '../../pipeline/call-record.ts';

/** Lets a shot take effect on a call. Undefined when it was only a delay, so that the call goes on. */
export async function applyFault(shot: Shot, context: EndpointContext, record: CallRecord): Promise<Reply | undefined> {
  const { ids, delayMs, effect, sentence } = shot;
  record.faults.push(...ids);
  if (delayMs > 0) await holdUp(delayMs, context.settings.wait);
  if (effect === undefined) return undefined;
  record.reason = { slug: 'fault-injected', sentence };
  await noteTokens(context);
  if (effect === 'reset' || effect === 'timeout') return { abort: effect };
  if (typeof effect === 'object') return ownAnswer(effect);
  record.error = effect;
  return renderFor(effect, context, record.endpoint);
}

async function holdUp(delayMs: number, ownWait: Settings['wait']): Promise<void> {
  if (ownWait === undefined) return wait(delayMs);
  try {
    await ownWait(delayMs);
  } catch (error) {
    throw new TesterError('the option wait', { cause: error });
  }
}

function renderFor(error: ErrorName, context: EndpointContext, endpoint: Endpoint | undefined): Answer {
  const detail = error === 'method_not_allowed' && endpoint !== undefined ? { headers: { allow: allowedFor(endpoint, context.settings) } } : {};
  return endpoint?.renderFault?.(error, context) ?? wordFor(endpoint, error, context.settings, { atMs: context.clock.now(), ...detail });
}

/** What a 405 has to carry (RFC 9110 section 15.5.6). */
function allowedFor(endpoint: Endpoint, { server }: Settings): string {
  return [...methodsOf(endpoint), ...(server.cors ? ['OPTIONS'] : [])].join(', ');
}

function ownAnswer({ status, headers, body }: FaultAnswer): Answer {
  if (body === undefined) return { status, headers: { ...headers }, body: '' };
  const [type, text] = typeof body === 'string' ? ['text/plain;charset=utf-8', body] : ['application/json', JSON.stringify(body)];
  return { status, headers: { 'content-type': type, ...headers }, body: text };
}

/** No endpoint looks at this call, and yet the journal must tell which tokens came with it: the signer records them. */
async function noteTokens({ call, account, signer, keys, connectorKeys }: EndpointContext): Promise<void> {
  const tokens = presentedTokens(call);
  if (tokens.length === 0) return;
  const customers = await Promise.all((account?.connectors ?? []).map((connector) => connectorKeys.of(connector)));
  const trusted = [...keys.appJwtKeys(true), ...keys.trusted('idp'), ...customers.flat()];
  for (const token of tokens) await signer.verify(token, trusted);
}

function presentedTokens(call: Call): string[] {
  const body = readJson(call);
  const members = body.ok && isObject(body.value) ? [body.value['id_token'], body.value['authCode']] : [];
  const headers = ['authorization', 'x-lp-on-behalf', 'lp-on-behalf'].map((name) => tokenOf(call.headers[name]));
  return [...headers, ...members].filter((token) => typeof token === 'string').filter((token) => token.split('.').length === 3);
}
