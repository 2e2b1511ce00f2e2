import type { Settings } from '../config/options.ts';
import { json } from '../http/answer.ts';
import type { Answer } from '../http/call.ts';
import type { Envelope, ErrorName, ErrorRow } from './catalogue.ts';
import { errorRow } from './catalogue.ts';
import type { RefusalDetail } from './refusal.ts';

/** What an envelope is filled from. */
interface Filling {
  readonly name: ErrorName;
  readonly row: ErrorRow;
  readonly settings: Settings;
  readonly detail: RefusalDetail;
}

/** The answer for an error, exactly as its service words it. */
export function renderError(name: ErrorName, settings: Settings, detail: RefusalDetail): Answer {
  const row = errorRow(name);
  const answer = envelopes[row.envelope]({ name, row, settings, detail });
  if (row.headers === undefined && detail.headers === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, ...row.headers, ...detail.headers } };
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
    return json(status, { error: name, error_description: row.text }, SENTINEL_HEADERS);
  },
  idp: ({ name, row, settings, detail }) => {
    const status = settings.idp.errorStatus === 'all500' ? 500 : (detail.status ?? row.status);
    return json(status, { internalErrorCode: name });
  },
  'error-resp': ({ name, row, settings, detail }) => {
    const status = name === '40001' ? settings.sendApi.missingClaimStatus : row.status;
    const errorCode = name === '40105' ? settings.sendApi.missingAppJwtErrorCode : Number(name);
    const reqId = settings.sendApi.errorRespReqId ? { reqId: detail.reqId ?? '0' } : {};
    const body = { title: row.text, details: row.details, errorCode };
    return json(status, { kind: 'resp', ...reqId, code: status, body, type: '.ReqBody$ErrorResp' });
  },
  command: ({ name, row, detail }) => {
    const item = { code: name, body: { msg: detail.message ?? row.text }, reqId: detail.reqId ?? '0' };
    return json(detail.status ?? row.status, detail.items ?? item);
  },
  csds: ({ name, row, settings }) => {
    const status = name === 'invalid_site' ? settings.csds.unknownAccountStatus : row.status;
    return json(status, { error: row.code });
  },
  'account-config': plain,
  agent: ({ row, detail }) => json(row.status, {
    error: {
      time: agentTime(detail.atMs ?? 0),
      message: row.text,
      internalCode: row.internalCode,
      ...(row.status === 401 ? { responseStatus: 'UNAUTHORIZED' } : {}),
    },
  }),
  plain,
};

/** The service's own way with dates: `Sep 22, 2016 4:10:15 PM`, here in UTC. */
export function agentTime(atMs: number): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: 'UTC', month: 'short', day: 'numeric', year: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit',
  }).formatToParts(atMs);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('month')} ${part('day')}, ${part('year')} ${part('hour')}:${part('minute')}:${part('second')} ${part('dayPeriod')}`;
}

function plain({ name, row, detail }: Filling): Answer {
  return json(row.status, { error: row.code ?? name, ...detail.members });
}
