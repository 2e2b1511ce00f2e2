import { errorRow } from '../../errors/catalogue.ts';
import { CSDS_TOO_MANY } from '../../errors/rate-limit.ts';
import { Refusal } from '../../errors/refusal.ts';
import { isCallbackName, jsonp } from '../../http/answer.ts';
import type { Answer, Call } from '../../http/call.ts';
import type { EndpointHandler, EndpointContext, RefusingAnswer } from '../endpoint.ts';
import { findService, requireSite } from './services.ts';

/**
 * Stands before the bracket when no `cb` is sent, or an empty one: a client strips a wrapper whether it asked for one
 * or not (D56).
 */
const DEFAULT_CALLBACK = 'lpConnLib.Process';

/**
 * Where one service lives, as a script for old browser clients. A failure is a 200 whose `lpCallError` is set.
 *
 * Seen in clients; on no page. Only `lpServer` and `lpCallError` are confirmed member names.
 */
export const oneServiceJsonp: EndpointHandler = {
  handle: (context) => {
    const callback = callbackOf(context.call);
    if (callback !== undefined) return answer(context, callback);
    const reason = { slug: 'callback-invalid', sentence: 'cb is not a plain function name' } as const;
    return { ...failure(DEFAULT_CALLBACK, 'invalid callback'), refused: { reason } };
  },
  renderFault: (error, { call }) => {
    const { envelope, code = error, headers } = errorRow(error);
    const isLimit = error === 'TOO_MANY_REQUESTS';
    if (envelope !== 'csds' && !isLimit) return undefined;
    const answer = failure(callbackOf(call) ?? DEFAULT_CALLBACK, isLimit ? CSDS_TOO_MANY : code);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  },
};

/** Undefined when what was asked for is not a plain function name. */
function callbackOf({ query }: Call): string | undefined {
  const asked = query.get('cb') ?? '';
  const callback = asked === '' ? DEFAULT_CALLBACK : asked;
  return isCallbackName(callback) ? callback : undefined;
}

function answer(context: EndpointContext, callback: string): Answer | RefusingAnswer {
  try {
    const { service, account, baseURI } = findService(
      context,
      requireSite(context),
      context.parameters['service'] ?? '',
    );
    return jsonp(callback, {
      ResultSet: { lpCallId: 'lpCallId_1', lpData: [{ service, account, lpServer: baseURI }] },
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...failure(callback, errorRow(error.error).code ?? error.error), refused: error };
  }
}

function failure(callback: string, lpCallError: string): Answer {
  return jsonp(callback, { ResultSet: { lpCallError } });
}
