import type { ErrorName } from '../../errors/catalogue.ts';
import type { RefusalDetail } from '../../errors/refusal.ts';
import { isObject } from '../../http/body.ts';
import { deviate } from '../../errors/deviate.ts';
import { checkContentType } from '../deviations.ts';
import type { EndpointContext } from '../endpoint.ts';

/** The short name of a command type: `.ams.ms.PublishEvent` and `ms.PublishEvent` are one. */
export function shortType(request: unknown): string | undefined {
  const type = isObject(request) ? request['type'] : undefined;
  return typeof type === 'string' ? type.replace(/^\.?ams\./, '') : undefined;
}

/**
 * Notes in what requests depart from the pages: content type, `Client-Properties`, and in each of its objects an id
 * that is a number or a `kind` that is not `req`.
 */
export function checkRequests(
  context: EndpointContext,
  requests: readonly unknown[],
  error: ErrorName,
  detail?: RefusalDetail,
): void {
  checkContentType(context, 'application/json', error, detail);
  checkClientProperties(context);
  if (requests.some((request) => isObject(request) && typeof request['id'] === 'number')) {
    deviate(context, 'request-id-number', 'id is a number; the pages ask for a string', error, detail);
  }
  if (requests.some((request) => isObject(request) && request['kind'] !== 'req')) {
    deviate(context, 'request-kind', 'kind is not "req"', error, detail);
  }
}

/** One client sends `[object Object]`: this header is never a reason to refuse. */
function checkClientProperties(context: EndpointContext): void {
  const header = context.call.headers['client-properties'];
  if (header === undefined) return;
  try {
    if (isObject(JSON.parse(header))) return;
  } catch {
    // told below, like any other text that is no object
  }
  deviate(context, 'client-properties', 'Client-Properties is not a JSON object');
}
