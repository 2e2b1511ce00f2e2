import type { Settings } from '../config/options.ts';
import type { Deviation, Reason } from '../errors/reasons.ts';
import { headerSafe, reasonLine } from '../errors/reasons.ts';
import type { Call, Reply } from '../http/call.ts';
import { addCorsHeaders } from '../http/cors.ts';

/** Adds what every answer carries beside its own: CORS, and for people the reason and the deviations. */
export function addCommonHeaders(
  reply: Reply,
  call: Call,
  settings: Settings,
  reason?: Reason,
  deviations: readonly Deviation[] = [],
): Reply {
  if ('abort' in reply) return reply;
  const headers: Record<string, string> = { ...reply.headers };
  if (settings.server.cors) addCorsHeaders(headers, call);
  if (settings.reasonHeader && reason !== undefined) headers['lp-mock-reason'] = reasonLine(reason);
  if (settings.reasonHeader && deviations.length > 0) headers['lp-mock-deviation'] = deviationLine(deviations);
  const { status, cookies } = reply;
  const body = call.method === 'HEAD' ? '' : reply.body;
  return cookies === undefined ? { status, headers, body } : { status, headers, cookies, body };
}

function deviationLine(deviations: readonly Deviation[]): string {
  return headerSafe(deviations.map(({ slug, sentence }) => `${slug}; ${sentence}`).join(', '));
}
