import type { ErrorName } from '../../errors/catalogue.ts';
import { renderError } from '../../errors/envelopes.ts';
import type { Reason } from '../../errors/reasons.ts';
import { Refusal } from '../../errors/refusal.ts';
import { isObject, readJson } from '../../http/body.ts';
import type { Answer, Call } from '../../http/call.ts';
import type { StrictRefusal } from '../deviations.ts';
import { noteContentType } from '../deviations.ts';
import type { EndpointContext } from '../endpoint.ts';

/** The short name of a command type: `.ams.ms.PublishEvent` and `ms.PublishEvent` are one. */
export function shortType(request: unknown): string | undefined {
  const type = isObject(request) ? request['type'] : undefined;
  return typeof type === 'string' ? type.replace(/^\.?ams\./, '') : undefined;
}

/** The id to echo: always text; `0` when none can be read (decision D47). */
export function requestId(request: unknown): string {
  const id = isObject(request) ? request['id'] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : '0';
}

/**
 * Notes what a request departs in from the pages: content type, `Client-Properties`, and in each of its objects an id
 * that is a number or a `kind` that is not `req`.
 */
export function noteRequestDeviations(context: EndpointContext, requests: readonly unknown[], refusal: StrictRefusal): void {
  noteContentType(context, 'application/json', refusal);
  noteClientProperties(context);
  if (requests.some((request) => isObject(request) && typeof request['id'] === 'number')) {
    context.deviate('request-id-number', 'id is a number; the pages ask for a string', refusal);
  }
  if (requests.some((request) => isObject(request) && request['kind'] !== 'req')) {
    context.deviate('request-kind', 'kind is not "req"', refusal);
  }
}

/** One client sends `[object Object]`: this header is never a reason to refuse. */
function noteClientProperties(context: EndpointContext): void {
  const header = context.call.headers['client-properties'];
  if (header === undefined) return;
  try {
    if (isObject(JSON.parse(header))) return;
  } catch {
    // told below, like any other text that is no object
  }
  context.deviate('client-properties', 'Client-Properties is no JSON object');
}

/**
 * A refusal with one of the five error bodies. The request's id is read from the body only when an envelope asks for it:
 * `sendApi.errorRespReqId` is off by default.
 */
export function errorResp(call: Call, error: ErrorName, reason: Reason): Refusal {
  return new Refusal(error, reason, { get reqId() { return firstRequestId(call); } });
}

/** Refuses with one of the five error bodies. @throws Refusal always. */
export function unauthorized(call: Call, error: ErrorName, reason: Reason): never {
  throw errorResp(call, error, reason);
}

/** The words of an injected error, with the id of the request. */
export function renderFault(error: ErrorName, { call, settings }: EndpointContext): Answer {
  return renderError(error, settings, { get reqId() { return firstRequestId(call); } });
}

function firstRequestId(call: Call): string {
  const body = readJson(call);
  const value = body.ok ? body.value : undefined;
  return requestId(Array.isArray(value) ? value[0] : value);
}
