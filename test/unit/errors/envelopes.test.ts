import { describe, expect, it } from '@jest/globals';
import type { MockOptions } from '../../../mock-server/config/options.ts';
import { settle } from '../../../mock-server/config/settle.ts';
import type { ErrorName } from '../../../mock-server/errors/catalogue.ts';
import { catalogue } from '../../../mock-server/errors/catalogue.ts';
import type { RefusedCall } from '../../../mock-server/errors/envelopes.ts';
import { renderError } from '../../../mock-server/errors/envelopes.ts';
import type { RefusalDetail } from '../../../mock-server/errors/refusal.ts';
import { callOf } from '../../support/calls.ts';

/** A call that is refused, by default at no URL of a row and with an empty body. */
function refused(options: MockOptions = {}, body = '', statuses: RefusedCall['statuses'] = {}): RefusedCall {
  const call = callOf({ method: 'POST', target: '/', body });
  return { call, service: undefined, statuses, settings: settle(options), nowMs: 0 };
}

function renderFor(
  name: ErrorName,
  detail: RefusalDetail = {},
  options: MockOptions = {},
  requestBody = '',
): [number, string] {
  const { status, body } = renderError(name, refused(options, requestBody), detail);
  return [status, body];
}

describe('Sentinel', () => {
  it('answers RFC 6749 bodies that no cache keeps', () => {
    expect(renderError('invalid_client', refused())).toEqual({
      status: 401,
      headers: { 'content-type': 'application/json;charset=utf-8', 'cache-control': 'no-store', pragma: 'no-cache' },
      body: '{"error":"invalid_client","error_description":"Client authentication failed"}',
    });
  });

  it('answers invalid_client, and only that, with the status of the option', () => {
    const options: MockOptions = { sentinel: { invalidClientStatus: 403 } };
    expect(renderFor('invalid_client', {}, options)[0]).toBe(403);
    expect(renderFor('invalid_scope', {}, options)[0]).toBe(400);
  });
});

describe('the IDP', () => {
  it('answers one member, a string of digits', () => {
    expect(renderFor('9007')).toEqual([500, '{"internalErrorCode":"9007"}']);
    expect(renderFor('2002')).toEqual([401, '{"internalErrorCode":"2002"}']);
  });

  it('takes the status of the place over that of the code, and 500 over both when told to', () => {
    expect(renderError('9011', refused({}, '', { 9011: 401 })).status).toBe(401);
    expect(renderError('9011', refused({ idp: { errorStatus: 'all500' } }, '', { 9011: 401 })).status).toBe(500);
    expect(renderFor('2005', {}, { idp: { errorStatus: 'all500' } })[0]).toBe(500);
  });
});

describe('the Send API', () => {
  it('answers the five bodies with their members in the documented order', () => {
    expect(renderFor('40105')).toEqual([
      401,
      '{"kind":"resp","code":401,"body":{"title":"AppJWT is missing","details":"AUTHORIZATION header is not present","errorCode":40105},"type":".ReqBody$ErrorResp"}',
    ]);
    expect(renderFor('40001')).toEqual([
      400,
      '{"kind":"resp","code":400,"body":{"title":"Missing parameter","details":"Brand Id is missing","errorCode":40001},"type":".ReqBody$ErrorResp"}',
    ]);
  });

  it('answers 40001 as a 401, and 40105 as 40104, when an option says so', () => {
    expect(renderFor('40001', {}, { sendApi: { missingClaimStatus: 401 } })).toEqual([
      401,
      expect.stringContaining('"code":401,'),
    ]);
    expect(renderFor('40105', {}, { sendApi: { missingAppJwtErrorCode: 40104 } })).toEqual([
      401,
      expect.stringContaining('"errorCode":40104}'),
    ]);
    expect(renderFor('40102', {}, { sendApi: { missingClaimStatus: 401, missingAppJwtErrorCode: 40104 } })).toEqual(
      renderFor('40102'),
    );
  });

  it("carries the request's id when an option says so, and 0 where there is none", () => {
    const options: MockOptions = { sendApi: { errorRespReqId: true } };
    expect(renderFor('40103', {}, options, '[{"id":"1,"}]')[1]).toContain('{"kind":"resp","reqId":"1,","code":401,');
    expect(renderFor('40103', {}, options)[1]).toContain('"reqId":"0"');
    expect(renderFor('40103', {}, {}, '{"id":"1,"}')[1]).not.toContain('reqId');
  });

  it('answers a failed command as one item, or as the items it is given', () => {
    expect(renderFor('BAD_REQUEST')).toEqual([400, '{"code":"BAD_REQUEST","body":{"msg":"Bad Request"},"reqId":"0"}']);
    expect(renderFor('BAD_REQUEST', { message: 'check file size' }, {}, '{"id":7}')).toEqual([
      400,
      '{"code":"BAD_REQUEST","body":{"msg":"check file size"},"reqId":"7"}',
    ]);
    expect(renderFor('BAD_REQUEST', { items: [{ code: 'OK', body: {}, reqId: '1' }], status: 200 })).toEqual([
      200,
      '[{"code":"OK","body":{},"reqId":"1"}]',
    ]);
  });
});

describe('what no service says', () => {
  it('is named by its error, followed by the members it is given', () => {
    expect(renderFor('not_mocked', { members: { nearest: ['GET /a'] } })).toEqual([
      501,
      '{"error":"not_mocked","nearest":["GET /a"]}',
    ]);
    expect(renderFor('unknown_account')).toEqual([404, '{"error":"not_found"}']);
  });

  it('gets the headers it is given', () => {
    expect(renderError('method_not_allowed', refused(), { headers: { allow: 'GET' } })).toEqual({
      status: 405,
      headers: { 'content-type': 'application/json', allow: 'GET' },
      body: '{"error":"method_not_allowed"}',
    });
  });

  it('is a Domain API error with the status of the option for an unknown account, and only for that', () => {
    const options: MockOptions = { csds: { unknownAccountStatus: 404 } };
    expect(renderFor('invalid_site', {}, options)).toEqual([404, '{"error":"invalid site"}']);
    expect(renderFor('unknown_service', {}, options)).toEqual([400, '{"error":"unknown service"}']);
  });
});

it.each((Object.keys(catalogue) as ErrorName[]).map((name) => [name]))('%s is JSON in every wording', (name) => {
  const { headers, body } = renderError(name, refused());
  expect(headers['content-type']).toMatch(/^application\/json/);
  expect(() => JSON.parse(body) as unknown).not.toThrow();
});
