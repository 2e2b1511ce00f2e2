import { expect } from '@jest/globals';
import type { ReasonSlug } from '../../mock-server/index.ts';
import { documentedErrorText } from './documented.ts';
import type { Heard } from './through-every-adapter.ts';

/** The five error bodies of the Send API, byte for byte: what the page has, and nothing of the source. */
export const ERROR_RESP = {
  40001: documentedErrorText('send-api-40001'),
  40102: documentedErrorText('send-api-40102'),
  40103: documentedErrorText('send-api-40103'),
  40104: documentedErrorText('send-api-40104'),
  40105: documentedErrorText('send-api-40105'),
} as const;

/** HTTP status by IDP code (decision D13), for every code that a call can provoke. 9011 is a 401 on `/consumer`. */
export const IDP_STATUS = {
  1004: 500,
  1008: 500,
  1011: 500,
  1012: 500,
  1024: 500,
  1028: 500,
  1049: 401,
  1050: 500,
  2001: 401,
  2002: 401,
  2004: 401,
  2005: 403,
  9007: 500,
  9011: 401,
  9012: 500,
  9015: 500,
} as const;

export type IdpCode = keyof typeof IDP_STATUS;

/** One of the five bodies, with its status and the reason beside it. */
export function expectErrorResp(answer: Heard, errorCode: keyof typeof ERROR_RESP, slug: ReasonSlug): void {
  expect(heard(answer)).toEqual({
    status: errorCode === 40001 ? 400 : 401,
    text: ERROR_RESP[errorCode],
    reason: slug,
    contentType: 'application/json',
  });
}

/** An IDP refusal: one member, a text of digits. */
export function expectIdpError(
  answer: Heard,
  code: IdpCode,
  slug: ReasonSlug,
  status: number = IDP_STATUS[code],
): void {
  expect(heard(answer)).toEqual({
    status,
    text: `{"internalErrorCode":"${String(code)}"}`,
    reason: slug,
    contentType: 'application/json',
  });
}

/** A command of `/send` that was not carried out. */
export function expectBadRequest(answer: Heard, slug: ReasonSlug, reqId: string, msg = 'Bad Request'): void {
  const text = JSON.stringify({ code: 'BAD_REQUEST', body: { msg }, reqId });
  expect(heard(answer)).toEqual({ status: 400, text, reason: slug, contentType: 'application/json' });
}

/** A batch of which nothing was carried out: one failed item for each id. */
export function expectFailedBatch(answer: Heard, slug: ReasonSlug, reqIds: readonly string[]): void {
  const text = JSON.stringify(reqIds.map((reqId) => ({ code: 'BAD_REQUEST', body: { msg: 'Bad Request' }, reqId })));
  expect(heard(answer)).toEqual({ status: 400, text, reason: slug, contentType: 'application/json' });
}

/** The slug in `LP-Mock-Reason`; the sentence after it is for people and may change. */
export function reasonOf(answer: Heard): string | undefined {
  return answer.headers['lp-mock-reason']?.split('; ')[0];
}

function heard(answer: Heard): object {
  return {
    status: answer.status,
    text: answer.text,
    reason: reasonOf(answer),
    contentType: answer.headers['content-type'],
  };
}
