import type { Settings } from '../config/settings.ts';
import { json } from '../http/answer.ts';
import type { Answer, Call } from '../http/call.ts';
import type { ErrorName } from './catalogue.ts';
import type { Envelope, ErrorRow, Service } from './error-row.ts';
import { errorRow } from './catalogue.ts';
import type {
  AgentErrorBody,
  FailedCommandBody,
  FunctionsErrorBody,
  IdpErrorBody,
  OAuthErrorBody,
  PlainErrorBody,
  SendApiErrorBody,
} from './error-bodies.ts';
import { rateLimitBody } from './rate-limit.ts';
import type { RefusalDetail } from './refusal.ts';
import { firstRequestId } from './request-id.ts';

/** The call that is refused, as far as the words depend on it. */
export interface RefusedCall {
  readonly call: Call;
  /** The service behind the URL; undefined when no row has it. */
  readonly service: Service | undefined;
  /** Statuses that the URL has in the place of those of the errors' rows. */
  readonly statuses?: Readonly<Partial<Record<ErrorName, number>>> | undefined;
  readonly settings: Settings;
  /** When it was refused by the mock's clock, in epoch milliseconds. */
  readonly nowMs: number;
}

/** What an envelope is filled from. */
interface Filling extends RefusedCall {
  readonly name: ErrorName;
  readonly row: ErrorRow;
  readonly detail: RefusalDetail;
}

/** The answer for an error, exactly as its service says it. */
export function renderError(name: ErrorName, refused: RefusedCall, detail: RefusalDetail = {}): Answer {
  const row = errorRow(name);
  const answer = rateLimited(name, row, refused) ?? envelopes[row.envelope]({ ...refused, name, row, detail });
  if (row.headers === undefined && detail.headers === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, ...row.headers, ...detail.headers } };
}

/** The 429 of a service other than the Send API, in its own envelope (decisions D50, D78). */
function rateLimited(
  name: ErrorName,
  { status, text = '' }: ErrorRow,
  { service, nowMs }: RefusedCall,
): Answer | undefined {
  const body =
    name === 'TOO_MANY_REQUESTS' && service !== undefined ? rateLimitBody(service, text, agentTime(nowMs)) : undefined;
  return body === undefined ? undefined : json(status, body, service === 'sentinel' ? SENTINEL_HEADERS : {});
}

/** Success and failure at Sentinel share these (RFC 6749 section 5.1). */
export const SENTINEL_HEADERS = {
  'content-type': 'application/json;charset=utf-8',
  'cache-control': 'no-store',
  pragma: 'no-cache',
} as const;

const envelopes: Readonly<Record<Envelope, (filling: Filling) => Answer>> = {
  oauth: ({ name, row, settings }) => {
    const status = name === 'invalid_client' ? settings.sentinel.invalidClientStatus : row.status;
    return json(status, { error: name, error_description: row.text } satisfies OAuthErrorBody, SENTINEL_HEADERS);
  },
  idp: ({ name, row, settings, statuses }) => {
    const status = settings.idp.errorStatus === 'all500' ? 500 : (statuses?.[name] ?? row.status);
    return json(status, { internalErrorCode: name } satisfies IdpErrorBody);
  },
  'error-resp': ({ name, row, settings, call }) => {
    const status = name === '40001' ? settings.sendApi.missingClaimStatus : row.status;
    const errorCode = name === '40105' ? settings.sendApi.missingAppJwtErrorCode : Number(name);
    const reqId = settings.sendApi.errorRespReqId ? { reqId: firstRequestId(call) } : {};
    const body = { title: row.text, details: row.details, errorCode };
    const refusal: SendApiErrorBody = { kind: 'resp', ...reqId, code: status, body, type: '.ReqBody$ErrorResp' };
    return json(status, refusal);
  },
  command: ({ name, row, detail, call }) => {
    const { status = row.status, items, message = row.text } = detail;
    const failed: FailedCommandBody = { code: name, body: { msg: message }, reqId: firstRequestId(call) };
    return json(status, items ?? failed);
  },
  csds: ({ name, row, settings }) => {
    const status = name === 'invalid_site' ? settings.csds.unknownAccountStatus : row.status;
    return json(status, { error: row.code ?? name } satisfies PlainErrorBody);
  },
  'account-config': plain,
  agent: ({ row, nowMs }) =>
    json(row.status, {
      error: {
        time: agentTime(nowMs),
        message: row.text,
        internalCode: row.internalCode,
        ...(row.status === 401 ? { responseStatus: 'UNAUTHORIZED' as const } : {}),
      },
    } satisfies AgentErrorBody),
  functions: ({ row: { status, code, text } }) =>
    json(status, { errorCode: code, errorMsg: text } satisfies FunctionsErrorBody),
  plain,
};

/** The service's own way with dates: `Sep 22, 2016 4:10:15 PM`, here in UTC. */
export function agentTime(atMs: number): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: 'UTC',
    month: 'short',
    day: 'numeric',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(atMs);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('month')} ${part('day')}, ${part('year')} ${part('hour')}:${part('minute')}:${part('second')} ${part('dayPeriod')}`;
}

function plain({ name, row, detail }: Filling): Answer {
  return json(row.status, { error: row.code ?? name, ...detail.members } satisfies PlainErrorBody);
}
