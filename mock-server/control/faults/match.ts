import { isObject, readJson } from '../../http/body.ts';
import type { Call } from '../../http/call.ts';
import { basicCredentials, headerToken } from '../../http/credentials.ts';
import { readParameters } from '../../http/parameters.ts';
import { decodeJws } from '../../tokens/jws.ts';
import type { PassingFrame } from '../../messaging/frame-faults.ts';
import type { FaultMatch } from './spec.ts';

/** Whether a call is one that a fault is meant for. Tokens are read without being trusted. */
export function fits(call: Call, match: FaultMatch): boolean {
  const { clientId, consumerId } = match;
  return (
    fitsHead(call, match) &&
    (clientId === undefined || clientOf(call) === clientId) &&
    (consumerId === undefined || consumersOf(call).includes(consumerId))
  );
}

/** Whether a frame is one that a fault is meant for, by the call that opened its socket too. */
export function fitsFrame(handshake: Call, frame: PassingFrame, match: FaultMatch): boolean {
  const { clientId, consumerId, text, socketId } = match;
  return (
    fitsHead(handshake, match) &&
    clientId === undefined &&
    (consumerId === undefined || frame.who === consumerId) &&
    (text === undefined || frame.text.includes(text)) &&
    (socketId === undefined || frame.socketId === socketId)
  );
}

function fitsHead(call: Call, { method, path, headers = {} }: FaultMatch): boolean {
  return (
    (method === undefined || call.method === method.toUpperCase()) &&
    (path === undefined || call.path.includes(path)) &&
    Object.entries(headers).every(([name, part]) => call.headers[name]?.includes(part) ?? false)
  );
}

function clientOf(call: Call): unknown {
  const parameters = readParameters(call, ['client_id']);
  const named = parameters.ok ? parameters.get('client_id') : undefined;
  const { authorization } = call.headers;
  return named ?? basicCredentials(authorization)?.clientId ?? claimsOf(authorization)['azp'];
}

/** The consumer that `/consumer` is asked for, or the one of the ConsumerJWS. */
function consumersOf(call: Call): unknown[] {
  const body = readJson(call);
  const asked = body.ok && isObject(body.value) ? body.value['ext_consumer_id'] : undefined;
  const claims = claimsOf(call.headers['x-lp-on-behalf'] ?? call.headers['lp-on-behalf']);
  return [typeof asked === 'number' ? String(asked) : asked, claims['ext_consumer_id'], claims['lp_consumer_id']];
}

function claimsOf(header: string | undefined): Readonly<Record<string, unknown>> {
  const decoded = decodeJws(headerToken(header)?.token ?? '');
  return 'failure' in decoded ? {} : decoded.claims;
}
