import { isObject, readJson } from '../http/body.ts';
import type { Call } from '../http/call.ts';

/** The id of a Send API request, to echo: always text; `0` when none can be read (decision D47). */
export function requestId(request: unknown): string {
  const id = isObject(request) ? request['id'] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : '0';
}

/** The id of the request in the body of a call, of the first one in a batch. */
export function firstRequestId(call: Call): string {
  const body = readJson(call);
  const value = body.ok ? body.value : undefined;
  return requestId(Array.isArray(value) ? value[0] : value);
}
