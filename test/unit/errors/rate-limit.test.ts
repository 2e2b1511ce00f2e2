import { expect, it } from '@jest/globals';
import { settle } from '../../../mock-server/config/settle.ts';
import { canAnswer } from '../../../mock-server/errors/catalogue.ts';
import type { ErrorName } from '../../../mock-server/errors/catalogue.ts';
import { renderError } from '../../../mock-server/errors/envelopes.ts';
import type { Service } from '../../../mock-server/errors/error-row.ts';
import { callOf } from '../../support/calls.ts';

const PLAIN = '{"error":"too_many_requests"}';

it.each<[service: Service | undefined, body: string]>([
  ['sentinel', '{"error":"too_many_requests","error_description":"Too many requests"}'],
  ['idp', '{"internalErrorCode":"9000"}'],
  ['csds', '{"error":"too many requests"}'],
  ['faasGW', '{"errorCode":"com.liveperson.faas.es.general","errorMsg":"Too many requests"}'],
  ['agentVep', '{"error":{"time":"Jan 1, 1970 12:00:00 AM","message":"Too many requests","internalCode":429}}'],
  ['asyncMessagingEnt', '{"code":"TOO_MANY_REQUESTS","body":{"msg":"Too many requests"},"reqId":"0"}'],
  ['acCdnDomain', PLAIN],
  ['accountConfigReadOnly', PLAIN],
  ['accountConfigReadWrite', PLAIN],
  ['msgHist', PLAIN],
  ['messagingRestApiDomain', PLAIN],
  ['swift', PLAIN],
  [undefined, '{"code":"TOO_MANY_REQUESTS","body":{"msg":"Too many requests"},"reqId":"0"}'],
])('%s says in its own words that it was asked too often', (service, body) => {
  const refused = { call: callOf({ method: 'POST' }), service, statuses: {}, settings: settle({}), nowMs: 0 };
  const answer = renderError('TOO_MANY_REQUESTS', refused);
  expect([answer.status, answer.body]).toEqual([429, body]);
  expect(answer.headers['content-type']).toBe(
    service === 'sentinel' ? 'application/json;charset=utf-8' : 'application/json',
  );
  expect(answer.headers['retry-after']).toBe('1');
});

it.each<[error: ErrorName, service: Service, method: string, is: boolean, ...ids: string[]]>([
  ['mock_bug', 'idp', 'GET', true],
  ['TOO_MANY_REQUESTS', 'idp', 'GET', true],
  ['9007', 'idp', 'GET', true],
  ['9007', 'sentinel', 'GET', false],
  ['invalid_client', 'sentinel', 'POST', true],
  ['invalid_client', 'sentinel', 'GET', false, 'sentinel.jwks'],
  ['invalid_client', 'sentinel', 'GET', true, 'sentinel.authorize'],
  ['40102', 'asyncMessagingEnt', 'POST', true],
  ['40102', 'asyncMessagingEnt', 'GET', false],
  ['40102', 'messagingRestApiDomain', 'GET', true],
  ['40102', 'msgHist', 'POST', false],
  ['BAD_REQUEST', 'asyncMessagingEnt', 'POST', true],
  ['BAD_REQUEST', 'asyncMessagingEnt', 'GET', false],
  ['agent_bearer_invalid', 'asyncMessagingEnt', 'GET', true],
  ['agent_bearer_invalid', 'asyncMessagingEnt', 'POST', false],
  ['swift_not_found', 'swift', 'GET', true],
  ['swift_not_found', 'swift', 'PUT', false],
  ['swift_bad_request', 'swift', 'PUT', true],
  ['swift_bad_request', 'swift', 'GET', false],
  ['swift_too_large', 'swift', 'PUT', true],
  ['swift_too_large', 'swift', 'GET', false],
  ['functions_bad_input', 'faasGW', 'POST', true],
  ['functions_bad_input', 'faasGW', 'GET', false],
])('whether %s may be answered by %s to a %s: %s', (error, service, method, is, ...[id]) => {
  expect(canAnswer({ service, method, ...(id === undefined ? {} : { id }) }, error)).toBe(is);
});

it('no service answers at an unknown URL, but the mock itself does', () => {
  expect([canAnswer(undefined, '9007'), canAnswer(undefined, 'not_mocked')]).toEqual([false, true]);
  expect(canAnswer(undefined, 'TOO_MANY_REQUESTS')).toBe(false);
});
