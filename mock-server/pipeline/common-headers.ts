import type { Settings } from '../config/settings.ts';
import type { Deviation, Reason } from '../errors/reasons.ts';
import { headerSafe, reasonLine } from '../errors/reasons.ts';
import type { Call, Reply } from '../http/call.ts';
import { addCorsHeaders } from '../http/cors.ts';
import { httpDate } from '../http/http-date.ts';
import { INSTANCE_HEADER } from '../http/instance-header.ts';

/**
 * Adds what every answer carries beside its own: the time, CORS, and for people the reason and the deviations.
 *
 * @param nowMs - by the clock that tokens follow: a client that corrects its own by `Date` has to agree with them
 */
export function addCommonHeaders(
  reply: Reply,
  call: Call,
  settings: Settings,
  nowMs: number,
  reason: Reason | undefined,
  deviations: readonly Deviation[],
): Reply {
  if ('abort' in reply) return reply;
  const headers: Record<string, string> = { date: httpDate(nowMs), ...reply.headers };
  if (settings.server.cors) addCorsHeaders(headers, call);
  if (settings.reasonHeader && reason !== undefined) headers['lp-mock-reason'] = reasonLine(reason);
  if (settings.reasonHeader && deviations.length > 0) headers['lp-mock-deviation'] = deviationLine(deviations);
  if (settings.instance !== undefined) nameInstance(headers, settings.instance);
  const { status, cookies, bytes } = reply;
  const said = call.method === 'HEAD' ? { body: '' } : bytes === undefined ? { body: reply.body } : { body: '', bytes };
  return cookies === undefined ? { status, headers, ...said } : { status, headers, cookies, ...said };
}

/** Which of several mocks it was; pages may read it where they may read the rest. */
function nameInstance(headers: Record<string, string>, instance: string): void {
  headers[INSTANCE_HEADER] = instance;
  const exposed = headers['access-control-expose-headers'];
  if (exposed !== undefined) headers['access-control-expose-headers'] = `${exposed}, ${INSTANCE_HEADER}`;
}

function deviationLine(deviations: readonly Deviation[]): string {
  return headerSafe(deviations.map(({ slug, sentence }) => `${slug}; ${sentence}`).join(', '));
}
