import { describe, expect, it } from '@jest/globals';
import type { MockOptions } from '../../../mock-server/config.ts';
import { settle } from '../../../mock-server/config.ts';
import type { ErrorName } from '../../../mock-server/errors/catalogue.ts';
import { catalogue } from '../../../mock-server/errors/catalogue.ts';
import { wordError } from '../../../mock-server/errors/envelopes.ts';
import type { RefusalDetail } from '../../../mock-server/errors/refusal.ts';

function word(name: ErrorName, detail: RefusalDetail = {}, options: MockOptions = {}): [number, string] {
  const { status, body } = wordError(name, settle(options), detail);
  return [status, body];
}

describe('Sentinel', () => {
  it('answers RFC 6749 bodies that no cache keeps', () => {
    expect(wordError('invalid_client', settle({}), {})).toEqual({
      status: 401,
      headers: { 'content-type': 'application/json;charset=utf-8', 'cache-control': 'no-store', pragma: 'no-cache' },
      body: '{"error":"invalid_client","error_description":"Client authentication failed"}',
    });
  });

  it('answers invalid_client, and only that, with the status of the option', () => {
    const options: MockOptions = { sentinel: { invalidClientStatus: 403 } };
    expect(word('invalid_client', {}, options)[0]).toBe(403);
    expect(word('invalid_scope', {}, options)[0]).toBe(400);
  });
});

describe('the IDP', () => {
  it('answers one member, a string of digits', () => {
    expect(word('9007')).toEqual([500, '{"internalErrorCode":"9007"}']);
    expect(word('2002')).toEqual([401, '{"internalErrorCode":"2002"}']);
  });

  it('takes the status of the place over that of the code, and 500 over both when told to', () => {
    expect(word('9011', { status: 401 })[0]).toBe(401);
    expect(word('9011', { status: 401 }, { idp: { errorStatus: 'all500' } })[0]).toBe(500);
    expect(word('2005', {}, { idp: { errorStatus: 'all500' } })[0]).toBe(500);
  });
});

describe('the Send API', () => {
  it('answers the five bodies with their members in the documented order', () => {
    expect(word('40105')).toEqual([401, '{"kind":"resp","code":401,"body":{"title":"AppJWT is missing","details":"AUTHORIZATION header is not present","errorCode":40105},"type":".ReqBody$ErrorResp"}']);
    expect(word('40001')).toEqual([400, '{"kind":"resp","code":400,"body":{"title":"Missing parameter","details":"Brand Id is missing","errorCode":40001},"type":".ReqBody$ErrorResp"}']);
  });

  it('answers 40001 as a 401, and 40105 as 40104, when an option says so', () => {
    expect(word('40001', {}, { sendApi: { missingClaimStatus: 401 } })).toEqual([401, expect.stringContaining('"code":401,')]);
    expect(word('40105', {}, { sendApi: { missingAppJwtErrorCode: 40104 } })).toEqual([401, expect.stringContaining('"errorCode":40104}')]);
    expect(word('40102', {}, { sendApi: { missingClaimStatus: 401, missingAppJwtErrorCode: 40104 } })).toEqual(word('40102'));
  });

  it('carries the request\'s id when an option says so, and 0 where there is none', () => {
    const options: MockOptions = { sendApi: { errorRespReqId: true } };
    expect(word('40103', { reqId: '1,' }, options)[1]).toContain('{"kind":"resp","reqId":"1,","code":401,');
    expect(word('40103', {}, options)[1]).toContain('"reqId":"0"');
    expect(word('40103', { reqId: '1,' })[1]).not.toContain('reqId');
  });

  it('answers a failed command as one item, or as the items it is given', () => {
    expect(word('BAD_REQUEST')).toEqual([400, '{"code":"BAD_REQUEST","body":{"msg":"Bad Request"},"reqId":"0"}']);
    expect(word('BAD_REQUEST', { message: 'check file size', reqId: '7' })).toEqual([400, '{"code":"BAD_REQUEST","body":{"msg":"check file size"},"reqId":"7"}']);
    expect(word('BAD_REQUEST', { items: [{ code: 'OK', body: {}, reqId: '1' }], status: 200 })).toEqual([200, '[{"code":"OK","body":{},"reqId":"1"}]']);
  });
});

describe('what no service says', () => {
  it('is named by its error, followed by the members it is given', () => {
    expect(word('not_mocked', { members: { nearest: ['GET /a'] } })).toEqual([501, '{"error":"not_mocked","nearest":["GET /a"]}']);
    expect(word('unknown_account')).toEqual([404, '{"error":"not_found"}']);
  });

  it('gets the headers it is given', () => {
    expect(wordError('method_not_allowed', settle({}), { headers: { allow: 'GET' } })).toEqual({
      status: 405, headers: { 'content-type': 'application/json', allow: 'GET' }, body: '{"error":"method_not_allowed"}',
    });
  });

  it('is a Domain API error with the status of the option for an unknown account, and only for that', () => {
    const options: MockOptions = { csds: { unknownAccountStatus: 404 } };
    expect(word('invalid_site', {}, options)).toEqual([404, '{"error":"invalid site"}']);
    expect(word('unknown_service', {}, options)).toEqual([400, '{"error":"unknown service"}']);
  });
});

it.each((Object.keys(catalogue) as ErrorName[]).map((name) => [name]))('%s is JSON in every wording', (name) => {
  const { headers, body } = wordError(name, settle({}), {});
  expect(headers['content-type']).toMatch(/^application\/json/);
  expect(() => JSON.parse(body) as unknown).not.toThrow();
});
